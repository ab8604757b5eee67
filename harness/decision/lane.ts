// Reads a lane file's text: every bad key is named with its line, nothing is guessed.
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { defuseTokens, finding, type Finding } from '../kernel/index.ts';
import { laneFileSchema, type LaneFile } from './contract.ts';

export interface LaneRead {
  readonly lane: LaneFile | null;
  readonly findings: readonly Finding[];
}

/** Text in, lane or findings out; `where` names the file in messages. Codes: LANE_INVALID. */
export function parseLane(text: string, where: string): LaneRead {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true });
  const troubles = [...document.errors, ...document.warnings];
  if (troubles.length > 0) {
    return refused(
      troubles.map(({ pos, message }) =>
        finding('LANE_INVALID', `${where}:${lines.linePos(pos[0]).line}`, firstLine(message)),
      ),
    );
  }
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: 0 });
  } catch {
    return refused([finding('LANE_INVALID', where, 'YAML aliases are not used here')]);
  }
  const parsed = laneFileSchema.safeParse(plain);
  if (parsed.success) return { lane: parsed.data, findings: [] };
  return refused(
    parsed.error.issues.map(({ path, message }) => {
      const line = lineOf(document, lines, path);
      const key = path.length === 0 ? '' : `"${path.join('.')}": `;
      return finding('LANE_INVALID', `${where}${line}`, defuseTokens(`${key}${message}`));
    }),
  );
}

/** `:12` of the nearest key that stands in the file. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): string {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const node: unknown = document.getIn(path.slice(0, depth), true);
    if (isNode(node) && node.range) return `:${lines.linePos(node.range[0]).line}`;
  }
  return '';
}

function firstLine(message: string): string {
  return defuseTokens(message.split('\n')[0] ?? '');
}

function refused(findings: readonly Finding[]): LaneRead {
  return { lane: null, findings };
}
