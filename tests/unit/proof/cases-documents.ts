// Documents with the exact verdict each must get: texts, forms, and what only the whole can show.
import { LIMITS, type Judgement } from '../../../harness/kernel/index.ts';
import { GOOD_ENTRY, proofText } from './proofs.ts';

export interface ProofCase {
  readonly name: string;
  readonly input: string | Uint8Array;
  readonly expectedIds?: readonly string[];
  readonly judgement: Judgement;
  /** `CODE at place: words`, in order. */
  readonly says: readonly string[];
}

const ID = GOOD_ENTRY.id;
const FILE = 'clone-rollback-evidence.json';
const good = proofText();
const before = String(GOOD_ENTRY.before_hash);

/** A text that is refused whole. */
function whole(name: string, input: ProofCase['input'], ...says: readonly string[]): ProofCase {
  return {
    name: `a document with ${name}`,
    input,
    judgement: 'NOT_DECIDED',
    says: says.map((each) => each.replace(' ', ` at ${FILE}`)),
  };
}

const NOT_JSON = 'ROLLBACK_PROOF_NOT_JSON : the text does not parse';
const NOT_UTF8 = 'ROLLBACK_PROOF_NOT_UTF8 : it begins with a byte order mark, or is no valid UTF-8';
const HALF = 'ROLLBACK_PROOF_NOT_UTF8 : an escape stands for half a character';
const inexact = (token: string): string => `ROLLBACK_PROOF_NUMBER_INEXACT : number ${token}`;

const TEXTS: readonly ProofCase[] = [
  whole('no text', '', NOT_JSON),
  whole('a comment', `${good}// fine`, NOT_JSON),
  whole('bytes after its end', `${good}\n{}`, NOT_JSON),
  whole('a NUL after its end', `${good}\0`, NOT_JSON),
  whole('a NUL in a string', good.replace('NOT_', 'NOT\0'), NOT_JSON),
  whole('an infinite count', good.replace(':3,', ':Infinity,'), NOT_JSON),
  whole('a count that is no number', good.replace(':3,', ':NaN,'), NOT_JSON),
  whole('a count with a zero before it', good.replace(':3,', ':03,'), NOT_JSON),
  whole('another encoding', Buffer.from(good, 'utf16le'), NOT_JSON),
  whole('another encoding and its mark', Buffer.from(`\ufeff${good}`, 'utf16le'), NOT_UTF8),
  whole('a byte order mark', `\ufeff${good}`, NOT_UTF8),
  whole('a byte order mark in bytes', Buffer.from(`\ufeff${good}`), NOT_UTF8),
  whole('bytes that are no UTF-8', Uint8Array.of(0x22, 0xff, 0x22), NOT_UTF8),
  whole('half a character', good.replace('APPLICABLE', '\ud800'), NOT_UTF8),
  whole('half a character, escaped', good.replace('APPLICABLE', '\\ud800'), HALF),
  whole('half a character in a key', good.replace('"way"', '"way":"\\\\","\\udc00"'), HALF),
  whole('an overflowing count', good.replace(':3,', ':1e999,'), inexact('1e999')),
  whole(
    'a count beyond doubt',
    good.replace(':3,', ':9007199254740993,'),
    inexact('9007199254740993'),
  ),
  whole(
    'a count that rounds to 3',
    good.replace(':3,', ':3.0000000000000000001,'),
    inexact('3.0000000000000000001'),
  ),
  whole('a long number', good.replace(':3,', `:${'3'.repeat(50)},`), inexact('3'.repeat(40))),
  whole('an exponent', good.replace(':3,', ':3E0,'), inexact('3E0')),
  whole('an exponent with a sign', good.replace(':3,', ':30e-1,'), inexact('30e-1')),
  whole('minus nothing', good.replace(':3,', ':-0,'), inexact('-0')),
  whole('a version with a fraction', good.replace(':1,', ':1.0,'), inexact('1.0')),
  whole('a number of its own', '1.0', inexact('1.0')),
  whole(
    'a key twice',
    good.replace('{"version"', '{"version":1,"version"'),
    'ROLLBACK_PROOF_KEY_TWICE : key "version"',
  ),
  whole(
    'a key twice, once in disguise',
    good.replace('{"version"', '{"version":1,"\\u0076ersion"'),
    'ROLLBACK_PROOF_KEY_TWICE : key "version"',
  ),
  whole(
    'a long key twice, after a string with quotes and backslashes',
    good.replace('"way"', `"a":"\\\\\\"","${'k'.repeat(100)}":1,"${'k'.repeat(100)}":1,"way"`),
    `ROLLBACK_PROOF_KEY_TWICE : key "${'k'.repeat(80)}"`,
  ),
  whole(
    'a key twice, far apart with a list between',
    good.replace('}]}', '}],"version":1}'),
    'ROLLBACK_PROOF_KEY_TWICE : key "version"',
  ),
  ...['__proto__', 'constructor', 'prototype'].map((key) =>
    whole(
      `the key ${key}`,
      good.replace('{"id"', `{"${key}":1,"id"`),
      `ROLLBACK_PROOF_KEY_RESERVED : key "${key}"`,
    ),
  ),
];

