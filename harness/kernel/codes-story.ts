// Codes of a packet whose files contradict each other, or were told by another build.
import { unproven, type CodeEntry } from './code-entry.ts';

const FORGED = 'do not use this packet: something in it was changed after the run, or the run was at fault; ask whoever made it for theirs.';

export const STORY_CODES = {
  // --- story ------------------------------------------------------------------------------------
  PACKET_HARNESS_DIFFERS: unproven('a packet was made by another build of the harness, and this one tells it otherwise', 'verify it with the build that run.json names, or rehearse again: what another build made cannot be told from a forgery here.'),
  PACKET_STORY_UNTOLD: unproven('a packet\u2019s story could not be derived again', 'look at the reason given: what cannot be derived again is not shown to be so.'),
  PACKET_STORY_CODE: unproven('a packet names a code that is in no registry', 'verify it with the version of the harness that made it.'),
  PACKET_STORY_LANE: unproven('a packet\u2019s options, blockers or surfaces could come from no lane file', FORGED),
  PACKET_STORY_REACH: unproven('a packet tells of a part that the run cannot have reached, or not of one that it has', FORGED),
  PACKET_STORY_ISOLATION: unproven('an isolation check is not judged by what it measured, or is missing', FORGED),
  PACKET_STORY_PROVENANCE: unproven('a packet\u2019s files do not speak of one dump', FORGED),
  PACKET_STORY_RESTORE: unproven('a restore is said to be better than its own facts', FORGED),
  PACKET_STORY_SCHEMA: unproven('Table B is not judged by its own differences', FORGED),
  PACKET_STORY_PLAN: unproven('the scenarios are not those that were planned, once each and in order', FORGED),
  PACKET_STORY_BASELINE: unproven('the baseline\u2019s hash or sum is not that of its parts', FORGED),
  PACKET_STORY_CALIBRATION: unproven('the calibration\u2019s score is not that of its trials, or a trial is missing', FORGED),
  PACKET_STORY_SCENARIO: unproven('a scenario or its way back is said to be better than its own facts', FORGED),
  PACKET_STORY_START: unproven('a scenario does not begin where it must', FORGED),
  PACKET_STORY_STEPS: unproven('a step is missing, or is not judged by the facts beside it', FORGED),
  PACKET_STORY_PROOF: unproven('the proof is not what the scenarios came to', FORGED),
  PACKET_STORY_VALIDATOR: unproven('the validator\u2019s result is not what the proof comes to', FORGED),
  PACKET_STORY_PROBES: unproven('the probes are not judged by what their doors answered, or one is missing', FORGED),
  PACKET_STORY_GATE: unproven('the gate\u2019s selftest is not judged by what the gate said, or a case is missing', FORGED),
  PACKET_STORY_SURFACES: unproven('a forbidden surface is not judged by the facts it names', FORGED),
  PACKET_STORY_STATUS: unproven('the evidence does not carry the status, or an option is not as its blockers leave it', FORGED),
  PACKET_STORY_BLOCKERS: unproven('a blocker is narrowed by what this packet does not show', FORGED),
  PACKET_STORY_TEXT: unproven('a text of the packet does not say what its files say', FORGED),
  PACKET_STORY_RECORD: unproven('the run\u2019s own record contradicts the packet', FORGED),
} as const satisfies Record<string, CodeEntry>;
