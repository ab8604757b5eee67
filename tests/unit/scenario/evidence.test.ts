// One scenario's evidence: the weakest of all that was seen of it, and one text for one truth.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, finding, type Finding } from '../../../harness/kernel/index.ts';
import {
  readOnlyRun,
  unreachedRun,
  withStaircase,
  type About,
} from '../../../harness/scenario/judging/evidence.ts';
import {
  scenarioEvidenceSchema,
  type RollbackWay,
  type ScenarioEvidence,
  type ScenarioRun,
} from '../../../harness/scenario/evidence-contract.ts';
import type { Pass } from '../../../harness/scenario/passes/pass.ts';
import type { Fingerprint } from '../../../harness/witness/contract.ts';
import { tablePrint } from '../witness/prints.ts';
import {
  born,
  CHANGE,
  CHANGED,
  evidenceOf,
  pass,
  runOf,
  scenario,
  SLOT,
  START,
  startAt,
  state,
  told,
  witnesses,
} from './runs.ts';

const about = (more: Partial<About> = {}): About => ({
  scenario: scenario(),
  role: 'directus',
  place: null,
  witnesses,
  ...more,
});
const verify = { file: 'scenarios/a/verify.sql', statements: [] };
const FAILED = finding('SCENARIO_APPLY_FAILED', 'scenarios/a/apply.sql:1', 'it failed');
const NOT_VERIFIED = finding('SCENARIO_NOT_VERIFIED', 'scenarios/a/verify.sql:1', 'no true');