const SHAPES: readonly ProofCase[] = [
  ...['[]', 'null', '1', '"text"', 'true'].map((text) =>
    whole(
      `only ${text}`,
      text,
      `ROLLBACK_PROOF_SHAPE : invalid input: expected object, received ${typeName(text)}`,
    ),
  ),
  whole(
    'no version',
    good.replace('"version":1,', ''),
    'ROLLBACK_PROOF_SHAPE .version: invalid input: expected 1',
  ),
  ...['2', '"1"', 'null', '[]', '0', 'true'].map((version) =>
    whole(
      `the version ${version}`,
      good.replace('"version":1', `"version":${version}`),
      'ROLLBACK_PROOF_VERSION_UNKNOWN .version: it is not 1',
    ),
  ),
  whole(
    'another version, and an unknown key',
    good.replace('"version":1', '"version":2,"x":1'),
    'ROLLBACK_PROOF_VERSION_UNKNOWN .version: it is not 1',
    'ROLLBACK_PROOF_SHAPE : unrecognized key: "x"',
  ),
  whole(
    'an unknown key',
    good.replace('{"id"', '{"x":1,"id"'),
    'ROLLBACK_PROOF_SHAPE .entries[0]: unrecognized key: "x"',
  ),
];

/** An entry with one value of a wrong form. */
function shaped(key: string, value: unknown, says: string): ProofCase {
  const shown = value === undefined ? 'nothing' : JSON.stringify(value)?.slice(0, 30);
  return whole(
    `${shown} for ${key}`,
    proofText({ [key]: value }),
    `ROLLBACK_PROOF_SHAPE .entries[0].${key}: ${says}`,
  );
}

const typed = (wanted: string, got: string): string =>
  `invalid input: expected ${wanted}, received ${got}`;
const NO_NAME = 'invalid string: must match pattern /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/';
const TOO_LONG = 'too big: expected string to have <=200 characters';

const FORMS: readonly ProofCase[] = [
  ...['before_hash', 'after_apply_hash', 'after_rollback_hash', 'expected_hash'].flatMap((key) => [
    shaped(key, 1, typed('string', 'number')),
    shaped(key, [before], typed('string', 'array')),
  ]),
  ...['true', 1, 'yes', {}].map((value) =>
    shaped('restored_match', value, typed('boolean', typeName(JSON.stringify(value)))),
  ),
  ...['row_count_before', 'row_count_after'].flatMap((key) => [
    shaped(key, '3', typed('number', 'string')),
    shaped(key, true, typed('number', 'boolean')),
    shaped(key, 3.5, typed('int', 'number')),
    shaped(key, -1, 'too small: expected number to be >=0'),
    shaped(key, 2 ** 53, 'too big: expected int to be <=9007199254740991'),
  ]),
  ...['id', 'scenario', 'rollback_class', 'way', 'production_rollback_status'].flatMap((key) => [
    shaped(key, undefined, typed('string', 'undefined')),
    shaped(key, null, typed('string', 'null')),
    shaped(key, 1, typed('string', 'number')),
  ]),
  ...['rollback_class', 'way', 'production_rollback_status'].map((key) =>
    shaped(key, 'x'.repeat(201), TOO_LONG),
  ),
  ...['id', 'scenario'].flatMap((key) =>
    ['', 'a\nb', 'b\u0131rth', '-a', '/a', 'a b', 'a'.repeat(201), 'a\u202e', 'a\n'].map((value) =>
      shaped(key, value, NO_NAME),
    ),
  ),
];

