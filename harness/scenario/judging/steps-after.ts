// The steps that ask what a rehearsal left behind: RX-4 executor, RX-5 residue, RX-6 disposal.
import { finding, type Code, type Finding } from '../../kernel/index.ts';
import type { ExecutionRecord, ScenarioEvidence } from '../evidence-contract.ts';
import { shareOf } from '../part-contract.ts';
import { undecided, type Judged } from './step-judged.ts';

export function executor({ executor: files }: Pick<ExecutionRecord, 'executor'>): Judged {
  if (files.length === 0) return undecided('no executor file was named');
  const unread = files.filter(({ sha256_after: after }) => after === null);
  const changed = files.filter(
    ({ sha256_before: before, sha256_after: after }) => after !== null && after !== before,
  );
  return {
    judgement: changed.length > 0 ? 'NOT_HELD' : unread.length > 0 ? 'NOT_DECIDED' : 'HELD',
    shows: files.map((each) => `${each.file}: ${bytesOf(each)}`),
    findings: [...changed, ...unread].map(({ file, sha256_after: after }) =>
      finding(
        'REHEARSAL_EXECUTOR_CHANGED',
        file,
        after === null ? 'it cannot be read again' : 'its bytes changed',
      ),
    ),
  };
}

function bytesOf(file: ExecutionRecord['executor'][number]): string {
  const { sha256_before: before, sha256_after: after } = file;
  if (after === null) return 'could not be read again';
  return before === after ? 'same bytes' : 'not the same bytes';
}

/** Residue that could have been undone and was not fails; a moved sequence is named, no more. */
export function residue(record: ExecutionRecord): Judged {
  const { scenarios, plan, cluster_residue: inCluster } = record;
  const rollbacks = scenarios.flatMap((each) => each.rollbacks);
  const rehearsed = new Set(scenarios.map(({ id }) => id));
  const isComplete =
    inCluster !== null &&
    shareOf(plan).scenarios.every((id) => rehearsed.has(id)) &&
    scenarios.every(isLookedAt);
  const all = [...rollbacks.flatMap((rollback) => rollback.residue), ...(inCluster ?? [])];
  const left = all.filter(({ undoable }) => undoable);
  // A scenario that only reads has no way back: what it left stands among its own findings.
  const leftByReading = scenarios
    .filter(({ read_only: read }) => read !== null)
    .flatMap(({ findings }) => findings.filter(isLeft));
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

const LEFT: Code = 'SCENARIO_LEFT_RESIDUE';

function isLeft(each: ScenarioEvidence['findings'][number]): each is Finding {
  return each.code === LEFT;
}

/** Whether it was seen what every way back left; a scenario that came to none left nobody knows what. */
function isLookedAt({ read_only: read, rollbacks }: ScenarioEvidence): boolean {
  if (read !== null) return read.after_hash !== null;
  return rollbacks.length > 0 && rollbacks.every((each) => each.after_rollback_hash !== null);
}

export function disposal({ leftovers }: ExecutionRecord): Judged {
  if (leftovers === null) return undecided('the engine was not asked what is left');
  const { containers, volumes, networks, socket_folder_gone: isSocketGone } = leftovers;
  const isGone = containers === 0 && volumes === 0 && networks === 0 && isSocketGone;
  const shows = [
    `containers ${containers}, volumes ${volumes}, networks ${networks}`,
    `socket folder ${isSocketGone ? 'gone' : 'still there'}`,
  ];
  return {
    judgement: isGone ? 'HELD' : 'NOT_HELD',
    shows,
    findings: isGone ? [] : [finding('SANDBOX_LEFT_BEHIND', 'RX-6', shows.join(', '))],
  };
}
