// What a CI server is told beside the log: annotations, and the report as the summary of the step.
// Both are a service: where they fail, that is said, and nothing else changes.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { InputFile } from '../evidence/index.ts';
import { LIMITS, messageOf, type Finding } from '../kernel/index.ts';
import { addToFile, toServer } from '../output/index.ts';
import { annotationsOf } from './annotations.ts';
import type { Door } from './door.ts';

export interface Told {
  readonly findings: readonly Finding[];
  readonly inputs: readonly InputFile[];
  /** What inputs are named from. */
  readonly root: string;
  /** The packet's. */
  readonly folder: string;
}

export async function tellServer(
  { findings, inputs, root, folder }: Told,
  door: Door,
): Promise<void> {
  const names = inputs.map(({ name }) => name);
  annotate(findings, names, root);
  await summarize(path.join(folder, 'report.md'), door);
}

/** On GitHub, as errors beside the lines they are about. */
export function annotate(
  findings: readonly Finding[],
  inputs: readonly string[],
  root: string,
): void {
  if (process.env['GITHUB_ACTIONS'] !== 'true') return;
  const workspace = process.env['GITHUB_WORKSPACE'] ?? process.cwd();
  const all = annotationsOf(findings, { inputs, root, workspace });
  for (const each of all.slice(0, LIMITS.annotations)) {
    const { place } = each;
    // Only the configuration knows what some names begin at; a file that is not there is not named.
    const isThere = place !== null && existsSync(path.resolve(workspace, place.file));
    toServer({ ...each, place: isThere ? place : null });
  }
}

/** `GITHUB_STEP_SUMMARY` names a file that the server shows above the log. */
async function summarize(report: string, door: Door): Promise<void> {
  const file = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '') return;
  try {
    await addToFile(path.resolve(file), `${await readFile(report, 'utf8')}\n`);
  } catch (error) {
    door.note(`note: the summary of the step was not written: ${messageOf(error)}`);
  }
}
