// What a configuration says of engine and evidence, for commands that need nothing else of it.
import path from 'node:path';
import { Problem } from '../kernel/index.ts';
import { readConfig } from './config.io.ts';

/** null as well where the configuration cannot be read: then this machine's engine alone is used. */
export async function namedEngine(file: string): Promise<string | null> {
  return (await sweptPlaces(file)).engine;
}

/** Where a run by this configuration leaves what it leaves; null where nobody can tell. */
export async function sweptPlaces(
  file: string,
): Promise<{ readonly engine: string | null; readonly packets: string | null }> {
  try {
    const { engine, evidence, root } = await readConfig(file);
    return { engine: engine ?? null, packets: path.resolve(root, evidence) };
  } catch (error) {
    if (error instanceof Problem) return { engine: null, packets: null };
    throw error;
  }
}
