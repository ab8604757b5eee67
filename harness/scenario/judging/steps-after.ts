// The steps that ask what a rehearsal left behind: RX-4 executor, RX-5 residue, RX-6 disposal.
import { finding } from '../../kernel/index.ts';
import type { ExecutionEvidence, ScenarioEvidence, StepFacts } from '../evidence-contract.ts';
import { undecided, type Judged } from './step-judged.ts';

export function executor({ executor: files }: Pick<StepFacts, 'executor'>): Judged {
  if (files.length === 0) return undecided('no executor file was named');
  const changed = files.filter(({ before, after }) => after !== null && after !== before);
  const unread = files.filter(({ after }) => after === null);
  return {
    judgement: changed.length > 0 ? 'NOT_HELD' : unread.length > 0 ? 'NOT_DECIDED' : 'HELD',
    shows: files.map((each) => `${each.file}: ${bytesOf(each)}`),
    findings: [...changed, ...unread].map(({ file, after }) =>
      finding(
        'REHEARSAL_EXECUTOR_CHANGED',
        file,
        after === null ? 'it cannot be read again' : 'its bytes changed',
      ),
    ),
  };
}

function bytesOf({ before, after }: StepFacts['executor'][number]): string {
  if (after === null) return 'could not be read again';
  return before === after ? 'same bytes' : 'not the same bytes';
}

export function executorFiles({
  executor: files,
}: Pick<StepFacts, 'executor'>): ExecutionEvidence['executor'] {
  return files.map(({ file, before, after }) => ({
    file,
    sha256_before: before,
    sha256_after: after,
  }));
}

/** Residue that could have been undone and was not fails; a moved sequence is named, no more. */
export function residue(facts: StepFacts): Judged {
  const rollbacks = facts.runs.flatMap(({ evidence }) => evidence.rollbacks);
  const isComplete =
    facts.clusterResidue !== null &&
    facts.runs.length >= facts.scenarioCount &&
    facts.runs.every(({ evidence }) => isLookedAt(evidence));
  const all = [
    ...rollbacks.flatMap((rollback) => rollback.residue),
    ...(facts.clusterResidue ?? []),
  ];
  const left = all.filter(({ undoable }) => undoable);
  // A scenario that only reads has no way back: what it left stands among its own findings.
  const leftByReading = facts.runs
    .filter(({ evidence }) => evidence.read_only !== null)
    .flatMap(({ findings }) => findings.filter(({ code }) => code === 'SCENARIO_LEFT_RESIDUE'));
  const isClean = left.length === 0 && leftByReading.length === 0;
  if (!isComplete && isClean) return undecided('not every scenario was looked at for residue');
  const words = [
    ...all.map(
      ({ kind, name, what, undoable }) =>
        `${kind} ${name} ${what}${undoable ? '' : ' (a rollback cannot undo this)'}`,
    ),
    ...leftByReading.map(({ where, what }) => `${where} only reads, and left ${what}`),
  ];
  return {
    judgement: isClean ? 'HELD' : 'NOT_HELD',
    shows: words.length === 0 ? ['nothing is left'] : [...new Set(words)],
    findings: [
      ...left.map(({ kind, name }) =>
        finding('SCENARIO_LEFT_RESIDUE', 'RX-5', `${kind} "${name}"`),
      ),
      ...leftByReading,
    ],
  };
}

/** Whether it was seen what every way back left; a scenario that came to none left nobody knows what. */
function isLookedAt({ read_only: read, rollbacks }: ScenarioEvidence): boolean {
  if (read !== null) return read.after_hash !== null;
  return rollbacks.length > 0 && rollbacks.every((each) => each.after_rollback_hash !== null);
}

export function disposal({ leftovers }: StepFacts): Judged {
  if (leftovers === null) return undecided('the engine was not asked what is left');
  const { containers, volumes, networks, socketFolderGone } = leftovers;
  const isGone = containers === 0 && volumes === 0 && networks === 0 && socketFolderGone;
  const shows = [
    `containers ${containers}, volumes ${volumes}, networks ${networks}`,
    `socket folder ${socketFolderGone ? 'gone' : 'still there'}`,
  ];
  return {
    judgement: isGone ? 'HELD' : 'NOT_HELD',
    shows,
    findings: isGone ? [] : [finding('SANDBOX_LEFT_BEHIND', 'RX-6', shows.join(', '))],
  };
}
