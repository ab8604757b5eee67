// Which engine the operator has chosen, as Docker's own command would read it: the environment
// first, else the current context. Otherwise images would be built on one engine and run on another.
import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { finding, Problem, sha256 } from '../kernel/index.ts';

export interface ChosenEngine {
  readonly uri: string;
  /** What named it, for messages. */
  readonly by: string;
  /** Folder of a context's certificates; null where the environment has to name one. */
  readonly certificates: string | null;
}

const settingsSchema = z.object({ currentContext: z.string().optional() });
const contextSchema = z.object({
  Endpoints: z.object({ docker: z.object({ Host: z.string().min(1) }) }),
});

/** null: nobody has chosen one. @throws Problem ENGINE_UNREACHABLE for a context that is not there */
export async function chosenEngine(): Promise<ChosenEngine | null> {
  const { DOCKER_HOST: host = '', DOCKER_CONTEXT: fromShell = '' } = process.env;
  if (fromShell === '' && host !== '') return { uri: host, by: 'DOCKER_HOST', certificates: null };
  const folder = process.env['DOCKER_CONFIG'] ?? path.join(homedir(), '.docker');
  const name = fromShell === '' ? await currentContext(folder) : fromShell;
  if (name === '' || name === 'default') return null;
  const id = sha256(name);
  const by = `docker context "${name}"`;
  const meta = await jsonIn(path.join(folder, 'contexts', 'meta', id, 'meta.json'));
  const { success, data } = contextSchema.safeParse(meta);
  if (!success) throw new Problem([finding('ENGINE_UNREACHABLE', by, 'it cannot be read')]);
  const certificates = path.join(folder, 'contexts', 'tls', id, 'docker');
  return { uri: data.Endpoints.docker.Host, by, certificates };
}

async function currentContext(folder: string): Promise<string> {
  const settings = settingsSchema.safeParse(await jsonIn(path.join(folder, 'config.json')));
  return settings.data?.currentContext ?? '';
}

/** undefined where there is none, or it is not JSON: Docker's own command warns of that. */
async function jsonIn(file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch {
    return undefined;
  }
}
