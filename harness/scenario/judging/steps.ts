// The steps RX-0 to RX-6, judged from facts. A step whose facts are missing is NOT_DECIDED.
import { finding, weakest, type Judgement } from '../../kernel/index.ts';
import type { IsolationProof } from '../../sandbox/contract.ts';
import type { ExecutionRecord, RollbackClass, Step, StepId } from '../evidence-contract.ts';
import { shareOf } from '../part-contract.ts';
import { undecided, type Judged } from './step-judged.ts';
import { disposal, executor, residue } from './steps-after.ts';

const TITLES: Readonly<Record<StepId, string>> = {
  'RX-0': 'target lock and isolation',
  'RX-1': 'read-only: two reads are identical',
  'RX-2': 'transactional rollback',
  'RX-3': 'committed change and restore',
  'RX-4': 'executor integrity',
  'RX-5': 'residue',
  'RX-6': 'disposal',
};

/** Every step of a run on a clone, in order, from nothing but what is recorded of it. */
export function stepsOnClone(record: ExecutionRecord, proof: IsolationProof | null): Step[] {
  const judged: Readonly<Record<StepId, Judged>> = {
    'RX-0': isolation(record, proof),
    'RX-1': readOnly(record),
    'RX-2': rollbackStep(record, ['RB-CLONE-TXN']),
    'RX-3': rollbackStep(record, ['RB-CLONE-SNAP', 'RB-CLONE-REVERT']),
    'RX-4': executor(record),
    'RX-5': residue(record),
    'RX-6': disposal(record),
  };
  return Object.entries(judged).map(([id, step]) => stepOf(id as StepId, step)); // keys of the record above
}

/** The same steps where there was no clone: only what needs none is judged. */
export function stepsWithoutClone(record: ExecutionRecord): Step[] {
  return Object.keys(TITLES).map((id): Step => {
    const stepId = id as StepId; // keys of the record above
    if (stepId === 'RX-4') return stepOf(stepId, executor(record));
    return {
      id: stepId,
      title: TITLES[stepId],
      judgement: 'N/A_NO_CLONE',
      shows: [],
      findings: [],
    };
  });
}

function stepOf(id: StepId, { judgement, shows, findings = [] }: Judged): Step {
  return {
    id,
    title: TITLES[id],
    judgement,
    shows: [...shows],
    findings: findings.map((each) => ({ ...each })),
  };
}

function isolation(record: ExecutionRecord, proof: IsolationProof | null): Judged {
  const { clones } = record;
  if (proof === null || proof.isolated === 'N/A_NO_CLONE') {
    return undecided('isolation was not measured');
  }
  const checks = proof.checks.map(({ judgement }) => judgement);
  const held = checks.filter((judgement) => judgement === 'HELD').length;
  return {
    // The sum is not taken on trust: a proof without checks, or with one that failed, is none.
    judgement: weakest([proof.isolated, weakest(checks), isolationOf(record)]),
    shows: [
      `${held} of ${checks.length} isolation checks held`,
      ...(clones === null ? [] : [isolationOfClones(clones.isolation)]),
    ],
  };
}

/** Of the clones. Scenarios ran somewhere: where nobody says how isolated that was, it is open. */
function isolationOf({ clones, clone_method: cloneMethod, scenarios }: ExecutionRecord): Judgement {
  if (clones !== null) return clones.isolation;
  return cloneMethod === 'template' || scenarios.length === 0 ? 'HELD' : 'NOT_DECIDED';
}

function isolationOfClones(judgement: Judgement): string {
  return judgement === 'HELD'
    ? 'every clone was as isolated'
    : 'not every clone was shown to be isolated';
}

