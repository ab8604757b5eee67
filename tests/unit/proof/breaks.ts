// Every field of a proof, and every way to break it: no single one may go unseen.
import { LIMITS, sha256, type Code } from '../../../harness/kernel/index.ts';
import type { RollbackEntry, RollbackEvidence } from '../../../harness/proof/index.ts';

export interface Broken {
  readonly input: string | Uint8Array;
  readonly expectedIds?: readonly string[];
}

export interface Break {
  readonly field: keyof RollbackEntry | 'document';
  readonly kind: string;
  /** At least these must be found; where there are several, all of them. */
  readonly codes: readonly Code[];
  /** The proof with its entry at `at` (or the whole) broken; `salt` is anything. */
  readonly make: (proof: RollbackEvidence, at: number, salt: string) => Broken;
}

type Change = (entry: RollbackEntry, salt: string) => object;

function textOf(entries: readonly object[]): string {
  return JSON.stringify({ version: 1, entries });
}

/** One entry with other values; `undefined` leaves a key out. */
function entryBreak(
  field: keyof RollbackEntry,
  kind: string,
  change: Change,
  ...codes: Code[]
): Break {
  return {
    field,
    kind,
    codes,
    make: ({ entries }, at, salt) => ({
      input: textOf(
        entries.map((entry, index) =>
          index === at ? { ...entry, ...change(entry, salt) } : entry,
        ),
      ),
    }),
  };
}

/** The whole text, changed. */
function textBreak(kind: string, change: (text: string) => Broken['input'], code: Code): Break {
  return {
    field: 'document',
    kind,
    codes: [code],
    make: ({ entries }) => ({ input: change(textOf(entries)) }),
  };
}

const anotherState = (salt: string): string => sha256(`no state of the proof ${salt}`);

const HASH_FIELDS = [
  ['before_hash', 'ROLLBACK_BEFORE_HASH_MISSING'],
  ['after_apply_hash', 'ROLLBACK_AFTER_APPLY_HASH_MISSING'],
  ['after_rollback_hash', 'ROLLBACK_AFTER_ROLLBACK_HASH_MISSING'],
  ['expected_hash', 'ROLLBACK_EXPECTED_HASH_MISSING'],
] as const;

const MALFORMED: readonly (readonly [string, (hash: string, salt: string) => string])[] = [
  ['in capitals', (hash) => hash.toUpperCase()],
  ['one digit short', (hash) => hash.slice(1)],
  ['one digit long', (hash) => `${hash}0`],
  ['with a letter of no digit', (hash) => `g${hash.slice(1)}`],
  ['with a line end', (hash) => `${hash}\n`],
  ['with a blank before it', (hash) => ` ${hash}`],
  ['any text but none', (_, salt) => `x${salt}`],
];

const HASH_BREAKS: readonly Break[] = HASH_FIELDS.flatMap(([field, missing]) => [
  ...([null, undefined, ''] as const).map((absent) =>
    entryBreak(field, `absent (${String(absent)})`, () => ({ [field]: absent }), missing),
  ),
  ...MALFORMED.map(([kind, change]) =>
    entryBreak(
      field,
      kind,
      (entry, salt) => ({ [field]: change(entry[field] ?? '', salt) }),
      'ROLLBACK_HASH_MALFORMED',
    ),
  ),
  ...[sha256(''), '0'.repeat(64)].map((nothing) =>
    entryBreak(
      field,
      `of nothing (${nothing.slice(0, 4)})`,
      () => ({ [field]: nothing }),
      'ROLLBACK_HASH_OF_NOTHING',
    ),
  ),
  ...ofOtherTypes(field, [1, true, [], {}]),
]);

