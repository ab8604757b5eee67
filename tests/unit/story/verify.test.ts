// What reading a packet makes of its story: refused, undecided, or another build's to tell.
import { describe, expect, test } from '@jest/globals';
import {
  composeTree,
  judgePacket,
  MANIFEST_FILE,
  type PacketEntry,
  type PacketStory,
  type PacketVerdict,
} from '../../../harness/evidence/index.ts';
import { composeOutside } from '../../../harness/evidence/outside.ts';
import { finding } from '../../../harness/kernel/index.ts';
import { packetStory } from '../../../harness/run/story/packet-story.io.ts';
import { outside, record, request, SCHEMAS, STORY } from '../evidence/packets.ts';

const OTHER = finding('PACKET_STORY_STEPS', 'steps', 'a step is missing');

/** A small packet with all its files; `version` is what made it. */
function entries(version = STORY.version): PacketEntry[] {
  const composed = composeTree(request('unused'));
  if (composed.kind === 'refused') throw new Error('the small packet has no form');
  const { tree } = composed;
  const told = { 'run.json': record(tree.treeHash, { harness: { version } }) };
  const { texts, findings } = composeOutside(outside(tree.treeHash, told), tree, SCHEMAS);
  expect(findings).toEqual([]);
  return [...tree.texts, ...texts, [MANIFEST_FILE, tree.manifest] as const].map(([name, text]) => ({
    kind: 'file',
    name,
    bytes: Buffer.from(text),
  }));
}

function verdict(judge: PacketStory['judge'], version?: string): PacketVerdict {
  return judgePacket(entries(version), SCHEMAS, null, { ...STORY, judge });
}

describe('a packet whose story', () => {
  test('holds is held', () => {
    expect(verdict(() => [])).toMatchObject({ judgement: 'HELD', findings: [] });
  });

  test('does not hold is not held', () => {
    expect(verdict(() => [OTHER])).toMatchObject({ judgement: 'NOT_HELD', findings: [OTHER] });
  });

  test('cannot be told is undecided, and says why', () => {
    const broken = verdict(() => {
      throw new TypeError('unknown code "X"');
    });
    expect(broken.judgement).toBe('NOT_DECIDED');
    expect(broken.findings).toEqual([
      finding('PACKET_STORY_UNTOLD', '(packet)', 'unknown code "X"'),
    ]);
  });

  test('is judged over every file that there is, and over no part of it', () => {
    const asked: number[] = [];
    const judge: PacketStory['judge'] = (files) => {
      asked.push(files.size);
      return [];
    };
    const all = entries();
    judgePacket(all, SCHEMAS, null, { ...STORY, judge });
    expect(asked).toEqual([all.length]);
    const less = all.filter(({ name }) => name !== 'blockers.json');
    const { judgement } = judgePacket(less, SCHEMAS, null, { ...STORY, judge });
    expect([asked.length, judgement]).toEqual([1, 'NOT_HELD']);
  });
});

describe('a packet of another build', () => {
  test('is held where this build tells it the same', () => {
    expect(verdict(() => [], '0.0.9')).toMatchObject({ judgement: 'HELD', findings: [] });
  });

  test('is undecided where it does not, in one plain sentence', () => {
    const found = verdict(() => [OTHER, OTHER], '0.0.9+abc');
    expect(found.judgement).toBe('NOT_DECIDED');
    expect(found.findings).toEqual([
      finding(
        'PACKET_HARNESS_DIFFERS',
        'run.json',
        'made by 0.0.9+abc, verified by 0.1.0: 2 things are told otherwise',
      ),
    ]);
  });

  test('is never held for naming a build that is none', () => {
    const found = verdict(() => [OTHER], 'all is well\n');
    expect(found).toMatchObject({ judgement: 'NOT_HELD', findings: [OTHER] });
  });
});

test('this build knows its version, and its own sources by it', async () => {
  const story = await packetStory();
  expect(story.version).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{12}$/);
  expect(story.judge(new Map()).map(({ code }) => code)).toEqual(['PACKET_STORY_UNTOLD']);
});
