// When each stage of a run begins: the line that the run itself says before it.
import type { Stage } from './fault.ts';
import type { Halt } from './victim.ts';

const said = (pattern: string): Halt => ({ kind: 'said', pattern });
const call = (pattern: string): Halt => ({ kind: 'call', pattern });

/** With `--jobs 1`: the calibration then comes before the first scenario. */
export const BEGINS: Readonly<Record<Exclude<Stage, 'any' | 'scan'>, Halt>> = {
  intake: said('^dump '),
  sandbox: said('^ {2}intake '),
  restore: said('^ {2}sandbox '),
  schema: said('^ {2}restore '),
  'scan of the clone': said('^ {2}schema '),
  baseline: said('^ {2}scan of the clone '),
  clones: said('^ {2}baseline {2}'),
  calibration: said('^ {2}clones '),
  scenarios: said('^ {2}calibration '),
  'baseline again': said('^ {2}scenario birth-backfill '),
  probes: said('^ {2}baseline again '),
  packet: said('^ {2}selftests and probes '),
};

/** All of the packet is written beside its place, and read back; a signal is heeded once more. */
export const BEFORE_RENAME = call('^open .*/evidence/packet\\.partial-[^/]* r$');
/** Its first file is about to be written. */
export const FIRST_FILE = call('^open .*/evidence/packet\\.partial-[^/]*/');
/** The packet has its name; what follows only makes it outlast a loss of power. */
export const AFTER_RENAME = call('^open .*/evidence r$');
