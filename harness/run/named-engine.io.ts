// The engine elsewhere that a configuration names, for commands that need nothing else of it.
import { Problem } from '../kernel/index.ts';
import { readConfig } from './config.io.ts';

/** null as well where the configuration cannot be read: then this machine's engine alone is used. */
export async function namedEngine(file: string): Promise<string | null> {
  try {
    return (await readConfig(file)).engine ?? null;
  } catch (error) {
    if (error instanceof Problem) return null;
    throw error;
  }
}
