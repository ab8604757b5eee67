// What this build knows of how a packet's files hang together, with the build that it is.
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PacketStory } from '../../evidence/index.ts';
import { finding, sha256 } from '../../kernel/index.ts';
import { PACKET_SCHEMAS } from '../schemas.ts';
import { packetDocuments } from './documents.ts';
import { storyFindings } from './story.ts';

const HARNESS = path.resolve(import.meta.dirname, '../..');

/** What runs is what was loaded: asked of the files once, however many packets are told. */
let version: Promise<string> | null = null;

export async function packetStory(): Promise<PacketStory> {
  return {
    version: await (version ??= harnessVersion()),
    judge: (files) => {
      const documents = packetDocuments(files, PACKET_SCHEMAS);
      if (documents !== null) return storyFindings(documents);
      return [finding('PACKET_STORY_UNTOLD', '(packet)', 'a file of the tree is not there')];
    },
  };
}

/**
 * e.g. `0.1.0+3f9a01c2b4d5`: the version, and a digest of the harness's own sources. Two builds that
 * bear one version may judge unlike each other, and then neither could tell it from a forgery.
 */
async function harnessVersion(): Promise<string> {
  const manifest: unknown = JSON.parse(
    await readFile(path.join(HARNESS, '../package.json'), 'utf8'),
  );
  const names = (await readdir(HARNESS, { recursive: true })).filter((name) =>
    name.endsWith('.ts'),
  );
  const lines = await Promise.all(
    names.map(async (name) => {
      const place = name.split(path.sep).join('/');
      return `${sha256(await readFile(path.join(HARNESS, name)))}  ${place}\n`;
    }),
  );
  const build = sha256(lines.sort().join('')).slice(0, 12);
  return `${String(Reflect.get(Object(manifest), 'version'))}+${build}`;
}