const STATE_BREAKS: readonly Break[] = [
  entryBreak(
    'after_apply_hash',
    'as before',
    ({ before_hash }) => ({ after_apply_hash: before_hash }),
    'ROLLBACK_APPLY_DID_NOT_MUTATE',
  ),
  entryBreak(
    'before_hash',
    'of another state',
    (_, salt) => ({ before_hash: anotherState(salt) }),
    'ROLLBACK_NOT_RESTORED',
    'ROLLBACK_EXPECTED_DIFFERS',
    'ROLLBACK_RESTORED_MATCH_CONTRADICTED',
  ),
  entryBreak(
    'before_hash',
    'of the changed state',
    ({ after_apply_hash }) => ({ before_hash: after_apply_hash }),
    'ROLLBACK_APPLY_DID_NOT_MUTATE',
    'ROLLBACK_NOT_RESTORED',
    'ROLLBACK_EXPECTED_DIFFERS',
  ),
  entryBreak(
    'after_rollback_hash',
    'of another state',
    (_, salt) => ({ after_rollback_hash: anotherState(salt) }),
    'ROLLBACK_NOT_RESTORED',
    'ROLLBACK_RESTORED_MATCH_CONTRADICTED',
  ),
  entryBreak(
    'after_rollback_hash',
    'of the changed state',
    ({ after_apply_hash }) => ({ after_rollback_hash: after_apply_hash }),
    'ROLLBACK_NOT_RESTORED',
    'ROLLBACK_RESTORED_MATCH_CONTRADICTED',
  ),
  entryBreak(
    'after_rollback_hash',
    'of another state, and admitted',
    (_, salt) => ({ after_rollback_hash: anotherState(salt), restored_match: false }),
    'ROLLBACK_NOT_RESTORED',
  ),
  entryBreak(
    'expected_hash',
    'of another state',
    (_, salt) => ({ expected_hash: anotherState(salt) }),
    'ROLLBACK_EXPECTED_DIFFERS',
  ),
];

const CLAIM_BREAKS: readonly Break[] = [
  ...([null, undefined] as const).flatMap((absent) => [
    entryBreak(
      'restored_match',
      `absent (${String(absent)})`,
      () => ({ restored_match: absent }),
      'ROLLBACK_RESTORED_MATCH_MISSING',
    ),
    ...(['row_count_before', 'row_count_after'] as const).map((field) =>
      entryBreak(
        field,
        `absent (${String(absent)})`,
        () => ({ [field]: absent }),
        'ROLLBACK_ROW_COUNT_MISSING',
      ),
    ),
  ]),
  entryBreak(
    'restored_match',
    'false',
    () => ({ restored_match: false }),
    'ROLLBACK_RESTORED_MATCH_FALSE',
  ),
  ...ofOtherTypes('restored_match', ['true', 1, 'yes', [true], {}]),
  ...(['row_count_before', 'row_count_after'] as const).flatMap((field) => [
    ...[1, -1].map((step) =>
      entryBreak(
        field,
        `${step} beside the other`,
        (entry) => ({ [field]: (entry[field] ?? 0) + step }),
        'ROLLBACK_ROW_COUNT_DIFFERS',
      ),
    ),
    ...ofOtherTypes(field, ['5', true, 1.5, -1, 2 ** 53, [1]]),
  ]),
  entryBreak(
    'row_count_before',
    'nothing counted, before and after',
    () => ({ row_count_before: 0, row_count_after: 0 }),
    'ROLLBACK_NO_ROWS_COUNTED',
  ),
];

const NAME_BREAKS: readonly Break[] = [
  entryBreak(
    'production_rollback_status',
    'another word',
    (_, salt) => ({ production_rollback_status: `${salt.slice(0, 90)}?` }),
    'ROLLBACK_PRODUCTION_CLAIMED',
  ),
  entryBreak(
    'rollback_class',
    'another',
    (_, salt) => ({ rollback_class: `${salt.slice(0, 90)}?` }),
    'ROLLBACK_CLASS_UNKNOWN',
    'ROLLBACK_ID_DIFFERS',
  ),
  ...['rb-clone-txn', 'RB-CLONE', 'toString', '__proto__'].map((rollbackClass) =>
    entryBreak(
      'rollback_class',
      `another (${rollbackClass}), and the id with it`,
      ({ scenario, way }) => ({
        rollback_class: rollbackClass,
        id: `${scenario}/${rollbackClass}/${way}`,
      }),
      'ROLLBACK_CLASS_UNKNOWN',
    ),
  ),
  entryBreak(
    'way',
    'another',
    (_, salt) => ({ way: `${salt.slice(0, 90)}?` }),
    'ROLLBACK_WAY_UNKNOWN',
    'ROLLBACK_ID_DIFFERS',
  ),
  entryBreak(
    'way',
    'of another class, and the id with it',
    ({ scenario, rollback_class: rollbackClass }) => {
      const way = rollbackClass === 'RB-CLONE-SNAP' ? 'staircase' : 'pitr';
      return { way, id: `${scenario}/${rollbackClass}/${way}` };
    },
    'ROLLBACK_WAY_UNKNOWN',
  ),
  entryBreak('id', 'another', ({ id }) => ({ id: `${id}x` }), 'ROLLBACK_ID_DIFFERS'),
  entryBreak(
    'scenario',
    'another',
    ({ scenario }) => ({ scenario: `${scenario}x` }),
    'ROLLBACK_ID_DIFFERS',
  ),
  ...(['id', 'scenario'] as const).flatMap((field) =>
    ['', 'a b', 'a\n', 'b\u0131rth', '-a', 'a'.repeat(201)].map((text) =>
      entryBreak(
        field,
        `no name (${JSON.stringify(text).slice(0, 12)})`,
        () => ({ [field]: text }),
        'ROLLBACK_PROOF_SHAPE',
      ),
    ),
  ),
  ...(['id', 'scenario', 'rollback_class', 'way', 'production_rollback_status'] as const).flatMap(
    (field) => ofOtherTypes(field, [undefined, null, 1, ['x'], {}]),
  ),
  ...(['rollback_class', 'way', 'production_rollback_status'] as const).flatMap((field) =>
    ofOtherTypes(field, ['x'.repeat(201)]),
  ),
];

