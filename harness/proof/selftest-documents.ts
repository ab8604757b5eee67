// Documents that the validator must refuse whole: other forms, and texts that two readers read in two ways.
import { LIMITS } from '../kernel/index.ts';
import { GOOD, json, type ProofExample } from './example.ts';

const text = json(GOOD);
const SHAPE = ['ROLLBACK_PROOF_SHAPE'] as const;

/** An entry with a value that none may have; `undefined` leaves the key out. */
function shaped(name: string, change: object): ProofExample {
  return { name, text: json({ ...GOOD, ...change }), codes: SHAPE };
}

/** The text with its first row count written otherwise. */
function counted(name: string, number: string, code: ProofExample['codes'][number]): ProofExample {
  return { name, text: text.replace(':5000,', `:${number},`), codes: [code] };
}

const LONG = 'x'.repeat(201);

const FORMS: readonly ProofExample[] = [
  shaped('an unknown key', { note: 'fine' }),
  shaped('a number for the hash before', { before_hash: 1 }),
  shaped('a number for the hash after apply', { after_apply_hash: 1 }),
  shaped('a list for the hash after rollback', { after_rollback_hash: [] }),
  shaped('a number for the hash of the baseline', { expected_hash: 1 }),
  shaped('a match in words', { restored_match: 'true' }),
  shaped('a match in numbers', { restored_match: 1 }),
  shaped('a row count in words', { row_count_before: '5000' }),
  shaped('a row count after in words', { row_count_after: '5000' }),
  shaped('half a row', { row_count_before: 5000.5, row_count_after: 5000.5 }),
  shaped('half a row before', { row_count_before: 5000.5 }),
  shaped('half a row after', { row_count_after: 5000.5 }),
  shaped('fewer than no rows', { row_count_before: -1, row_count_after: -1 }),
  shaped('fewer than no rows before', { row_count_before: -1 }),
  shaped('fewer than no rows after', { row_count_after: -1 }),
  shaped('more rows than can be told apart', {
    row_count_before: 2 ** 53,
    row_count_after: 2 ** 53,
  }),
  shaped('an id that is no name', { id: `${GOOD.id}\n` }),
  shaped('a number for an id', { id: 1 }),
  shaped('a scenario that is no name', {
    scenario: 'exa mple',
    id: 'exa mple/RB-CLONE-TXN/transaction',
  }),
  shaped('a class without end', { rollback_class: LONG }),
  shaped('a way without end', { way: LONG }),
  shaped('a word on production without end', { production_rollback_status: LONG }),
  shaped('a number for a class', { rollback_class: 1 }),
  shaped('a number for a way', { way: 1 }),
  shaped('a number for the word on production', { production_rollback_status: 1 }),
  shaped('no id', { id: undefined }),
  shaped('no scenario', { scenario: undefined }),
  shaped('no class', { rollback_class: undefined }),
  shaped('no way', { way: undefined }),
  shaped('no word on production', { production_rollback_status: undefined }),
  { name: 'an entry that is no object', text: json(1), codes: SHAPE },
  { name: 'entries that are no list', text: '{"version":1,"entries":{}}', codes: SHAPE },
  { name: 'no entries at all', text: '{"version":1}', codes: SHAPE },
  { name: 'no version', text: text.replace('"version":1,', ''), codes: SHAPE },
  {
    name: 'an unknown key of the proof',
    text: text.replace('"version":1', '"version":1,"note":"fine"'),
    codes: SHAPE,
  },
  {
    name: 'a later version',
    text: text.replace('"version":1', '"version":2'),
    codes: ['ROLLBACK_PROOF_VERSION_UNKNOWN'],
  },
  {
    name: 'a version in words, and an unknown key',
    text: text.replace('"version":1', '"version":"1","note":"fine"'),
    codes: ['ROLLBACK_PROOF_VERSION_UNKNOWN', ...SHAPE],
  },
];

const TEXTS: readonly ProofExample[] = [
  {
    name: 'a key twice',
    text: text.replace('"restored_match":true', '"restored_match":false,"restored_match":true'),
    codes: ['ROLLBACK_PROOF_KEY_TWICE'],
  },
  {
    name: 'a key twice, once in disguise, with a quote before it',
    text: text.replace('"way":"transaction"', '"w\\u0061y":"\\"","way":"transaction"'),
    codes: ['ROLLBACK_PROOF_KEY_TWICE'],
  },
  ...['__proto__', 'constructor', 'prototype'].map((key): ProofExample => ({
    name: `a key that reaches an ancestor (${key.replaceAll('_', '')})`,
    text: text.replace('"version":1', `"version":1,"${key}":{}`),
    codes: ['ROLLBACK_PROOF_KEY_RESERVED'],
  })),
  counted('a count that is no number', 'NaN', 'ROLLBACK_PROOF_NOT_JSON'),
  counted('a count with a fraction of nothing', '5000.0', 'ROLLBACK_PROOF_NUMBER_INEXACT'),
  counted('a count with an exponent', '5e3', 'ROLLBACK_PROOF_NUMBER_INEXACT'),
  counted('less than nothing, and nothing', '-0', 'ROLLBACK_PROOF_NUMBER_INEXACT'),
  counted('a count without end', '1e400', 'ROLLBACK_PROOF_NUMBER_INEXACT'),
  counted('a count that is rounded', '9007199254740993', 'ROLLBACK_PROOF_NUMBER_INEXACT'),
  { name: 'text after the end', text: `${text}{}`, codes: ['ROLLBACK_PROOF_NOT_JSON'] },
  { name: 'nothing at all', text: '', codes: ['ROLLBACK_PROOF_NOT_JSON'] },
  { name: 'a byte order mark', text: `\ufeff${text}`, codes: ['ROLLBACK_PROOF_NOT_UTF8'] },
  {
    name: 'bytes that are no UTF-8',
    text: Uint8Array.of(0x22, 0xff, 0x22),
    codes: ['ROLLBACK_PROOF_NOT_UTF8'],
  },
  {
    name: 'a byte order mark in bytes',
    text: Buffer.from(`\ufeff${text}`),
    codes: ['ROLLBACK_PROOF_NOT_UTF8'],
  },
  {
    name: 'half a character',
    text: text.replace('"transaction"', '"\ud800"'),
    codes: ['ROLLBACK_PROOF_NOT_UTF8'],
  },
  {
    name: 'half a character, escaped',
    text: text.replace('"transaction"', '"\\ud800"'),
    codes: ['ROLLBACK_PROOF_NOT_UTF8'],
  },
  {
    name: 'one byte more than a proof may have',
    // Untouched memory: nothing of it is read where the length is looked at first.
    text: new Uint8Array(LIMITS.proofBytes + 1),
    codes: ['ROLLBACK_PROOF_TOO_LARGE'],
  },
  {
    name: 'more entries than anyone rehearses',
    text: `{"version":1,"entries":[${'{},'.repeat(LIMITS.jsonObjects)}{}]}`,
    codes: ['ROLLBACK_PROOF_TOO_LARGE'],
  },
];

export const DOCUMENT_EXAMPLES: readonly ProofExample[] = [...FORMS, ...TEXTS];
