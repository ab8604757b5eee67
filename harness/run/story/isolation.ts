// The isolation proof: every check of this build, each judged by what it measured.
import { finding, weakest, type Finding } from '../../kernel/index.ts';
import { judgeIsolation } from '../../sandbox/index.ts';
import { differences } from './differences.ts';
import { ISOLATION, type TreeDocuments } from './documents.ts';

export function isolationFindings(tree: TreeDocuments): Finding[] {
  const { isolated, checks } = tree[ISOLATION];
  if (isolated === 'N/A_NO_CLONE') return [];
  const wrong = (place: string, what: string): Finding =>
    finding('PACKET_STORY_ISOLATION', `${ISOLATION} ${place}`, what);
  const asked = (each: (typeof checks)[number]): unknown => [each.id, each.from, each.expected];
  const findings = differences(checks.map(asked), ALL.map(asked), 'checks').map((place) =>
    wrong(place, 'it is not what this build asks'),
  );
  for (const [index, { measured, expected, judgement }] of checks.entries()) {
    if ((measured === expected) !== (judgement === 'HELD')) {
      findings.push(wrong(`checks[${index}].judgement`, 'what was measured says otherwise'));
    }
  }
  if (weakest(checks.map(({ judgement }) => judgement)) !== isolated) {
    findings.push(wrong('isolated', 'it is not the weakest of its checks'));
  }
  return findings;
}

/** Of nothing at all: every check is named, none is decided. */
const ALL = judgeIsolation({ of: 'sandbox', inside: '', inspect: null, image: null }).checks;