const LONG_KEY = 'x'.repeat(400);

const ENTRIES: readonly ProofCase[] = [
  whole(
    'an unknown key longer than a message repeats',
    good.replace('{"id"', `{"${LONG_KEY}":1,"id"`),
    `ROLLBACK_PROOF_SHAPE .entries[0]: ${`unrecognized key: "${LONG_KEY}`.slice(0, 300)}`,
  ),
  whole(
    'more faults of form than are listed',
    proofText(...Array.from({ length: 250 }, () => ({ way: 1 }))),
    ...Array.from(
      { length: 200 },
      (_, at) => `ROLLBACK_PROOF_SHAPE .entries[${at}].way: ${typed('string', 'number')}`,
    ),
  ),
  {
    name: 'ids that no reader takes for one another',
    input: proofText(
      ...['ball', 'bal', 'bl', 'bi', 'boo', 'bo', 'b', 'ba-1', 'ba-0', 'ba'].map((scenario) => ({
        scenario,
        id: `${scenario}/RB-CLONE-TXN/transaction`,
      })),
    ),
    judgement: 'HELD',
    says: [],
  },
  whole('no entry', '{"version":1,"entries":[]}', 'ROLLBACK_NO_ENTRIES : there is no entry'),
  ...['{}', 'null', '"x"'].map((entries) =>
    whole(
      `${entries} for entries`,
      `{"version":1,"entries":${entries}}`,
      `ROLLBACK_PROOF_SHAPE .entries: ${typed('array', typeName(entries))}`,
    ),
  ),
  whole(
    'an entry that is none',
    '{"version":1,"entries":[null]}',
    `ROLLBACK_PROOF_SHAPE .entries[0]: ${typed('object', 'null')}`,
  ),
  {
    name: 'two equal ids',
    input: proofText({}, {}, {}),
    judgement: 'NOT_DECIDED',
    says: [`ROLLBACK_ENTRY_DUPLICATE at ${ID}: it stands more than once`],
  },
  ...['birth-1nsert', 'blrth-insert', 'b1rth-1nsert'].map((scenario): ProofCase => {
    const real = scenario.replaceAll(/[1l]/g, 'I');
    const ids = [scenario, real].map((each) => `${each}/RB-CLONE-TXN/transaction`);
    return {
      name: `an id that looks like another (${scenario})`,
      input: proofText({ scenario, id: ids[0] }, { scenario: real, id: ids[1] }),
      judgement: 'NOT_DECIDED',
      says: [`ROLLBACK_ENTRY_DUPLICATE at ${ids[1]}: it is easily taken for ${ids[0]}`],
    };
  }),
  {
    name: 'ids that differ in case, or in a nought',
    input: proofText(
      { scenario: 'move', id: 'move/RB-CLONE-TXN/transaction' },
      { scenario: 'MOVE', id: 'MOVE/RB-CLONE-TXN/transaction' },
      { scenario: 'm0ve', id: 'm0ve/RB-CLONE-TXN/transaction' },
    ),
    judgement: 'NOT_DECIDED',
    says: [
      'ROLLBACK_ENTRY_DUPLICATE at MOVE/RB-CLONE-TXN/transaction: it is easily taken for move/RB-CLONE-TXN/transaction',
      'ROLLBACK_ENTRY_DUPLICATE at m0ve/RB-CLONE-TXN/transaction: it is easily taken for move/RB-CLONE-TXN/transaction',
    ],
  },
  ...[
    ['1', 'l'],
    ['I', 'l'],
    ['0', 'o'],
    ['0', 'O'],
    ['a', 'A'],
  ].map(([one = '', other = '']): ProofCase => {
    const ids = [one, other].map((each) => `birth-${each}x/RB-CLONE-TXN/transaction`);
    return {
      name: `ids that differ in ${one} and ${other}`,
      input: proofText(
        { scenario: `birth-${one}x`, id: ids[0] },
        { scenario: `birth-${other}x`, id: ids[1] },
      ),
      judgement: 'NOT_DECIDED',
      says: [`ROLLBACK_ENTRY_DUPLICATE at ${ids[1]}: it is easily taken for ${ids[0]}`],
    };
  }),
  {
    name: 'an entry absent',
    input: good,
    expectedIds: [ID, 'birth-move/RB-CLONE-SNAP/storage'],
    judgement: 'NOT_DECIDED',
    says: [
      'ROLLBACK_ENTRY_ABSENT at birth-move/RB-CLONE-SNAP/storage: it was rehearsed and has no entry',
    ],
  },
  {
    name: 'an entry too many',
    input: good,
    expectedIds: [],
    judgement: 'NOT_DECIDED',
    says: [`ROLLBACK_ENTRY_UNEXPECTED at ${ID}: it was not rehearsed in this run`],
  },
  {
    name: 'a bad entry beside a good one',
    input: proofText(
      {},
      { id: 'b/RB-CLONE-TXN/transaction', scenario: 'b', restored_match: false },
    ),
    judgement: 'NOT_HELD',
    says: ['ROLLBACK_RESTORED_MATCH_FALSE at b/RB-CLONE-TXN/transaction: restored_match is false'],
  },
];

