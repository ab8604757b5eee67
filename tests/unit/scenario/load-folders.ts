// Scenario folders that a test writes into a folder of its own.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { ScenarioEntry } from '../../../harness/config/contract.ts';
import { loadScenarios, type LoadedScenarios } from '../../../harness/scenario/reading/load.io.ts';
import { byLine } from '../places.ts';

export type Files = Readonly<Record<string, string>>;

export interface Folders extends AsyncDisposable {
  readonly root: string;
  /** Writes files below the root; gives the folder's name back. */
  write(name: string, files: Files): Promise<string>;
  load(entries: readonly ScenarioEntry[], executors?: readonly string[]): Promise<LoadedScenarios>;
  /** `CODE place: what` of each finding of one folder. */
  told(folder: string, executors?: readonly string[]): Promise<string[]>;
}

export async function folders(): Promise<Folders> {
  const root = await mkdtemp(path.join(tmpdir(), 'rehearsal-scenarios-'));
  const load: Folders['load'] = async (entries, executors = []) =>
    await loadScenarios(root, entries, executors);
  return {
    root,
    load,
    write: async (name, files) => {
      for (const [file, text] of Object.entries(files)) {
        await mkdir(path.dirname(path.join(root, name, file)), { recursive: true });
        await writeFile(path.join(root, name, file), text);
      }
      return name;
    },
    told: async (folder, executors = []) =>
      (await load([folder], executors)).findings.map(({ code, where, what }) =>
        byLine(`${code} ${where}: ${what}`),
      ),
    [Symbol.asyncDispose]: async () => {
      await rm(root, { recursive: true, force: true });
    },
  };
}

/** scenario.yaml of folder `a`, with more keys. */
export function yaml(kind: string, more = '', id = 'a'): string {
  return `version: 1\nid: ${id}\ntitle: A\nwhy: B\nkind: ${kind}\n${more}`;
}

export const SQL = { apply: 'CREATE TABLE t (a int);\n', revert: 'DROP TABLE t;\n' };
