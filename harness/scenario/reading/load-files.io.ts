// Reads the files of a scenario: bounded, plain, and never taken for absent when they cannot be read.
import { readdir, readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { finding, LIMITS, sha256, type Finding, type Sha256 } from '../../kernel/index.ts';

export type FileFound =
  | { readonly kind: 'text'; readonly text: string; readonly hash: Sha256 }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly finding: Finding };

/** `where` names the file in messages. */
export async function readText(file: string, where: string): Promise<FileFound> {
  const refused = (what: string): FileFound => ({
    kind: 'refused',
    finding: finding('SCENARIO_INVALID', where, what),
  });
  try {
    const facts = await stat(file);
    // Anything else (a pipe above all) might never end.
    if (!facts.isFile()) return refused('it is no plain file');
    if (facts.size > LIMITS.scenarioSqlBytes) {
      return refused(`it is larger than ${LIMITS.scenarioSqlBytes} bytes`);
    }
    const bytes = await readFile(file);
    const text = textOf(bytes);
    if (text === null) return refused('it is not plain UTF-8');
    return { kind: 'text', text, hash: sha256(bytes) };
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? { kind: 'absent' } : refused('it cannot be read');
  }
}

/** Names in a folder, sorted; null where there is no such folder. */
export async function namesIn(
  root: string,
  folder: string,
): Promise<readonly string[] | Finding | null> {
  try {
    return (await readdir(path.join(root, folder))).toSorted();
  } catch (error) {
    const code = codeOf(error);
    if (code === 'ENOENT') return null;
    const what = code === 'ENOTDIR' ? 'it is no folder' : 'it cannot be read';
    return finding('SCENARIO_INVALID', folder, what);
  }
}

function codeOf(error: unknown): unknown {
  return Reflect.get(Object(error), 'code');
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
