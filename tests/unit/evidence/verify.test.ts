// The verdict on entries that no file system can be made to give at will.
import { expect, test } from '@jest/globals';
import {
  composeTree,
  judgePacket,
  MANIFEST_FILE,
  type PacketEntry,
} from '../../../harness/evidence/index.ts';
import { request, SCHEMAS, STORY } from './packets.ts';

function entries(): PacketEntry[] {
  const composed = composeTree(request('unused'));
  if (composed.kind === 'refused') throw new Error(JSON.stringify(composed.findings));
  const { texts, manifest } = composed.tree;
  return [...texts, [MANIFEST_FILE, manifest] as const].map(([name, text]) => ({
    kind: 'file',
    name,
    bytes: Buffer.from(text),
  }));
}

test('a packet holds from its bytes alone', () => {
  expect(judgePacket(entries(), SCHEMAS, null, STORY)).toMatchObject({
    judgement: 'HELD',
    findings: [],
  });
});

test('a file that cannot be read leaves the packet undecided, never good', () => {
  const some = entries().map((entry): PacketEntry =>
    entry.name === 'report.md' ? { kind: 'unreadable', name: entry.name, why: 'EACCES' } : entry,
  );
  const verdict = judgePacket(some, SCHEMAS, null, STORY);
  expect(verdict.judgement).toBe('NOT_DECIDED');
  expect(verdict.findings).toEqual([
    { code: 'PACKET_UNREADABLE', where: 'report.md', what: 'EACCES' },
  ]);
});

test('a schema that is not known is no schema that holds', () => {
  const schemas = { ...SCHEMAS, 'blockers.json': undefined } as unknown as typeof SCHEMAS; // on purpose
  expect(judgePacket(entries(), schemas, null, STORY).judgement).toBe('NOT_HELD');
});

test('no entry at all is no packet', () => {
  expect(judgePacket([], SCHEMAS, null, STORY)).toMatchObject({
    judgement: 'NOT_HELD',
    treeHash: null,
  });
});
