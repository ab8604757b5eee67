// What a status means, in words for someone who reads the report only.
import { STATUSES, type Status } from '../kernel/index.ts';

const MEANING: Readonly<Record<Status, string>> = {
  ROLLBACK_READY:
    'Every stage held: the change was applied to a throwaway clone, every way back was proven exact, and the clone was destroyed.',
  PART_HELD:
    'Everything that this part of a divided rehearsal has to show held. It is no verdict on the whole: merge all parts for that.',
  ROLLBACK_NOT_PROVEN:
    'The rehearsal ran, and some proof did not hold. Treat the change as one that cannot be undone.',
  READY_NOT_APPLIED:
    'The operator\u2019s input is missing, so no clone was made. Everything that needs none was still run; below stands what to deliver.',
  INPUT_REJECTED: 'The dump, the isolation or the schema was refused. Every reason stands below.',
  USAGE_ERROR: 'The request or the configuration is wrong. Nothing was started.',
  INTERNAL_FAULT: 'The harness or its engine failed. This is no verdict on the dump or the change.',
};

/** The status at the end of a full one (prefix + status); null where it ends in none. */
export function statusIn(fullStatus: string): Status | null {
  const names = Object.keys(STATUSES) as Status[]; // keys of the literal, nothing else
  const found = names.filter((name) => fullStatus === name || fullStatus.endsWith(`_${name}`));
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** A status nobody knows is never read as a good one. */
export function meaningOf(fullStatus: string): string {
  const status = statusIn(fullStatus);
  return status === null
    ? 'This status is not known. Treat the change as not proven.'
    : MEANING[status];
}
