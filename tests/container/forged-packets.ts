// A forger with a real packet, who takes every hash again: refused wherever the story does not hold.
import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeAll, describe, expect, test } from '@jest/globals';
import {
  composeTree,
  MANIFEST_FILE,
  TREE_JSON_FILES,
  TREE_TEXT_FILES,
  verifyPacket,
  type PacketStory,
  type TreeContents,
} from '../../harness/evidence/index.ts';
import { composeOutside } from '../../harness/evidence/outside.ts';
import { canonicalJson, sha256, type Code } from '../../harness/kernel/index.ts';
import { derive } from '../../harness/run/story/derive.ts';
import type { TreeDocuments } from '../../harness/run/story/documents.ts';
import { packetStory } from '../../harness/run/story/packet-story.io.ts';
import { sourcesIn, type PacketSources } from '../../harness/run/story/sources.ts';
import { PACKET_SCHEMAS } from '../../harness/run/schemas.ts';
import { item, type Mutable } from '../unit/story/told.ts';
import { runCli } from './cli.ts';

/** One file changed, or several; and every hash of the packet taken again. */
interface Forgery {
  readonly when: string;
  readonly forge: (files: Files) => void;
  readonly codes: readonly Code[];
}

type Files = Mutable<TreeDocuments> &
  Record<'report.md' | 'decision-packet.md' | 'junit.xml' | 'report.html', string> & {
    record: { status: string; harness: { version: string } };
  };

const E = 'clone-rehearsal-execution-evidence.json';
const OTHER = sha256('another state');

/** The first way back of the first scenario that has one. */
function wayBack(execution: Mutable<PacketSources>['execution']): {
  after_rollback_hash: string | null;
} {
  const scenario = execution.scenarios.find(({ rollbacks }) => rollbacks.length > 0);
  return item(scenario?.rollbacks, 0);
}

/** All that follows from the facts, made of the changed ones: a forger may run the harness too. */
function refit(files: Files, change: (facts: Mutable<PacketSources>) => void): void {
  const facts = sourcesIn(files);
  if (facts === null) throw new Error('the lane of a real packet has a form');
  const changed = structuredClone(facts) as Mutable<PacketSources>; // a copy is anybody's to write
  change(changed);
  const derived = derive(changed);
  Object.assign(files, derived.files);
  files.record.status = derived.fullStatus;
}

const FORGERIES: readonly Forgery[] = [
  {
    when: 'restored_match stands beside another hash in the proof',
    forge: (files) => {
      item(files['clone-rollback-evidence.json'].entries, 0).after_rollback_hash = OTHER;
    },
    codes: ['PACKET_STORY_PROOF', 'PACKET_STORY_TEXT'],
  },
  {
    when: 'the scenario itself did not come back, and is said to have held',
    forge: (files) =>
      refit(files, ({ execution }) => {
        wayBack(execution).after_rollback_hash = OTHER;
      }),
    codes: ['PACKET_STORY_SCENARIO', 'PACKET_STORY_TEXT', 'PACKET_STORY_RECORD'],
  },
  {
    when: 'a step is missing',
    forge: (files) => void files[E].steps.splice(2, 1),
    codes: ['PACKET_STORY_STEPS', 'PACKET_STORY_TEXT'],
  },
  {
    when: 'the steps stand in another order',
    forge: (files) => void files[E].steps.reverse(),
    codes: ['PACKET_STORY_STEPS', 'PACKET_STORY_TEXT'],
  },
  {
    when: 'the status is one that the evidence does not carry',
    forge: (files) => {
      const lesser = (text: string): string => text.replaceAll('ROLLBACK_READY', 'INPUT_REJECTED');
      files['decision-packet.json'].status = lesser(files['decision-packet.json'].status);
      files.record.status = lesser(files.record.status);
      files['report.md'] = lesser(files['report.md']);
      files['decision-packet.md'] = lesser(files['decision-packet.md']);
    },
    codes: ['PACKET_STORY_STATUS', 'PACKET_STORY_TEXT'],
  },
  {
    when: 'a scenario that was planned is not there',
    forge: (files) => refit(files, ({ execution }) => void execution.scenarios.pop()),
    codes: ['PACKET_STORY_REACH', 'PACKET_STORY_PLAN', 'PACKET_STORY_RECORD', 'PACKET_STORY_TEXT'],
  },
  {
    when: 'a check of isolation is not there',
    forge: (files) =>
      refit(files, (facts) => void facts['isolation-proof.json'].checks.splice(3, 1)),
    codes: ['PACKET_STORY_ISOLATION', 'PACKET_STORY_RECORD', 'PACKET_STORY_TEXT'],
  },
  {
    when: 'a row of the baseline is not told',
    forge: (files) =>
      refit(files, ({ execution }) => {
        if (execution.baseline === null) return;
        item(execution.baseline.tables, 0).rows -= 1;
        execution.baseline.row_count -= 1;
      }),
    codes: ['PACKET_STORY_RESTORE', 'PACKET_STORY_BASELINE', 'PACKET_STORY_TEXT'],
  },
  {
    when: 'a kind of change was not tried on the instrument',
    forge: (files) =>
      refit(files, ({ execution: { calibration } }) => {
        if (calibration === null) return;
        calibration.trials.splice(5, 1);
        calibration.of -= 1;
        calibration.seen -= 1;
      }),
    codes: ['PACKET_STORY_CALIBRATION', 'PACKET_STORY_TEXT'],
  },
  {
    when: 'the dump was attested for other bytes',
    forge: (files) =>
      refit(files, (facts) => {
        const { attestation } = facts['clone-provenance.json'];
        if (attestation !== null) attestation.boundToDump = 'NO';
      }),
    codes: ['PACKET_STORY_PROVENANCE', 'PACKET_STORY_TEXT'],
  },
  {
    when: 'an option is free of its blockers',
    forge: (files) => {
      for (const option of files['decision-packet.json'].options) option.blocked_by = [];
    },
    codes: ['PACKET_STORY_STATUS', 'PACKET_STORY_TEXT'],
  },
  {
    when: 'the report tells of more than the evidence',
    forge: (files) => {
      files['report.md'] += '\nProduction may be changed.\n';
    },
    codes: ['PACKET_STORY_TEXT'],
  },
  {
    when: 'another build made it, and told it otherwise',
    forge: (files) => {
      files[E].steps.pop();
      files.record.harness.version = '0.0.9';
    },
    codes: ['PACKET_HARNESS_DIFFERS'],
  },
];

