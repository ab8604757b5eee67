// A scenario from the scripts of its folder or of its code, and the executor where it applies one.
import path from 'node:path';
import { finding, sha256, suggestion, type Finding, type Sha256 } from '../../kernel/index.ts';
import type { Scenario } from '../contract.ts';
import { SCRIPT_NAMES, type ScriptName } from '../define.ts';
import type { FileRead } from './file.ts';
import type { ScenarioFile } from '../file-contract.ts';
import { readText } from './load-files.io.ts';
import { sqlFileOf } from './load-names.ts';
import { planScenario, type Parts, type ScriptText } from './plan-scenario.ts';

export interface FolderPlace {
  /** What relative paths start from. */
  readonly root: string;
  /** As the configuration names it. */
  readonly folder: string;
  /** Files that the configuration names under `executor`. */
  readonly executors: readonly string[];
}

export interface LoadedFolder {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly Scenario[];
  readonly isChain: boolean;
  readonly findings: readonly Finding[];
  /** sha256 of each file that was read for it, by its path from the root. */
  readonly sources: Readonly<Record<string, Sha256>>;
}

export interface Scripts extends Pick<Parts, 'texts' | 'scripts' | 'scriptPlace' | 'files'> {
  readonly findings: readonly Finding[];
}

export function nothing(folder: string, findings: readonly Finding[]): LoadedFolder {
  const id = path.basename(folder);
  return { id, title: '', steps: [], isChain: false, findings, sources: {} };
}

/** The SQL files that are there. */
export async function scriptsOfFolder({ root, folder }: FolderPlace): Promise<Scripts> {
  const texts: Partial<Record<ScriptName, ScriptText>> = {};
  const files: Record<string, Sha256> = {};
  const scripts = new Set<ScriptName>();
  const findings: Finding[] = [];
  const scriptPlace = (script: ScriptName): string => `${folder}/${sqlFileOf(script)}`;
  for (const script of SCRIPT_NAMES) {
    const file = scriptPlace(script);
    const found = await readText(path.join(root, file), file);
    if (found.kind === 'absent') continue;
    scripts.add(script);
    if (found.kind === 'refused') findings.push(found.finding);
    else {
      files[sqlFileOf(script)] = found.hash;
      texts[script] = { file, text: found.text };
    }
  }
  return { texts, files, scripts, scriptPlace, findings };
}

/** What code handed over: it may make other SQL another time, so each text has a hash of its own. */
export function scriptsOfCode(
  where: string,
  handed: Readonly<Partial<Record<ScriptName, string>>>,
): Omit<Scripts, 'findings'> {
  const scriptPlace = (script: ScriptName): string => `${where} (${script})`;
  const texts: Partial<Record<ScriptName, ScriptText>> = {};
  const files: Record<string, Sha256> = {};
  for (const script of SCRIPT_NAMES) {
    const text = handed[script];
    if (text === undefined) continue;
    files[script] = sha256(text);
    texts[script] = { file: scriptPlace(script), text };
  }
  const scripts = new Set(SCRIPT_NAMES.filter((script) => texts[script] !== undefined));
  return { texts, files, scripts, scriptPlace };
}

/** `files`: what defines it beside its scripts. */
export async function loadScenario(
  place: FolderPlace,
  file: ScenarioFile,
  placeOf: FileRead['placeOf'],
  files: Readonly<Record<string, Sha256>>,
  { texts, scripts, scriptPlace, files: scriptFiles, findings }: Scripts,
): Promise<LoadedFolder> {
  const { folder } = place;
  const executor = await readExecutor(place, file, placeOf);
  const planned = planScenario({
    folder,
    file,
    texts,
    scripts,
    scriptPlace,
    placeOf,
    executor: executor.text,
    files: { ...files, ...scriptFiles, ...executor.files },
  });
  const all = [...findings, ...executor.findings, ...planned.findings];
  const steps = planned.scenario === null || all.length > 0 ? [] : [planned.scenario];
  const sources = {
    ...under(folder, { ...files, ...filesOf(texts, scriptFiles) }),
    ...executor.files,
  };
  return { id: file.id, title: file.title, steps, isChain: false, findings: all, sources };
}

/** What code hands over stands in no file of its own. */
function filesOf(
  texts: Scripts['texts'],
  files: Readonly<Record<string, Sha256>>,
): Readonly<Record<string, Sha256>> {
  const names = new Set(Object.values(texts).map(({ file }) => path.basename(file)));
  return Object.fromEntries(Object.entries(files).filter(([name]) => names.has(name)));
}

function under(
  folder: string,
  files: Readonly<Record<string, Sha256>>,
): Readonly<Record<string, Sha256>> {
  const placed = Object.entries(files).map(([name, hash]) => [`${folder}/${name}`, hash] as const);
  return Object.fromEntries(placed);
}

interface ExecutorRead {
  readonly text: ScriptText | null;
  readonly files: Readonly<Record<string, Sha256>>;
  readonly findings: readonly Finding[];
}

/** Only a file that the configuration names as an executor: its bytes are watched (RX-4). */
async function readExecutor(
  { root, executors }: FolderPlace,
  { executor }: ScenarioFile,
  placeOf: FileRead['placeOf'],
): Promise<ExecutorRead> {
  const refused = (one: Finding): ExecutorRead => ({ text: null, files: {}, findings: [one] });
  if (executor === undefined) return { text: null, files: {}, findings: [] };
  if (!executors.includes(executor)) {
    const hint = suggestion(executor, executors) ?? `named are ${executors.join(', ')}`;
    const what = `"executor": "${executor}" is not under "executor" in the configuration; ${hint}`;
    return refused(finding('SCENARIO_INVALID', placeOf(['executor']), what));
  }
  const found = await readText(path.resolve(root, executor), executor);
  if (found.kind === 'refused') return refused(found.finding);
  if (found.kind === 'absent') {
    return refused(finding('SCENARIO_INVALID', executor, 'it is missing'));
  }
  const text = { file: executor, text: found.text };
  return { text, files: { [executor]: found.hash }, findings: [] };
}
