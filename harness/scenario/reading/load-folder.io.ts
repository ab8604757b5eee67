// One scenario folder to what it holds: a scenario, or the steps that its migrations make.
import path from 'node:path';
import { finding, type Finding, type Sha256 } from '../../kernel/index.ts';
import { askDefinition } from './define.io.ts';
import { readDefinition } from '../define.ts';
import { parseScenarioFile } from './file.ts';
import type { MigrationsFile } from '../file-contract.ts';
import { namesIn, readText } from './load-files.io.ts';
import { CODE_FILE, strayFiles, YAML_FILE } from './load-names.ts';
import {
  loadScenario,
  nothing,
  scriptsOfCode,
  scriptsOfFolder,
  type FolderPlace,
  type LoadedFolder,
} from './load-scenario.io.ts';
import { readMigrations } from '../migrations/migrations.io.ts';
import { planMigrations } from '../migrations/plan-migrations.ts';
import { scriptTroubles } from './plan-scenario.ts';

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
  const stray = strayFiles(folder, names, YAML_FILE);
  if (found.kind === 'absent') {
    return nothing(folder, [finding('SCENARIO_INVALID', where, 'it is missing'), ...stray]);
  }
  const { written, findings, placeOf } = parseScenarioFile(
    found.text,
    where,
    path.basename(folder),
  );
  if (written?.form === 'migrations') {
    return await loadMigrations(place, names, written.file, found.hash);
  }
  const scripts = await scriptsOfFolder(place);
  const mistakes = [...findings, ...stray, ...scripts.findings];
  if (written === null) {
    return nothing(folder, [...mistakes, ...scriptTroubles(scripts.texts)]);
  }
  const files = { [YAML_FILE]: found.hash };
  return await loadScenario(place, written.file, placeOf, files, {
    ...scripts,
    findings: mistakes,
  });
}

async function loadCode(place: FolderPlace, names: readonly string[]): Promise<LoadedFolder> {
  const { root, folder } = place;
  const where = `${folder}/${CODE_FILE}`;
  const found = await readText(path.join(root, where), where);
  if (found.kind === 'refused') return nothing(folder, [found.finding]);
  if (found.kind === 'absent') {
    return nothing(folder, [finding('SCENARIO_INVALID', where, 'it is missing')]);
  }
  const asked = await askDefinition(path.resolve(root, where), where);
  const stray = strayFiles(folder, names, CODE_FILE);
  if (asked.findings.length > 0) return nothing(folder, [...stray, ...asked.findings]);
  const read = readDefinition(asked.definition, where, path.basename(folder));
  const findings = [...stray, ...read.findings];
  if (read.written === null) return nothing(folder, findings);
  if (read.written.form === 'migrations') {
    const what = `"migrations": a folder of migrations is named in ${YAML_FILE}`;
    return nothing(folder, [...findings, finding('SCENARIO_INVALID', where, what)]);
  }
  const scripts = { ...scriptsOfCode(where, read.texts), findings };
  const files = { [CODE_FILE]: found.hash };
  return await loadScenario(place, read.written.file, read.placeOf, files, scripts);
}

async function loadMigrations(
  { root, folder }: FolderPlace,
  names: readonly string[],
  file: MigrationsFile,
  hash: Sha256,
): Promise<LoadedFolder> {
  const { after, until, layout, folder: named } = file.migrations;
  const where = path.join(folder, named);
  const isHere = path.relative(folder, where) === '';
  const stray = isHere ? [] : strayFiles(folder, names, 'migrations');
  const read = await readMigrations({
    folder: path.resolve(root, where),
    where,
    layout,
    ...(after === undefined ? {} : { after }),
    ...(until === undefined ? {} : { until }),
  });
  const planned = planMigrations(folder, file, hash, read.steps);
  const findings: readonly Finding[] = [...stray, ...read.findings, ...planned.findings];
  const sources = { [`${folder}/${YAML_FILE}`]: hash, ...read.sources };
  return { id: file.id, title: file.title, steps: planned.steps, isChain: true, findings, sources };
}
