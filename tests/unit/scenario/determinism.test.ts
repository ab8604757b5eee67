// Whether a change ends the same each time: told from every pair of ends, and never guessed.
import { describe, expect, test } from '@jest/globals';
import {
  determinismOf,
  endsElsewhere,
  type Determinism,
} from '../../../harness/scenario/judging/determinism.ts';
import { SCENARIO_KINDS } from '../../../harness/scenario/file-contract.ts';
import type { Pass } from '../../../harness/scenario/passes/pass.ts';
import type { Fingerprint } from '../../../harness/witness/contract.ts';
import { changedParts } from '../../../harness/witness/fingerprint.ts';
import { born, CHANGED, evidenceOf, pass, START, state, told, runOf } from './runs.ts';

const OTHER = born('otherwise');
const FURTHER = born('changed', { sequences: ['public.births_id_seq has given 9'] });
const copy = (applied: Fingerprint | null): Pass => pass('template', { applied, again: null });

const of = (passes: readonly Pass[], reference: Fingerprint | null = null): Determinism =>
  determinismOf(passes, reference, changedParts);
const YES: Determinism = { deterministic: 'YES', varies: [] };
const OPEN: Determinism = { deterministic: 'NOT_DECIDED', varies: [] };
const no = (...varies: string[]): Determinism => ({ deterministic: 'NO', varies });

const CASES: readonly (readonly [string, readonly Pass[], Fingerprint | null, Determinism])[] = [
  ['a second apply after ROLLBACK ended the same', [pass('transaction')], null, YES],
  ['a second apply on a new clone ended the same', [pass('storage')], null, YES],
  ['a second apply after the script ended the same', [pass('revert')], null, YES],
  ['two ways saw the same end', [copy(CHANGED), copy(CHANGED)], null, YES],
  ['one more apply ended the same', [copy(CHANGED)], CHANGED, YES],

  [
    'a second apply after ROLLBACK ended otherwise',
    [pass('transaction', { again: OTHER })],
    null,
    no('public.births'),
  ],
  ['two ways saw two ends', [copy(CHANGED), copy(OTHER)], null, no('public.births')],
  ['one more apply ended otherwise', [pass('storage')], OTHER, no('public.births')],
  [
    'parts of the catalog and tables vary, each named once',
    [copy(CHANGED), copy(born('otherwise', { columns: ['"c"'] })), copy(OTHER)],
    null,
    no('catalog: columns', 'public.births'),
  ],
  [
    'only where a sequence stands varies',
    [pass('transaction', { again: FURTHER })],
    null,
    no('sequence values'),
  ],
  [
    'where a sequence stands varies beside a script\u2019s way back',
    [pass('storage', { again: FURTHER }), pass('revert')],
    null,
    no('sequence values'),
  ],
  [
    'rows vary, and where a sequence stands',
    [copy(CHANGED)],
    born('otherwise', { sequences: [] }),
    no('public.births', 'sequence values'),
  ],
  [
    'numbers went on counting after a script, and nothing else',
    [pass('revert', { again: FURTHER })],
    null,
    YES,
  ],

  ['nothing was applied', [copy(null)], null, OPEN],
  ['there is no pass', [], null, OPEN],
  ['it was applied once', [copy(CHANGED)], null, OPEN],
  ['only one more apply was seen', [copy(null)], CHANGED, OPEN],
  [
    'a second apply after a script ended otherwise, which may be the script\u2019s doing',
    [pass('revert', { again: OTHER })],
    null,
    OPEN,
  ],
  ['a script\u2019s second apply was not seen', [pass('revert', { again: null })], null, OPEN],
  ['neither apply of a script was', [pass('revert', { applied: null, again: null })], null, OPEN],
  ['only the way down the stairs was seen', [pass('staircase', { again: null })], null, OPEN],
];

describe('a change', () => {
  test.each(CASES)('when %s', (_when, passes, reference, found) => {
    expect(of(passes, reference)).toEqual(found);
  });

  test('is told the same whatever end is seen first', () => {
    expect(of([copy(CHANGED), copy(OTHER)])).toEqual(of([copy(OTHER), copy(CHANGED)]));
  });

  test('is noted where it does not end the same, and holds; where nobody knows, it does not', () => {
    const varying = runOf({ passes: [pass('storage', { again: OTHER })] });
    expect(varying.evidence.judgement).toBe('HELD');
    expect(told(varying.findings)).toEqual(['SCENARIO_NOT_DETERMINISTIC: public.births varies']);
    expect(varying.evidence).toMatchObject({
      deterministic: 'NO',
      varies: ['public.births'],
      rows_changed: null,
    });
    expect(evidenceOf({ passes: [copy(CHANGED)] })).toMatchObject({
      deterministic: 'NOT_DECIDED',
      judgement: 'NOT_DECIDED',
    });
  });
});

describe('going up again after a script', () => {
  const elsewhere = (
    again: Fingerprint | null,
    kind: (typeof SCENARIO_KINDS)[number],
    varies: readonly string[] = [],
  ): string[] | null => endsElsewhere(pass('revert', { again }), kind, varies, changedParts);

  test.each(SCENARIO_KINDS)('ends where it ended, or is told apart: %s', (kind) => {
    expect(elsewhere(CHANGED, kind)).toEqual([]);
    expect(elsewhere(FURTHER, kind)).toEqual([]);
    expect(elsewhere(OTHER, kind)).toEqual(['public.births']);
    expect(elsewhere(START, kind)).toEqual(['public.births']);
    expect(elsewhere(null, kind)).toBeNull();
  });

  test('is not compared in what varies by itself, but where going up again is the proof', () => {
    expect(elsewhere(OTHER, 'revert', ['public.births'])).toEqual([]);
    expect(elsewhere(OTHER, 'up-down-up', ['public.births'])).toEqual(['public.births']);
    const more = born('otherwise', { columns: ['"c"'] });
    expect(elsewhere(more, 'revert', ['public.births'])).toEqual(['catalog: columns']);
  });

  test('is asked of scripts alone: every other way begins anew', () => {
    for (const way of ['transaction', 'storage', 'template', 'staircase'] as const) {
      expect(endsElsewhere(pass(way, { again: OTHER }), 'revert', [], changedParts)).toEqual([]);
    }
  });

  test('that was never seen decides nothing, even where the proof\u2019s hashes are all there', () => {
    const reference = { print: CHANGED, applied: null, findings: [] };
    const { judgement, rollbacks } = evidenceOf({
      passes: [pass('revert', { again: null })],
      reference,
    });
    expect(judgement).toBe('NOT_DECIDED');
    expect(rollbacks.map((each) => each.judgement)).toEqual(['NOT_DECIDED']);
  });

  test('that ended elsewhere fails the scenario with its own code', () => {
    const left = state({ columns: ['"left by the way down"'] });
    const run = runOf({
      passes: [pass('revert', { again: left })],
      reference: { print: CHANGED, applied: null, findings: [] },
    });
    expect(run.evidence).toMatchObject({ judgement: 'NOT_HELD', deterministic: 'YES' });
    expect(told(run.findings)).toEqual([
      'SCENARIO_SECOND_APPLY_DIFFERS: "catalog: columns" is not what it was the first time',
      'SCENARIO_SECOND_APPLY_DIFFERS: "public.births" is not what it was the first time',
    ]);
  });
});
