// Reads rehearsal.config.yaml; every bad key is named, nothing is started on a doubtful one.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  finding,
  formFaults,
  LIMITS,
  messageOf,
  Problem,
  readYaml,
  sha256,
  type Finding,
} from '../kernel/index.ts';
import { configSchema, type LoadedConfig } from './contract.ts';
import { judgeRequest } from './request.ts';
import type { ProofJudge } from './request-contract.ts';

/**
 * Without `judgeProof`, the validator, no claim of the request holds.
 * @throws Problem CONFIG_UNREADABLE, CONFIG_INVALID, REQUEST_* with every finding
 */
export async function loadConfig(file: string, judgeProof?: ProofJudge): Promise<LoadedConfig> {
  const bytes = await readBytes(file);
  const name = path.basename(file);
  const { value, findings } = parseConfig(bytes.toString('utf8'), name, judgeProof);
  if (value === null) throw new Problem(findings);
  return {
    ...value,
    root: path.dirname(path.resolve(file)),
    file: { name, sha256: sha256(bytes) },
  };
}

async function readBytes(file: string): Promise<Buffer> {
  try {
    if ((await stat(file)).size > LIMITS.yamlBytes) throw new Error('it is too large to be one');
    return await readFile(file);
  } catch (cause) {
    throw new Problem([finding('CONFIG_UNREADABLE', file, messageOf(cause))], { cause });
  }
}

/** Pure part: text in, configuration or findings out. `where` names the file in messages. */
export function parseConfig(
  text: string,
  where: string,
  judgeProof?: ProofJudge,
): {
  readonly value: Omit<LoadedConfig, 'root' | 'file'> | null;
  readonly findings: readonly Finding[];
} {
  const { plain, mistakes, placeOf } = readYaml(text);
  const bad = (place: string, what: string): Finding =>
    finding('CONFIG_INVALID', `${where}${place}`, what);
  if (mistakes.length > 0) {
    return { value: null, findings: mistakes.map(({ place, what }) => bad(place, what)) };
  }
  // The request is judged first and by itself: what it asks for matters more than a misspelt key.
  const request: unknown =
    typeof plain === 'object' && plain !== null ? Reflect.get(plain, 'request') : undefined;
  const judged = judgeRequest(request, `${where}${placeOf(['request'])} request`, judgeProof);
  const parsed = configSchema.safeParse(plain);
  if (judged.allowed && parsed.success) return { value: parsed.data, findings: [] };
  const faults = parsed.success ? [] : formFaults(parsed.error, configSchema, plain);
  // A request that was refused has said all of itself.
  const others = faults.filter(({ path: [key] }) => judged.allowed || key !== 'request');
  return {
    value: null,
    findings: [
      ...judged.findings,
      ...others.map(({ path: keys, what }) =>
        bad(placeOf(keys), keys.length === 0 ? what : `"${keys.map(String).join('.')}": ${what}`),
      ),
    ],
  };
}