describe('a scenario that held', () => {
  test('says what it is, what it changed and how it went back, and no time', () => {
    const run = runOf({
      scenario: scenario({
        executor: 'sql/all.sql',
        setup: verify,
        verify,
        tables: ['public.births'],
      }),
      place: { id: 'chain', place: 2 },
      passes: [pass('storage'), pass('revert')],
    });
    expect(run.findings).toEqual([]);
    expect(run.evidence).toEqual({
      id: 'a',
      title: 'A',
      kind: 'revert',
      role: 'directus',
      judgement: 'HELD',
      chain: { id: 'chain', place: 2 },
      files: {},
      executor: 'sql/all.sql',
      has_setup: true,
      deterministic: 'YES',
      varies: [],
      verified: 'HELD',
      tables_changed: ['public.births'],
      rows_changed: CHANGE.rows,
      locks: [{ relation: 'public.births', mode: 'RowExclusive', how: 'held' }],
      rewritten: [],
      expectations: [],
      read_only: null,
      rollbacks: run.evidence.rollbacks,
      findings: [],
    });
    expect(run.evidence.rollbacks.map(({ way, judgement }) => [way, judgement])).toEqual([
      ['storage', 'HELD'],
      ['revert', 'HELD'],
    ]);
    expect(scenarioEvidenceSchema.parse(run.evidence)).toEqual(run.evidence);
    expect(JSON.stringify(run.evidence)).not.toMatch(/Ms"|walBytes/);
    expect(run.times).toEqual({
      rollbacks: ['storage', 'revert'].map((way) => ({
        way,
        prepareMs: 1,
        applyMs: 2,
        rollbackMs: 3,
      })),
      walBytes: 1000,
      locks: CHANGE.locks,
    });
  });

  test('lists rows, locks and rewrites in one order, and no table whose counters stand', () => {
    const count = { inserted: 0, updated: 1, deleted: 0 };
    const change = {
      ...CHANGE,
      rows: [
        { table: 'public.z', ...count },
        { table: 'public.n', inserted: 0, updated: 0, deleted: 0 },
        { table: 'public.a', ...count },
      ],
      locks: ['public.z', 'public.a'].map((relation) => ({
        relation,
        mode: 'Share' as const,
        how: 'held' as const,
        heldMs: 1,
      })),
      rewritten: ['public.z', 'public.a'],
    };
    const {
      rows_changed: rows,
      locks,
      rewritten,
    } = evidenceOf({
      passes: [pass('revert', { change })],
    });
    expect(rows?.map(({ table }) => table)).toEqual(['public.a', 'public.z']);
    expect(locks.map(({ relation }) => relation)).toEqual(['public.a', 'public.z']);
    expect(rewritten).toEqual(['public.a', 'public.z']);
    expect(change.rewritten).toEqual(['public.z', 'public.a']);
  });

  test('says that no row was counted where none was', () => {
    const passes = [pass('revert', { change: { ...CHANGE, rows: null } })];
    expect(evidenceOf({ passes })).toMatchObject({ judgement: 'HELD', rows_changed: null });
  });
});

describe('a scenario does not hold', () => {
  const WEAK: readonly (readonly [string, Partial<Pass>, ScenarioEvidence['judgement']])[] = [
    ['was not back', { rolledBack: born('left') }, 'NOT_HELD'],
    ['left something', { residue: [SLOT] }, 'NOT_HELD'],
    ['failed', { applied: null, change: null, again: null, findings: [FAILED] }, 'NOT_HELD'],
    ['never came to the change', { applied: null, change: null, again: null }, 'NOT_DECIDED'],
    ['was never looked at afterwards', { rolledBack: null }, 'NOT_DECIDED'],
  ];
  test.each(WEAK)('where one of its ways %s', (_what, change, judgement) => {
    const passes = [pass('transaction'), pass('storage', change), pass('revert')];
    const run = runOf({ passes });
    expect(run.evidence.judgement).toBe(judgement);
    expect(run.evidence.rollbacks.map((each) => each.judgement)).toEqual([
      'HELD',
      judgement,
      'HELD',
    ]);
    expect(run.findings).toEqual(run.evidence.rollbacks.flatMap(({ findings }) => findings));
  });

  test('where it has no way back at all', () => {
    expect(evidenceOf({ passes: [] })).toMatchObject({ judgement: 'NOT_DECIDED', rollbacks: [] });
  });

  test('where one more apply failed', () => {
    const run = runOf({ reference: { print: null, applied: null, findings: [FAILED] } });
    expect(run.evidence.judgement).toBe('NOT_HELD');
    expect(run.evidence.findings).toEqual([FAILED]);
    expect(run.findings).toEqual([FAILED]);
  });

  test('where an expectation is met on one of its ways only', () => {
    const passes = [
      pass('storage'),
      pass('revert', { change: { ...CHANGE, rewritten: ['public.births'] } }),
    ];
    const given = scenario({ expect: { rewrites: false } });
    expect(evidenceOf({ scenario: given, passes }).judgement).toBe('NOT_HELD');
    expect(evidenceOf({ scenario: given }).judgement).toBe('HELD');
  });
});

describe('a check of the change', () => {
  const asked = scenario({ verify });
  test.each<readonly [string, readonly Pass[], ScenarioEvidence['verified']]>([
    ['holds where every way saw it hold', [pass('storage'), pass('revert')], 'HELD'],
    [
      'does not where one way saw it fail',
      [pass('storage'), pass('revert', { applied: null, findings: [NOT_VERIFIED] })],
      'NOT_HELD',
    ],
    [
      'is open where one way never came to it',
      [pass('storage'), pass('revert', { applied: null, findings: [FAILED] })],
      'NOT_DECIDED',
    ],
    ['is open where there is no way', [], 'NOT_DECIDED'],
  ])('%s', (_what, passes, verified) => {
    const found = evidenceOf({ scenario: asked, passes });
    expect(found.verified).toBe(verified);
    expect(found.judgement === 'HELD').toBe(verified === 'HELD');
    expect(evidenceOf({ passes }).verified).toBe('NOT_ASKED');
  });
});

describe('a scenario that was not reached', () => {
  test.each([
    ['its setup failed', [finding('SCENARIO_SETUP_FAILED', 's:1', 'x')], 'NOT_HELD'],
    ['nobody says why', [], 'NOT_DECIDED'],
  ] as const)('does not hold: %s', (_why, findings: readonly Finding[], judgement) => {
    const run = unreachedRun(about({ scenario: scenario({ verify }) }), findings);
    expect(run.evidence).toMatchObject({ judgement, rollbacks: [], verified: 'NOT_DECIDED' });
    expect(run.findings).toEqual(findings);
    expect(scenarioEvidenceSchema.parse(run.evidence)).toEqual(run.evidence);
  });
});

describe('a scenario that only reads', () => {
  const reads = (
    more: Partial<Parameters<typeof readOnlyRun>[2]> = {},
    given: Partial<About> = {},
    start = startAt(),
  ): ScenarioRun =>
    readOnlyRun(about({ scenario: scenario({}, 'read-only'), ...given }), start, {
      before: START,
      after: START,
      verified: 'HELD',
      residue: [],
      findings: [],
      ...more,
    });
  const moved = state({ sequences: ['public.births_id_seq has given 9'] });

  test('holds where nothing is otherwise afterwards', () => {
    const { evidence, findings } = reads();
    expect(findings).toEqual([]);
    expect(evidence).toMatchObject({
      judgement: 'HELD',
      verified: 'NOT_ASKED',
      deterministic: 'NOT_ASKED',
      rollbacks: [],
      read_only: { before_hash: START.hash, after_hash: START.hash },
    });
    expect(scenarioEvidenceSchema.parse(evidence)).toEqual(evidence);
  });

  test.each([
    [
      'a row changed',
      { after: CHANGED },
      ['SCENARIO_NOT_RESTORED: "public.births" is not as before'],
    ],
    [
      'a sequence moved',
      { after: moved },
      ['SCENARIO_NOT_RESTORED: "sequence values" is not as before'],
    ],
    [
      'it began elsewhere',
      { before: moved, after: moved },
      ['SCENARIO_CLONE_DIFFERS: "sequence values" differs before it began'],
    ],
    ['something is left', { residue: [SLOT] }, ['SCENARIO_LEFT_RESIDUE: replication slot "s"']],
    [
      'something is left that nothing could undo',
      { residue: [{ ...SLOT, undoable: false }] },
      ['SCENARIO_LEFT_RESIDUE: replication slot "s"'],
    ],
    ['a statement failed', { findings: [FAILED] }, ['SCENARIO_APPLY_FAILED: it failed']],
    ['it was not verified', { verified: 'NOT_HELD' }, []],
  ] as const)('does not where %s', (_what, change, found) => {
    const run = reads(change);
    expect(run.evidence.judgement).toBe('NOT_HELD');
    expect(told(run.findings)).toEqual(found);
  });

  test('is open where its check is, and where it expects something of a change', () => {
    expect(reads({ verified: 'NOT_DECIDED' }).evidence.judgement).toBe('NOT_DECIDED');
    const expects = scenario({ expect: { rewrites: false } }, 'read-only');
    const run = reads({}, { scenario: expects });
    expect(run.evidence.judgement).not.toBe('HELD');
    expect(run.evidence.expectations).toEqual([
      { expects: 'no storage rewritten', judgement: 'NOT_DECIDED' },
    ]);
  });

  test('does not hold where the hashes differ and no part is named', () => {
    const blind = { changedParts: () => [], masked: (print: Fingerprint) => print };
    expect(reads({ after: CHANGED }, { witnesses: blind }).evidence.judgement).toBe('NOT_HELD');
    const elsewhere = { before: CHANGED, after: CHANGED };
    expect(reads(elsewhere, { witnesses: blind }).evidence.judgement).toBe('NOT_HELD');
  });

  test('tells one hash where it stands on what varies', () => {
    const on = (content: string): ScenarioRun => {
      const print = born(content);
      return reads({ before: print, after: print }, {}, startAt(print, ['public.births']));
    };
    expect(on('one').evidence).toEqual(on('two').evidence);
    expect(on('one').evidence.judgement).toBe('HELD');
  });
});

describe('the staircase of a chain', () => {
  const down = (more: Partial<Pass> = {}, run = runOf()): ScenarioRun =>
    withStaircase(
      run,
      about(),
      startAt(),
      pass('staircase', { change: null, again: null, ...more }),
    );

  test('is one more way back of its step', () => {
    const run = down();
    expect(run.evidence.judgement).toBe('HELD');
    expect(run.evidence.rollbacks.map(({ way }) => way)).toEqual(['revert', 'staircase']);
    expect(run.times.rollbacks.map(({ way }) => way)).toEqual(['revert', 'staircase']);
    expect(scenarioEvidenceSchema.parse(run.evidence)).toEqual(run.evidence);
  });

  test.each([
    ['did not come back', { rolledBack: CHANGED }, 'NOT_HELD'],
    ['was not looked at', { rolledBack: null }, 'NOT_DECIDED'],
  ] as const)('takes its step\u2019s judgement away where it %s', (_what, change, judgement) => {
    const run = down(change);
    expect(run.evidence.judgement).toBe(judgement);
    expect(run.findings).toEqual(run.evidence.rollbacks.flatMap(({ findings }) => findings));
  });

  test('makes no step better', () => {
    expect(down({}, runOf({ passes: [] })).evidence.judgement).toBe('NOT_DECIDED');
  });
});

test('two runs that differ only in what varies give the same evidence, byte for byte', () => {
  const WAYS: readonly RollbackWay[] = ['transaction', 'revert', 'storage', 'logical'];
  /** What a run makes up: the rows' content, where a sequence stands, and what was there before. */
  interface Made {
    readonly first: string;
    readonly second: string;
    readonly third: string;
    readonly given: number;
    readonly earlier: string;
  }
  const made: fc.Arbitrary<Made> = fc.record({
    first: fc.string(),
    second: fc.string(),
    third: fc.string(),
    given: fc.nat(1000),
    earlier: fc.string(),
  });
  const runWith = (way: RollbackWay, isOnVarying: boolean, by: Made): string => {
    const people = tablePrint('public.people', 2, isOnVarying ? `earlier ${by.earlier}` : 'people');
    const start = state({ tables: [tablePrint('public.births', 3, 'births'), people] });
    const end = (content: string, given: number): Fingerprint =>
      state({
        tables: [tablePrint('public.births', 3, `made ${content}`), people],
        sequences: [`public.births_id_seq has given ${given}`],
      });
    const applied = end(`one ${by.first}`, 1001 + by.given);
    const again = end(`two ${by.second}`, 2002 + by.given);
    const residue = {
      kind: 'sequence',
      name: 'public.births_id_seq',
      what: `was "has given 3", is "has given ${1001 + by.given}"`,
      undoable: false,
    };
    const { evidence } = runOf({
      start: startAt(start, isOnVarying ? ['public.people'] : []),
      passes: [
        pass(way, {
          expected: start,
          before: start,
          rolledBack: start,
          applied,
          again,
          residue: way === 'transaction' || way === 'revert' ? [residue] : [],
          change: {
            ...CHANGE,
            walBytes: by.given,
            rows: [{ table: 'public.births', inserted: by.given, updated: 0, deleted: 0 }],
          },
        }),
      ],
      reference: { print: end(`three ${by.third}`, 3003 + by.given), applied: null, findings: [] },
    });
    expect(evidence.judgement).toBe('HELD');
    expect(evidence.deterministic).toBe('NO');
    return canonicalJson(evidence);
  };
  fc.assert(
    fc.property(fc.constantFrom(...WAYS), fc.boolean(), made, made, (way, isOn, one, other) => {
      expect(runWith(way, isOn, one)).toBe(runWith(way, isOn, other));
    }),
  );
});
