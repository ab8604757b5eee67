// Codes of a rehearsal that is divided into parts, and of their merging.
import { unproven, usage, type CodeEntry } from './code-entry.ts';

export const PARTS_CODES = {
  SHARD_UNFIT: usage('the rehearsal cannot be divided like this', 'name a part as in 2/3, and no more parts than there are scenarios or chains with a way back.'),
  MERGE_PART_NOT_HELD: unproven('a part does not verify', 'look at what is said of it; get that packet again from whoever made it, or rehearse that part again.'),
  MERGE_NOT_A_PART: unproven('a packet is no part of a divided rehearsal', 'merge packets that "run --shard" made; this one stands by itself.'),
  MERGE_RECORD_MISSING: unproven('a part does not say what it was made from', 'merge parts that still have their files outside the tree.'),
  MERGE_OTHER_BUILD: unproven('a part was made by another build of the harness', 'rehearse all parts, and merge them, from one checkout.'),
  MERGE_PART_TWICE: unproven('a part was given twice', 'name each part once.'),
  MERGE_PART_MISSING: unproven('a part is missing', 'rehearse that part too; what was not rehearsed is not proven.'),
  MERGE_INPUT_DIFFERS: unproven('parts were made from different inputs', 'rehearse all parts from one checkout, one configuration and one dump.'),
  MERGE_FACT_DIFFERS: unproven('parts disagree in what must be the same for all', 'look at the files named: a part that stopped early, or another image, is rehearsed again.'),
  MERGE_SCENARIO_TWICE: unproven('a scenario stands in two parts', 'rehearse all parts again, with the same number of them.'),
  MERGE_SCENARIO_MISSING: unproven('a planned scenario stands in no part', 'rehearse all parts again, with the same number of them.'),
} as const satisfies Record<string, CodeEntry>;