function readOnly(record: ExecutionRecord): Judged {
  const { baseline, clones, scenarios } = record;
  if (clones?.baseline_untouched === false) {
    const what = 'its files are not what they were before the scenarios';
    return {
      judgement: 'NOT_HELD',
      shows: [what],
      findings: [finding('GROUND_BASELINE_WRITTEN', 'RX-1', what)],
    };
  }
  if (baseline === null || baseline.exit_hash === null) {
    return undecided('the baseline was not read twice');
  }
  const { row_count: rowCount } = baseline;
  const isEqual = baseline.entry_hash === baseline.exit_hash;
  const readers = scenarios.filter(({ kind }) => kind === 'read-only');
  const held = readers.filter(({ judgement }) => judgement === 'HELD');
  const shows = [
    `the baseline at entry and at exit is ${isEqual ? 'identical' : 'not identical'}`,
    `${baseline.tables.length} tables with ${rowCount} rows were read`,
    ...(readers.length === 0
      ? []
      : [`${held.length} of ${readers.length} read-only scenarios left their clone as it was`]),
  ];
  // A surface without a row would make every later equality empty.
  const isEmpty = rowCount === 0;
  const findings = isEqual
    ? isEmpty
      ? [finding('REHEARSAL_NOTHING_READ', 'RX-1', 'the clone holds no row')]
      : []
    : [
        finding(
          'REHEARSAL_BASELINE_MOVED',
          'RX-1',
          'the baseline changed while it was rehearsed on',
        ),
      ];
  const judgement = weakest([
    isEqual ? 'HELD' : 'NOT_HELD',
    isEmpty ? 'NOT_DECIDED' : 'HELD',
    // Below thin clones its files can be compared; where nobody did, a clean second look is not all.
    record.clone_method === 'overlay' && clones?.baseline_untouched !== true
      ? 'NOT_DECIDED'
      : 'HELD',
    ...readers.map(({ judgement: each }) => each),
  ]);
  return { judgement, shows: isEqual ? shows : shows.slice(0, 2), findings };
}

/** The first class named must have been rehearsed; the others count where they were. */
function rollbackStep(
  { baseline, scenarios, plan }: ExecutionRecord,
  classes: readonly [RollbackClass, ...RollbackClass[]],
): Judged {
  if (baseline === null) return undecided('it was not reached');
  const all = scenarios.flatMap(({ id, rollbacks }) =>
    rollbacks.map((rollback) => ({ ...rollback, id })),
  );
  const rehearsed = all.filter((rollback) => classes.includes(rollback.rollback_class));
  const shows = rehearsed.map(
    ({ id, way, judgement }) => `${id} by ${way}: ${wordsFor(judgement)}`,
  );
  const [needed] = classes;
  const isOfOthers = isElsewhere(plan, needed);
  if (isOfOthers && rehearsed.length === 0) {
    return { judgement: 'NOT_IN_PART', shows: [`no rollback of class ${needed} in this part`] };
  }
  if (!isOfOthers && !rehearsed.some((rollback) => rollback.rollback_class === needed)) {
    const what = `no rollback of class ${needed} was rehearsed`;
    return {
      judgement: 'NOT_DECIDED',
      shows: [what, ...shows],
      findings: [finding('REHEARSAL_STEP_EMPTY', needed, what)],
    };
  }
  // What else is wrong with a scenario (a check, an expectation) is wrong with its rollback's proof.
  const whole = scenarios
    .filter(({ rollbacks }) =>
      rollbacks.some((rollback) => classes.includes(rollback.rollback_class)),
    )
    .map(({ judgement }) => judgement);
  const rollbacks = rehearsed.map(({ judgement }) => judgement);
  return { judgement: weakest([...rollbacks, ...whole]), shows };
}

/** Planned, and all of it for other parts; what of its other classes falls to this one is judged. */
function isElsewhere(plan: ExecutionRecord['plan'], needed: RollbackClass): boolean {
  const isNeeded = (each: { readonly rollback_class: RollbackClass }): boolean =>
    each.rollback_class === needed;
  return plan.rollbacks.some(isNeeded) && !shareOf(plan).rollbacks.some(isNeeded);
}

function wordsFor(judgement: Judgement): string {
  switch (judgement) {
    case 'HELD':
      return 'changed, and exactly as before after the rollback';
    case 'NOT_HELD':
      return 'not proven';
    case 'NOT_DECIDED':
      return 'could not be decided';
  }
}
