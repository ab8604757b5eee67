// How far a run came, told from each file by itself: a part that was not reached leaves nothing, and
// one that was reached leaves its trace.
import { finding, type Finding } from '../../kernel/index.ts';
import { shareOf } from '../../scenario/index.ts';
import { NO_RESTORE } from '../assemble.ts';
import { differences } from './differences.ts';
import {
  EXECUTION,
  ISOLATION,
  LOCK,
  PROBES,
  RESTORE,
  SCHEMA,
  type TreeDocuments,
} from './documents.ts';

export function reachFindings(tree: TreeDocuments): Finding[] {
  const isolation = tree[ISOLATION];
  const lock = tree[LOCK];
  const restore = tree[RESTORE];
  const schema = tree[SCHEMA];
  const execution = tree[EXECUTION];
  const findings: Finding[] = [];
  const must = (holds: boolean, where: string, what: string): void => {
    if (!holds) findings.push(finding('PACKET_STORY_REACH', where, what));
  };

  const isThere = isolation.isolated !== 'N/A_NO_CLONE';
  const isIsolated = isolation.isolated === 'HELD';
  must(lock.locked === isolation.isolated, `${LOCK} locked`, 'isolation-proof.json says otherwise');
  must((lock.transport !== 'N/A_NO_CLONE') === isThere, `${LOCK} transport`, THERE);
  must(isThere || isolation.checks.length === 0, `${ISOLATION} checks`, THERE);
  must(isThere || isolation.observed === null, `${ISOLATION} observed`, THERE);
  const { with_clone: isProbed, probes } = tree[PROBES];
  must(isProbed === isThere, `${PROBES} with_clone`, THERE);
  for (const [index, { attempts }] of probes.entries()) {
    const isLeft = attempts.every(({ answer, twin, found_codes: found }) =>
      answer === 'NOT_ASKED' ? twin === 'NOT_ASKED' && found.length === 0 : true,
    );
    must(isLeft, `${PROBES} probes[${index}]`, 'a door that was not asked has answered nothing');
  }
  must((execution.leftovers !== null) === isThere, `${EXECUTION} leftovers`, THERE);

  must((restore.judgement !== 'N/A_NO_CLONE') === isIsolated, `${RESTORE} judgement`, ISOLATED);
  if (restore.judgement === 'N/A_NO_CLONE') {
    for (const place of differences(restore, NO_RESTORE))
      must(false, `${RESTORE} ${place}`, NOTHING);
  }

  const isChecked = schema.judgement !== 'N/A_NO_CLONE';
  const isRead = execution.baseline !== null;
  // Rows that differ are found only when the baseline is read: the restore itself held until then.
  const isRestored = restore.judgement === 'HELD' || isRead;
  must(isChecked === isRestored, `${SCHEMA} judgement`, 'it is judged where the restore held');
  const isScanned = restore.clone_content !== null;
  must(!isScanned || (isChecked && schema.judgement === 'HELD'), `${RESTORE} clone_content`, EARLY);
  must(!isRead || restore.clone_content?.judgement === 'HELD', `${EXECUTION} baseline`, EARLY);
  must((restore.rows_compared !== null) === isRead, `${RESTORE} rows_compared`, READ);

  const isOnGround = isRead && restore.judgement === 'HELD';
  const { clones, calibration, cluster_residue: inCluster, clone_method: method } = execution;
  for (const [key, value] of Object.entries({ clones, calibration, cluster_residue: inCluster })) {
    must((value !== null) === isOnGround, `${EXECUTION} ${key}`, GROUND);
  }
  must((method !== 'N/A_NO_CLONE') === isOnGround, `${EXECUTION} clone_method`, GROUND);
  if (isRead) {
    const isReadTwice = execution.baseline?.exit_hash !== null;
    must(isReadTwice === isOnGround, `${EXECUTION} baseline.exit_hash`, GROUND);
  }
  const count = isOnGround ? shareOf(execution.plan).scenarios.length : 0;
  must(execution.scenarios.length === count, `${EXECUTION} scenarios`, GROUND);
  return findings;
}

const THERE = 'the isolation proof says whether there was a clone';
const ISOLATED = 'a dump is restored where isolation held, and nowhere else';
const NOTHING = 'nothing was restored';
const EARLY = 'what comes before it did not hold';
const READ = 'rows are counted where the baseline is read';
const GROUND = 'scenarios are rehearsed on a baseline whose restore held, and nowhere else';