/** Tests of a real packet, below a folder of their own. */
export function testForgeries(
  packet: () => { readonly real: string; readonly folder: string },
): void {
  describe('a packet with every hash taken again', () => {
    let story: PacketStory;
    beforeAll(async () => {
      story = await packetStory();
    });
    const copied = async (name: string): Promise<string> => {
      const place = path.join(packet().folder, name);
      await cp(packet().real, place, { recursive: true });
      return place;
    };

    test.each(FORGERIES)('is refused where $when', async ({ when, forge, codes }) => {
      const forged = await copied(placeOf(when));
      await rewrite(forged, forge);
      const verdict = await verifyPacket(forged, PACKET_SCHEMAS, null, story);
      const found = new Set(verdict.findings.map(({ code }) => code));
      expect([...found].sort()).toEqual(codes.toSorted());
      expect(verdict.judgement).not.toBe('HELD');
    });

    test('is refused by the command, with what to do', async () => {
      const forged = path.join(packet().folder, placeOf('a step is missing'));
      const { exitCode, lastLine, stderr } = await runCli(['verify', forged]);
      expect([exitCode, lastLine]).toEqual([1, 'packet: NOT_HELD']);
      expect(stderr).toContain(`PACKET_STORY_STEPS at ${E} steps has 6 items, not 7`);
      expect(stderr).toContain('do not use this packet');
    });

    test('is held where nothing was changed in it: taking hashes again is no forgery', async () => {
      const same = await copied('same');
      await rewrite(same, () => undefined);
      const verdict = await verifyPacket(same, PACKET_SCHEMAS, null, story);
      expect(verdict).toMatchObject({ judgement: 'HELD', findings: [] });
      expect(await readFile(path.join(same, MANIFEST_FILE), 'utf8')).toBe(
        await readFile(path.join(packet().real, MANIFEST_FILE), 'utf8'),
      );
    });
  });
}

const placeOf = (when: string): string => when.replaceAll(/\W+/g, '-');

/** Forges the files of a folder, and makes both manifests and the Statement of them anew. */
async function rewrite(place: string, forge: Forgery['forge']): Promise<void> {
  const read = async (name: string): Promise<string> =>
    await readFile(path.join(place, name), 'utf8');
  const files: Record<string, unknown> = {};
  for (const name of TREE_JSON_FILES) files[name] = JSON.parse(await read(name));
  for (const name of [...TREE_TEXT_FILES, 'junit.xml', 'report.html'])
    files[name] = await read(name);
  files['record'] = JSON.parse(await read('run.json'));
  const tree = String(Object(files['record']).packet_tree);
  forge(files as Files); // as it was read
  const composed = composeTree({
    files: Object.fromEntries(
      [...TREE_JSON_FILES, ...TREE_TEXT_FILES].map((name) => [name, files[name]]),
    ) as unknown as TreeContents, // every name of both lists
    schemas: PACKET_SCHEMAS,
    neverMention: [],
  });
  const { texts, manifest, treeHash } =
    composed.kind === 'composed' ? composed.tree : refused(composed.findings);
  const outside = composeOutside(
    {
      'run.json': { ...Object(files['record']), packet_tree: treeHash },
      'timings.json': JSON.parse(await read('timings.json')),
      'log.jsonl': await read('log.jsonl'),
      'junit.xml': files['junit.xml'],
      // The page names the tree; whoever forges one names the other in it.
      'report.html': String(files['report.html']).replaceAll(tree, treeHash),
    },
    { texts, manifest, treeHash },
    PACKET_SCHEMAS,
  );
  if (outside.findings.length > 0) refused(outside.findings);
  const all = new Map<string, string>([...texts, ...outside.texts, [MANIFEST_FILE, manifest]]);
  for (const [name, text] of all) await writeFile(path.join(place, name), text);
}

function refused(findings: unknown): never {
  throw new Error(`the forgery has not the form of a packet: ${canonicalJson(findings)}`);
}