/** Last, because they take their time. */
const LARGE: readonly ProofCase[] = [
  {
    name: 'a proof of exactly the most bytes',
    input: good + ' '.repeat(LIMITS.proofBytes - good.length),
    judgement: 'HELD',
    says: [],
  },
  {
    name: 'a proof of exactly the most bytes, in bytes',
    input: Buffer.from(good + '\n'.repeat(LIMITS.proofBytes - good.length)),
    judgement: 'HELD',
    says: [],
  },
  ...[
    ['text', ' '.repeat(LIMITS.proofBytes) + good],
    ['bytes', Buffer.from(good + ' '.repeat(LIMITS.proofBytes))],
  ].map(([form, input]) =>
    whole(
      `too much ${String(form)}`,
      input ?? '',
      `ROLLBACK_PROOF_TOO_LARGE : ${good.length + LIMITS.proofBytes} bytes, 16777216 at the most`,
    ),
  ),
  whole(
    'more bytes than letters',
    `${good}${' '.repeat(LIMITS.proofBytes - good.length - 1)}\u00e9`,
    'ROLLBACK_PROOF_TOO_LARGE : 16777217 bytes, 16777216 at the most',
  ),
  whole(
    'a tower of lists',
    '['.repeat(1e5) + ']'.repeat(1e5),
    'ROLLBACK_PROOF_SHAPE : invalid input: expected object, received array',
  ),
  whole(
    'a tower of objects',
    '{"a":'.repeat(1e5) + '1' + '}'.repeat(1e5),
    'ROLLBACK_PROOF_SHAPE .version: invalid input: expected 1',
    'ROLLBACK_PROOF_SHAPE .entries: invalid input: expected array, received undefined',
    'ROLLBACK_PROOF_SHAPE : unrecognized key: "a"',
  ),
];

function typeName(json: string): string {
  const value: unknown = JSON.parse(json);
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

export const DOCUMENT_CASES: readonly ProofCase[] = [
  ...TEXTS,
  ...SHAPES,
  ...FORMS,
  ...ENTRIES,
  ...LARGE,
];
