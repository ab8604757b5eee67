// What this build knows of how a packet's files hang together, with the version that it is.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { PacketStory } from '../../evidence/index.ts';
import { finding } from '../../kernel/index.ts';
import { PACKET_SCHEMAS } from '../schemas.ts';
import { packetDocuments } from './documents.ts';
import { storyFindings } from './story.ts';

export async function packetStory(): Promise<PacketStory> {
  const file = path.resolve(import.meta.dirname, '../../../package.json');
  const value: unknown = JSON.parse(await readFile(file, 'utf8'));
  return {
    version: String(Reflect.get(Object(value), 'version')),
    judge: (files) => {
      const documents = packetDocuments(files, PACKET_SCHEMAS);
      if (documents !== null) return storyFindings(documents);
      return [finding('PACKET_STORY_UNTOLD', '(packet)', 'a file of the tree is not there')];
    },
  };
}