/** The number that a count begins with, written otherwise. */
const count = (change: (digits: string) => string) => (text: string) =>
  text.replace(/(?<="row_count_after":)\d+/, change);

const TEXT_BREAKS: readonly Break[] = [
  textBreak('a byte order mark', (text) => `\ufeff${text}`, 'ROLLBACK_PROOF_NOT_UTF8'),
  textBreak(
    'a byte of no character',
    (text) => Buffer.concat([Buffer.from(text), Uint8Array.of(0xff)]),
    'ROLLBACK_PROOF_NOT_UTF8',
  ),
  textBreak(
    'half a character',
    (text) => text.replace('NOT_APPLICABLE', 'NOT_APPLICABLE\\ud800'),
    'ROLLBACK_PROOF_NOT_UTF8',
  ),
  textBreak('UTF-16', (text) => Buffer.from(text, 'utf16le'), 'ROLLBACK_PROOF_NOT_JSON'),
  textBreak('text after its end', (text) => `${text}]`, 'ROLLBACK_PROOF_NOT_JSON'),
  textBreak('a NUL after its end', (text) => `${text}\0`, 'ROLLBACK_PROOF_NOT_JSON'),
  textBreak('the end cut off', (text) => text.slice(0, -1), 'ROLLBACK_PROOF_NOT_JSON'),
  textBreak('a comment', (text) => `/* */${text}`, 'ROLLBACK_PROOF_NOT_JSON'),
  textBreak('no text', () => '', 'ROLLBACK_PROOF_NOT_JSON'),
  textBreak(
    'a count of NaN',
    count(() => 'NaN'),
    'ROLLBACK_PROOF_NOT_JSON',
  ),
  textBreak(
    'a count with zeros before',
    count((n) => `0${n}`),
    'ROLLBACK_PROOF_NOT_JSON',
  ),
  textBreak(
    'a count with a fraction',
    count((n) => `${n}.0`),
    'ROLLBACK_PROOF_NUMBER_INEXACT',
  ),
  textBreak(
    'a count with an exponent',
    count((n) => `${n}e0`),
    'ROLLBACK_PROOF_NUMBER_INEXACT',
  ),
  textBreak(
    'a count below nothing',
    count(() => '-0'),
    'ROLLBACK_PROOF_NUMBER_INEXACT',
  ),
  textBreak(
    'a count without end',
    count(() => '1e400'),
    'ROLLBACK_PROOF_NUMBER_INEXACT',
  ),
  textBreak(
    'a key twice',
    (text) => text.replace('"way":', '"way":"x","way":'),
    'ROLLBACK_PROOF_KEY_TWICE',
  ),
  textBreak(
    'a key twice, in disguise',
    (text) => text.replace('"way":', '"\\u0077ay":"x","way":'),
    'ROLLBACK_PROOF_KEY_TWICE',
  ),
  ...['__proto__', 'constructor', 'prototype'].map((key) =>
    textBreak(
      `the key ${key}`,
      (text) => text.replace('"way":', `"${key}":1,"way":`),
      'ROLLBACK_PROOF_KEY_RESERVED',
    ),
  ),
  textBreak(
    'an unknown key',
    (text) => text.replace('"version"', '"x":1,"version"'),
    'ROLLBACK_PROOF_SHAPE',
  ),
  textBreak(
    'an unknown key in an entry',
    (text) => text.replace('"way"', '"x":1,"way"'),
    'ROLLBACK_PROOF_SHAPE',
  ),
  textBreak('no version', (text) => text.replace('"version":1,', ''), 'ROLLBACK_PROOF_SHAPE'),
  ...['2', '"1"', 'null', 'true'].map((version) =>
    textBreak(
      `the version ${version}`,
      (text) => text.replace('"version":1', `"version":${version}`),
      'ROLLBACK_PROOF_VERSION_UNKNOWN',
    ),
  ),
  textBreak(
    'entries in an object',
    (text) => `{"version":1,"entries":${text}}`,
    'ROLLBACK_PROOF_SHAPE',
  ),
  textBreak(
    'an entry in a list',
    (text) => text.replace('[', '[[').replace(/\]\}$/, ']]}'),
    'ROLLBACK_PROOF_SHAPE',
  ),
  textBreak('a list of proofs', (text) => `[${text}]`, 'ROLLBACK_PROOF_SHAPE'),
  textBreak('no entry', () => textOf([]), 'ROLLBACK_NO_ENTRIES'),
  textBreak(
    'too much',
    (text) => text + ' '.repeat(LIMITS.proofBytes - text.length + 1),
    'ROLLBACK_PROOF_TOO_LARGE',
  ),
];

