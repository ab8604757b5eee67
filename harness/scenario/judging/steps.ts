// The steps RX-0 to RX-6, judged from facts. A step whose facts are missing is NOT_DECIDED.
import { finding, weakest, type Judgement } from '../../kernel/index.ts';
import type {
  ExecutionEvidence,
  RollbackClass,
  Step,
  StepFacts,
  StepId,
} from '../evidence-contract.ts';
import { undecided, type Judged } from './step-judged.ts';
import { disposal, executor, executorFiles, residue } from './steps-after.ts';

const TITLES: Readonly<Record<StepId, string>> = {
  'RX-0': 'target lock and isolation',
  'RX-1': 'read-only: two reads are identical',
  'RX-2': 'transactional rollback',
  'RX-3': 'committed change and restore',
  'RX-4': 'executor integrity',
  'RX-5': 'residue',
  'RX-6': 'disposal',
};

/** The evidence of a run on a clone. */
export function executionEvidence(facts: StepFacts): ExecutionEvidence {
  const judged: Readonly<Record<StepId, Judged>> = {
    'RX-0': isolation(facts),
    'RX-1': readOnly(facts),
    'RX-2': rollbackStep(facts, ['RB-CLONE-TXN']),
    'RX-3': rollbackStep(facts, ['RB-CLONE-SNAP', 'RB-CLONE-REVERT']),
    'RX-4': executor(facts),
    'RX-5': residue(facts),
    'RX-6': disposal(facts),
  };
  const { entry, exit } = facts;
  return {
    version: 1,
    clone_method: facts.cloneMethod ?? 'N/A_NO_CLONE',
    baseline:
      entry === null
        ? null
        : {
            entry_hash: entry.hash,
            exit_hash: exit?.hash ?? null,
            row_count: entry.rowCount,
            tables: entry.tables.map(({ table, rows, sha256 }) => ({ table, rows, sha256 })),
            catalog: Object.fromEntries(
              [...entry.sections, entry.sequences].map(({ section, sha256 }) => [section, sha256]),
            ),
          },
    calibration: facts.calibration?.evidence ?? null,
    executor: executorFiles(facts),
    steps: Object.entries(judged).map(([id, step]) => stepOf(id as StepId, step)), // keys of the record above
    scenarios: facts.runs.map(({ evidence }) => evidence),
    findings: [...facts.notes, ...(facts.calibration?.findings ?? [])].map((each) => ({ ...each })),
  };
}

/** The same file where there was no clone: only what needs none is judged. */
export function executionWithoutClone(
  facts: Pick<StepFacts, 'executor' | 'notes'>,
): ExecutionEvidence {
  const steps = Object.keys(TITLES).map((id): Step => {
    const stepId = id as StepId; // keys of the record above
    if (stepId === 'RX-4') return stepOf(stepId, executor(facts));
    return {
      id: stepId,
      title: TITLES[stepId],
      judgement: 'N/A_NO_CLONE',
      shows: [],
      findings: [],
    };
  });
  return {
    version: 1,
    clone_method: 'N/A_NO_CLONE',
    baseline: null,
    calibration: null,
    executor: executorFiles(facts),
    steps,
    scenarios: [],
    findings: facts.notes.map((each) => ({ ...each })),
  };
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

function isolation(facts: StepFacts): Judged {
  const { isolation: proof, clones } = facts;
  if (proof === null || proof.isolated === 'N/A_NO_CLONE') {
    return undecided('isolation was not measured');
  }
  const checks = proof.checks.map(({ judgement }) => judgement);
  const held = checks.filter((judgement) => judgement === 'HELD').length;
  return {
    // The sum is not taken on trust: a proof without checks, or with one that failed, is none.
    judgement: weakest([proof.isolated, weakest(checks), isolationOf(facts)]),
    shows: [
      `${held} of ${checks.length} isolation checks held`,
      ...(clones === null ? [] : [isolationOfClones(clones.isolation)]),
    ],
  };
}

/** Of the clones. Scenarios ran somewhere: where nobody says how isolated that was, it is open. */
function isolationOf({ clones, cloneMethod, runs }: StepFacts): Judgement {
  if (clones !== null) return clones.isolation;
  return cloneMethod === 'template' || runs.length === 0 ? 'HELD' : 'NOT_DECIDED';
}

function isolationOfClones(judgement: Judgement): string {
  return judgement === 'HELD'
    ? 'every clone was as isolated'
    : 'not every clone was shown to be isolated';
}

function readOnly(facts: StepFacts): Judged {
  const { entry, exit } = facts;
  if (facts.clones?.isBaselineUntouched === false) {
    const what = 'its files are not what they were before the scenarios';
    return {
      judgement: 'NOT_HELD',
      shows: [what],
      findings: [finding('GROUND_BASELINE_WRITTEN', 'RX-1', what)],
    };
  }
  if (entry === null || exit === null) return undecided('the baseline was not read twice');
  const isEqual = entry.hash === exit.hash;
  const runs = facts.runs.filter(({ evidence }) => evidence.kind === 'read-only');
  const held = runs.filter(({ evidence }) => evidence.judgement === 'HELD');
  const shows = [
    `the baseline at entry and at exit is ${isEqual ? 'identical' : 'not identical'}`,
    `${entry.tables.length} tables with ${entry.rowCount} rows were read`,
    ...(runs.length === 0
      ? []
      : [`${held.length} of ${runs.length} read-only scenarios left their clone as it was`]),
  ];
  // A surface without a row would make every later equality empty.
  const isEmpty = entry.rowCount === 0;
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
    facts.cloneMethod === 'overlay' && facts.clones?.isBaselineUntouched !== true
      ? 'NOT_DECIDED'
      : 'HELD',
    ...runs.map(({ evidence }) => evidence.judgement),
  ]);
  return { judgement, shows: isEqual ? shows : shows.slice(0, 2), findings };
}

/** The first class named must have been rehearsed; the others count where they were. */
function rollbackStep(
  facts: StepFacts,
  classes: readonly [RollbackClass, ...RollbackClass[]],
): Judged {
  if (facts.entry === null) return undecided('it was not reached');
  const all = facts.runs.flatMap(({ evidence }) =>
    evidence.rollbacks.map((rollback) => ({ ...rollback, id: evidence.id })),
  );
  const rehearsed = all.filter((rollback) => classes.includes(rollback.rollback_class));
  const shows = rehearsed.map(
    ({ id, way, judgement }) => `${id} by ${way}: ${wordsFor(judgement)}`,
  );
  const [needed] = classes;
  if (!rehearsed.some((rollback) => rollback.rollback_class === needed)) {
    const what = `no rollback of class ${needed} was rehearsed`;
    return {
      judgement: 'NOT_DECIDED',
      shows: [what, ...shows],
      findings: [finding('REHEARSAL_STEP_EMPTY', needed, what)],
    };
  }
  // What else is wrong with a scenario (a check, an expectation) is wrong with its rollback's proof.
  const scenarios = facts.runs
    .filter(({ evidence }) =>
      evidence.rollbacks.some((rollback) => classes.includes(rollback.rollback_class)),
    )
    .map(({ evidence }) => evidence.judgement);
  const rollbacks = rehearsed.map(({ judgement }) => judgement);
  return { judgement: weakest([...rollbacks, ...scenarios]), shows };
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
