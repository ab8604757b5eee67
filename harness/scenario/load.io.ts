// Reads scenario folders; every mistake in any of them is a finding, before a container starts.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { finding, LIMITS, sha256, type Finding, type Sha256 } from '../kernel/index.ts';
import { scenarioFileSchema, type Scenario, type ScenarioFile } from './contract.ts';
import { readScript, type Script } from './statements.ts';

export interface LoadedScenarios {
  readonly scenarios: readonly Scenario[];
  readonly findings: readonly Finding[];
}

/** Folders relative to `root`, in the order they are rehearsed in. */
export async function loadScenarios(
  root: string,
  folders: readonly string[],
): Promise<LoadedScenarios> {
  const loaded = await Promise.all(folders.map((folder) => loadScenario(root, folder)));
  const scenarios = loaded.flatMap(({ scenario }) => (scenario === null ? [] : [scenario]));
  const findings = loaded.flatMap((each) => each.findings);
  const ids = scenarios.map(({ id }) => id);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  return {
    scenarios,
    findings: [
      ...findings,
      ...twice.map((id) => finding('SCENARIO_INVALID', `scenario "${id}"`, 'the id is used twice')),
      ...(folders.length === 0 ? [finding('SCENARIO_NONE', 'scenarios', 'no scenario is named')] : []),
    ],
  };
}

async function loadScenario(
  root: string,
  folder: string,
): Promise<{ readonly scenario: Scenario | null; readonly findings: readonly Finding[] }> {
  const files: Record<string, Sha256> = {};
  const read = async (name: string): Promise<string | null> => {
    const text = await readBounded(path.join(root, folder, name));
    if (text !== null) files[name] = sha256(text);
    return text;
  };
  const yaml = await read('scenario.yaml');
  if (yaml === null) {
    const what = 'the folder has no readable scenario.yaml';
    return { scenario: null, findings: [finding('SCENARIO_INVALID', folder, what)] };
  }
  const file = parseFile(yaml, `${folder}/scenario.yaml`, path.basename(folder));
  if (file.value === null) return { scenario: null, findings: file.findings };
  const { kind } = file.value;
  const apply = script(await read('apply.sql'), `${folder}/apply.sql`, kind);
  const verifySql = await read('verify.sql');
  const verify: Script =
    verifySql === null
      ? { statements: [], findings: [] }
      : readScript(`${folder}/verify.sql`, verifySql, 'read-only');
  const findings = [...file.findings, ...apply.findings, ...verify.findings];
  if (findings.length > 0) return { scenario: null, findings };
  return {
    scenario: { ...file.value, folder, apply: apply.statements, verify: verify.statements, files },
    findings: [],
  };
}

function script(sql: string | null, file: string, kind: ScenarioFile['kind']): Script {
  if (sql !== null) return readScript(file, sql, kind);
  return { statements: [], findings: [finding('SCENARIO_INVALID', file, 'it is missing or cannot be read')] };
}

function parseFile(
  text: string,
  where: string,
  folderName: string,
): { readonly value: ScenarioFile | null; readonly findings: readonly Finding[] } {
  const document = parseDocument(text, { uniqueKeys: true });
  const bad = (what: string): Finding => finding('SCENARIO_INVALID', where, what);
  if (document.errors.length > 0) {
    return { value: null, findings: document.errors.map(({ message }) => bad(message.split('\n')[0] ?? '')) };
  }
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: 0 });
  } catch {
    return { value: null, findings: [bad('YAML aliases are not used here')] };
  }
  const parsed = scenarioFileSchema.safeParse(plain);
  if (!parsed.success) {
    return {
      value: null,
      findings: parsed.error.issues.map(({ path: keys, message }) =>
        bad(`${keys.length === 0 ? 'the file' : `"${keys.join('.')}"`}: ${message}`),
      ),
    };
  }
  if (parsed.data.id !== folderName) {
    return { value: null, findings: [bad(`id "${parsed.data.id}" is not the folder's name`)] };
  }
  return { value: parsed.data, findings: [] };
}

async function readBounded(file: string): Promise<string | null> {
  try {
    if ((await stat(file)).size > LIMITS.scenarioSqlBytes) return null;
    return await readFile(file, 'utf8');
  } catch {
    return null; // the caller names the file as missing
  }
}
