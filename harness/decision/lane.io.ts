// Fetches a lane file's text, bounded.
import { open } from 'node:fs/promises';
import path from 'node:path';
import { finding, LIMITS, messageOf, sha256, type Sha256 } from '../kernel/index.ts';
import { parseLane, type LaneRead } from './lane.ts';

/** With the sha256 of the very bytes that were parsed. Codes: LANE_INVALID, CONFIG_UNREADABLE. */
export async function loadLane(file: string): Promise<LaneRead & { readonly sha256?: Sha256 }> {
  try {
    await using handle = await open(file, 'r');
    if ((await handle.stat()).size > LIMITS.yamlBytes) {
      return { lane: null, findings: [finding('LANE_INVALID', file, 'it is too large to be one')] };
    }
    const bytes = await handle.readFile();
    return { ...parseLane(bytes.toString('utf8'), path.basename(file)), sha256: sha256(bytes) };
  } catch (error) {
    return { lane: null, findings: [finding('CONFIG_UNREADABLE', file, messageOf(error))] };
  }
}
