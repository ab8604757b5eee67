// Reads a lane file's text: every bad key is named with its line, nothing is guessed.
import { defuseTokens, finding, formFaults, readYaml, type Finding } from '../kernel/index.ts';
import { laneFileSchema, type LaneFile } from './contract.ts';

export interface LaneRead {
  readonly lane: LaneFile | null;
  readonly findings: readonly Finding[];
}

/** Text in, lane or findings out; `where` names the file in messages. Codes: LANE_INVALID. */
export function parseLane(text: string, where: string): LaneRead {
  const { plain, mistakes, placeOf } = readYaml(text);
  const bad = (place: string, what: string): Finding =>
    finding('LANE_INVALID', `${where}${place}`, defuseTokens(what));
  if (mistakes.length > 0) return refused(mistakes.map(({ place, what }) => bad(place, what)));
  const parsed = laneFileSchema.safeParse(plain);
  if (parsed.success) return { lane: parsed.data, findings: [] };
  return refused(
    formFaults(parsed.error, laneFileSchema, plain).map(({ path, what }) => {
      const key = path.length === 0 ? '' : `"${path.map(String).join('.')}": `;
      return bad(placeOf(path), `${key}${what}`);
    }),
  );
}

function refused(findings: readonly Finding[]): LaneRead {
  return { lane: null, findings };
}
