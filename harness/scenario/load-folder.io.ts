// One scenario folder to what it holds: a scenario, or the steps that its migrations make.
import path from 'node:path';
import { finding, type Finding, type Sha256 } from '../kernel/index.ts';
import type { Scenario } from './contract.ts';
import { askDefinition } from './define.io.ts';
import { readDefinition, SCRIPT_NAMES, type ScriptName } from './define.ts';
import { parseScenarioFile, type FileRead } from './file.ts';
import { suggestion } from './file-faults.ts';
import type { MigrationsFile, ScenarioFile } from './file-contract.ts';
import { namesIn, readText } from './load-files.io.ts';
import { CODE_FILE, sqlFileOf, strayFiles, YAML_FILE } from './load-names.ts';
import { readMigrations } from './migrations.io.ts';
import { planMigrations } from './plan-migrations.ts';
import { planScenario, type ScriptText } from './plan-scenario.ts';
import { sha256 } from '../kernel/index.ts';

export interface LoadedFolder {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly Scenario[];
  readonly isChain: boolean;
  readonly findings: readonly Finding[];
}

export interface FolderPlace {
  /** What relative paths start from. */
  readonly root: string;
  /** As the configuration names it. */
  readonly folder: string;
  /** Files that the configuration names under `executor`. */
  readonly executors: readonly string[];
}

export async function loadFolder(place: FolderPlace): Promise<LoadedFolder> {
  const { root, folder } = place;
  const names = await namesIn(root, folder);
  if (names !== null && 'code' in names) return nothing(folder, [names]);
  const here = names ?? [];
  const [hasYaml, hasCode] = [here.includes(YAML_FILE), here.includes(CODE_FILE)];
  if (hasYaml && hasCode) {
    const what = `${YAML_FILE} is there too, and one of them would not be read; remove one`;
    return nothing(folder, [finding('SCENARIO_INVALID', `${folder}/${CODE_FILE}`, what)]);
  }
  return hasCode ? await loadCode(place, here) : await loadYaml(place, here);
}

async function loadYaml(place: FolderPlace, names: readonly string[]): Promise<LoadedFolder> {
  const { root, folder } = place;
  const where = `${folder}/${YAML_FILE}`;
  const found = await readText(path.join(root, where), where);
  if (found.kind === 'refused') return nothing(folder, [found.finding]);
  if (found.kind === 'absent') {
    const missing = finding('SCENARIO_INVALID', where, 'it is missing');
    return nothing(folder, [missing, ...strayFiles(folder, names, YAML_FILE)]);
  }
  const read = parseScenarioFile(found.text, where, path.basename(folder));
  if (read.written?.form === 'migrations') {
    return await loadMigrations(place, names, read.written.file, found.hash);
  }
  const files: Record<string, Sha256> = { [YAML_FILE]: found.hash };
  const findings = [...read.findings, ...strayFiles(folder, names, YAML_FILE)];
  const texts: Partial<Record<ScriptName, ScriptText>> = {};
  const scripts = new Set<ScriptName>();
  for (const script of SCRIPT_NAMES) {
    const file = `${folder}/${sqlFileOf(script)}`;
    const sql = await readText(path.join(root, file), file);
    if (sql.kind === 'absent') continue;
    scripts.add(script);
    if (sql.kind === 'refused') findings.push(sql.finding);
    else {
      files[sqlFileOf(script)] = sql.hash;
      texts[script] = { file, text: sql.text };
    }
  }
  if (read.written === null) return nothing(folder, findings);
  const { file } = read.written;
  const executor = await readExecutor(place, file, read.placeOf);
  if (executor.hash !== null && file.executor !== undefined) files[file.executor] = executor.hash;
  const scriptPlace = (script: ScriptName): string => `${folder}/${sqlFileOf(script)}`;
  const planned = planScenario({
    ...{ folder, file, texts, executor: executor.text, scripts, files, scriptPlace },
    placeOf: read.placeOf,
  });
  return one(file, planned.scenario, [...findings, ...executor.findings, ...planned.findings]);
}

