// RX-0 to RX-6: each holds, is broken, or cannot be decided, and never more than its facts say.
import { describe, expect, test } from '@jest/globals';
import {
  executionEvidenceSchema,
  STEP_IDS,
  type Step,
  type StepFacts,
  type StepId,
} from '../../../harness/scenario/evidence-contract.ts';
import { finding } from '../../../harness/kernel/index.ts';
import {
  executionEvidence,
  executionWithoutClone,
} from '../../../harness/scenario/judging/steps-record.ts';
import { print } from '../witness/prints.ts';
import { changedExecutor, LEFT_AFTER, unreadExecutor } from './step-cases-after.ts';
import { REHEARSED } from './step-cases.ts';
import { EXECUTOR, HELD, planOf } from './step-facts.ts';

function step(id: StepId, change: Partial<StepFacts> = {}): Step {
  const plan = planOf(...(change.runs ?? HELD.runs));
  const { steps } = executionEvidence({ ...HELD, plan, ...change });
  const found = steps.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no step ${id}`);
  return found;
}

const CASES = [...REHEARSED, ...LEFT_AFTER];

describe('a step', () => {
  test.each(CASES)('$id is $judgement when $when', ({ id, change, judgement, shows, findings }) => {
    const found = step(id, change);
    expect(found.judgement).toBe(judgement);
    expect(found.shows).toEqual(shows);
    expect(found.findings.map(({ code, where, what }) => `${code} ${where}: ${what}`)).toEqual(
      findings ?? [],
    );
  });

  test.each(STEP_IDS)('%s is shown to hold, to be broken and not to be decided', (id) => {
    const seen = new Set(CASES.filter((each) => each.id === id).map(({ judgement }) => judgement));
    expect([...seen].sort()).toEqual(['HELD', 'NOT_DECIDED', 'NOT_HELD']);
  });
});

describe('the evidence of a run', () => {
  test('holds every step once, in order, with a title', () => {
    const evidence = executionEvidence(HELD);
    expect(evidence.steps.map(({ id }) => id)).toEqual(STEP_IDS);
    expect(new Set(evidence.steps.map(({ title }) => title)).size).toBe(STEP_IDS.length);
    expect(evidence.steps.map(({ judgement }) => judgement)).toEqual(STEP_IDS.map(() => 'HELD'));
    expect(executionEvidenceSchema.parse(evidence)).toEqual(evidence);
  });

  test('tells the baseline table by table and section by section', () => {
    const entry = print();
    const exit = print({ columns: ['b'] });
    const { baseline, scenarios, executor, clone_method, calibration } = executionEvidence({
      ...HELD,
      exit,
    });
    expect(calibration).toEqual(HELD.calibration?.evidence);
    expect(baseline).toEqual({
      entry_hash: entry.hash,
      exit_hash: exit.hash,
      row_count: 5,
      tables: entry.tables.map(({ table, rows, sha256: hash }) => ({ table, rows, sha256: hash })),
      catalog: Object.fromEntries(
        [...entry.sections, entry.sequences].map((each) => [each.section, each.sha256]),
      ),
    });
    expect(scenarios).toEqual(HELD.runs.map(({ evidence }) => evidence));
    expect(executor).toEqual([
      { file: EXECUTOR.file, sha256_before: EXECUTOR.before, sha256_after: EXECUTOR.after },
    ]);
    expect(clone_method).toBe('overlay');
  });

  test('tells what is worth knowing of the plan, and what the calibration found', () => {
    const blind = finding('CALIBRATION_BLIND', 'a flipped value', 'it was not seen');
    const calibration =
      HELD.calibration === null ? null : { ...HELD.calibration, findings: [blind] };
    const evidence = executionEvidence({ ...HELD, calibration, notes: [NOTE] });
    expect(evidence.findings).toEqual([NOTE, blind]);
  });

  test('decides nothing where nothing was reached', () => {
    const evidence = executionEvidence({
      cloneMethod: null,
      plan: { part: null, scenarios: [], rollbacks: [] },
      clones: null,
      isolation: null,
      entry: null,
      exit: null,
      calibration: null,
      runs: [],
      executor: [],
      clusterResidue: null,
      leftovers: null,
      notes: [],
    });
    expect(evidence).toMatchObject({
      baseline: null,
      calibration: null,
      clone_method: 'N/A_NO_CLONE',
    });
    expect(evidence.steps.map(({ judgement }) => judgement)).toEqual(
      STEP_IDS.map(() => 'NOT_DECIDED'),
    );
    expect(executionEvidenceSchema.parse(evidence)).toEqual(evidence);
  });

  test('says that the baseline was read once only, where it was', () => {
    expect(executionEvidence({ ...HELD, exit: null }).baseline?.exit_hash).toBeNull();
  });
});

const PLAN = { part: null, scenarios: ['one'], rollbacks: [] };
const NOTE = finding('MIGRATION_NO_WAY_BACK', 'migrations/2.sql', 'it has none');

describe('the evidence without a clone', () => {
  test.each([
    [[EXECUTOR], 'HELD'],
    [[changedExecutor], 'NOT_HELD'],
    [[unreadExecutor], 'NOT_DECIDED'],
    [[], 'NOT_DECIDED'],
  ])('judges the executor alone, which needs none: %#', (executor, judgement) => {
    const evidence = executionWithoutClone({ plan: PLAN, executor, notes: [NOTE] });
    expect(evidence.steps.map((each) => [each.id, each.judgement])).toEqual(
      STEP_IDS.map((id) => [id, id === 'RX-4' ? judgement : 'N/A_NO_CLONE']),
    );
    expect(evidence).toMatchObject({
      clone_method: 'N/A_NO_CLONE',
      plan: PLAN,
      baseline: null,
      calibration: null,
      scenarios: [],
      findings: [NOTE],
    });
    expect(executionEvidenceSchema.parse(evidence)).toEqual(evidence);
  });
});
