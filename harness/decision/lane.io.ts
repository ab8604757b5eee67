// Fetches a lane file's text, bounded.
import { open } from 'node:fs/promises';
import path from 'node:path';
import { finding, LIMITS, messageOf } from '../kernel/index.ts';
import { parseLane, type LaneRead } from './lane.ts';

/** Codes: LANE_INVALID, CONFIG_UNREADABLE. */
export async function loadLane(file: string): Promise<LaneRead> {
  try {
    await using handle = await open(file, 'r');
    if ((await handle.stat()).size > LIMITS.yamlBytes) {
      return { lane: null, findings: [finding('LANE_INVALID', file, 'it is too large to be one')] };
    }
    return parseLane(await handle.readFile('utf8'), path.basename(file));
  } catch (error) {
    return { lane: null, findings: [finding('CONFIG_UNREADABLE', file, messageOf(error))] };
  }
}