async function loadCode(place: FolderPlace, names: readonly string[]): Promise<LoadedFolder> {
  const { root, folder } = place;
  const where = `${folder}/${CODE_FILE}`;
  const source = await readText(path.join(root, where), where);
  if (source.kind === 'refused') return nothing(folder, [source.finding]);
  if (source.kind === 'absent') {
    return nothing(folder, [finding('SCENARIO_INVALID', where, 'it is missing')]);
  }
  const findings = strayFiles(folder, names, CODE_FILE);
  const asked = await askDefinition(path.resolve(root, where), where);
  if (asked.findings.length > 0) return nothing(folder, [...findings, ...asked.findings]);
  const read = readDefinition(asked.definition, where, path.basename(folder));
  findings.push(...read.findings);
  if (read.written === null) return nothing(folder, findings);
  if (read.written.form === 'migrations') {
    const what = `"migrations": a folder of migrations is named in ${YAML_FILE}`;
    return nothing(folder, [...findings, finding('SCENARIO_INVALID', where, what)]);
  }
  const { file } = read.written;
  const files: Record<string, Sha256> = { [CODE_FILE]: source.hash };
  const texts: Partial<Record<ScriptName, ScriptText>> = {};
  const scripts = new Set<ScriptName>();
  const scriptPlace = (script: ScriptName): string => `${where} (${script})`;
  for (const script of SCRIPT_NAMES) {
    const text = read.texts[script];
    if (text === undefined) continue;
    scripts.add(script);
    // The code may make other SQL another time: what it made now is what is rehearsed.
    files[script] = sha256(text);
    texts[script] = { file: scriptPlace(script), text };
  }
  const executor = await readExecutor(place, file, read.placeOf);
  if (executor.hash !== null && file.executor !== undefined) files[file.executor] = executor.hash;
  const planned = planScenario({
    ...{ folder, file, texts, executor: executor.text, scripts, files, scriptPlace },
    placeOf: read.placeOf,
  });
  return one(file, planned.scenario, [...findings, ...executor.findings, ...planned.findings]);
}

interface ExecutorRead {
  readonly text: ScriptText | null;
  readonly hash: Sha256 | null;
  readonly findings: readonly Finding[];
}

/** Only a file that the configuration names as an executor: its bytes are watched (RX-4). */
async function readExecutor(
  { root, executors }: FolderPlace,
  { executor }: ScenarioFile,
  placeOf: FileRead['placeOf'],
): Promise<ExecutorRead> {
  const none = (...findings: readonly Finding[]): ExecutorRead => ({
    ...{ text: null, hash: null, findings },
  });
  if (executor === undefined) return none();
  if (!executors.includes(executor)) {
    const hint = suggestion(executor, executors) ?? `named are ${executors.join(', ')}`;
    const what = `"executor": "${executor}" is not under "executor" in the configuration; ${hint}`;
    return none(finding('SCENARIO_INVALID', placeOf(['executor']), what));
  }
  const found = await readText(path.resolve(root, executor), executor);
  if (found.kind === 'refused') return none(found.finding);
  if (found.kind === 'absent') return none(finding('SCENARIO_INVALID', executor, 'it is missing'));
  return { text: { file: executor, text: found.text }, hash: found.hash, findings: [] };
}

async function loadMigrations(
  { root, folder }: FolderPlace,
  names: readonly string[],
  file: MigrationsFile,
  hash: Sha256,
): Promise<LoadedFolder> {
  const { migrations } = file;
  const where = path.join(folder, migrations.folder);
  const isHere = path.relative(folder, where) === '';
  const stray = isHere ? [] : strayFiles(folder, names, 'migrations');
  const { after, until, layout } = migrations;
  const read = await readMigrations({
    folder: path.resolve(root, where),
    ...{ where, layout },
    ...(after === undefined ? {} : { after }),
    ...(until === undefined ? {} : { until }),
  });
  const planned = planMigrations(folder, file, hash, read.steps);
  const findings = [...stray, ...read.findings, ...planned.findings];
  return { id: file.id, title: file.title, steps: planned.steps, isChain: true, findings };
}

function one(
  { id, title }: ScenarioFile,
  scenario: Scenario | null,
  findings: readonly Finding[],
): LoadedFolder {
  return { id, title, steps: scenario === null ? [] : [scenario], isChain: false, findings };
}

function nothing(folder: string, findings: readonly Finding[]): LoadedFolder {
  return { id: path.basename(folder), title: '', steps: [], isChain: false, findings };
}