const LIST_BREAKS: readonly Break[] = [
  {
    field: 'document',
    kind: 'an entry twice',
    codes: ['ROLLBACK_ENTRY_DUPLICATE'],
    make: ({ entries }, at) => ({ input: textOf([...entries, entries[at] ?? {}]) }),
  },
  ...(
    [
      ['in capitals', (name: string) => name.toUpperCase()],
      ['that looks the same', (name: string) => name.replace(/$/, 'l')],
    ] as const
  ).map(([kind, change]): Break => ({
    field: 'document',
    kind: `a second entry with an id ${kind}`,
    codes: ['ROLLBACK_ENTRY_DUPLICATE'],
    make: ({ entries }, at) => {
      // Of its own kind, so that nothing else is wrong with it.
      const real = entries[at];
      if (real === undefined) throw new Error('there is no such entry');
      const first = renamed(real, kind === 'in capitals' ? real.scenario : `${real.scenario}1`);
      const second = renamed(real, change(real.scenario));
      return { input: textOf([...entries.filter((_, index) => index !== at), first, second]) };
    },
  })),
  {
    field: 'document',
    kind: 'an entry taken out',
    codes: ['ROLLBACK_ENTRY_ABSENT'],
    make: ({ entries }, at) => {
      const left = entries.filter((_, index) => index !== at);
      // One at least is left: that there is none has a code of its own.
      const kept = left.length > 0 ? left : entries.map((each) => renamed(each, 'another'));
      return { input: textOf(kept), expectedIds: [...entries, ...kept].map(({ id }) => id) };
    },
  },
  {
    field: 'document',
    kind: 'an entry put in',
    codes: ['ROLLBACK_ENTRY_UNEXPECTED'],
    make: ({ entries }, at) => ({
      input: textOf(entries),
      expectedIds: entries.map(({ id }) => id).filter((_, index) => index !== at),
    }),
  },
];

function renamed(entry: RollbackEntry, scenario: string): RollbackEntry {
  return { ...entry, scenario, id: `${scenario}/${entry.rollback_class}/${entry.way}` };
}

function ofOtherTypes(field: keyof RollbackEntry, values: readonly unknown[]): Break[] {
  return values.map((value) =>
    entryBreak(
      field,
      `of no such form (${(JSON.stringify(value) ?? 'left out').slice(0, 12)})`,
      () => ({ [field]: value }),
      'ROLLBACK_PROOF_SHAPE',
    ),
  );
}

export const BREAKS: readonly Break[] = [
  ...HASH_BREAKS,
  ...STATE_BREAKS,
  ...CLAIM_BREAKS,
  ...NAME_BREAKS,
  ...TEXT_BREAKS,
  ...LIST_BREAKS,
];
