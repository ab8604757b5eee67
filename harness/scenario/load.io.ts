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
      ...(folders.length === 0
        ? [finding('SCENARIO_NONE', 'scenarios', 'no scenario is named')]
        : []),
    ],
  };
}

async function loadScenario(
  root: string,
  folder: string,
): Promise<{ readonly scenario: Scenario | null; readonly findings: readonly Finding[] }> {
  const files: Record<string, Sha256> = {};
  const findings: Finding[] = [];
  /** The text of a file; null where there is none, and a finding unless it may be missing. */
  const read = async (name: string, need: 'required' | 'optional'): Promise<string | null> => {
    const found = await readBounded(path.join(root, folder, name));
    if (found.kind === 'bytes') {
      files[name] = sha256(found.bytes);
      const text = textOf(found.bytes);
      if (text !== null) return text;
      findings.push(finding('SCENARIO_INVALID', `${folder}/${name}`, 'it is not plain UTF-8'));
    } else if (found.kind === 'refused' || need === 'required') {
      const what = found.kind === 'refused' ? found.why : 'it is missing';
      findings.push(finding('SCENARIO_INVALID', `${folder}/${name}`, what));
    }
    return null;
  };
  const yaml = await read('scenario.yaml', 'required');
  if (yaml === null) return { scenario: null, findings };
  const file = parseFile(yaml, `${folder}/scenario.yaml`, path.basename(folder));
  if (file.value === null) return { scenario: null, findings: file.findings };
  const apply = script(await read('apply.sql', 'required'), `${folder}/apply.sql`, file.value.kind);
  const verify = script(await read('verify.sql', 'optional'), `${folder}/verify.sql`, 'read-only');
  findings.push(...apply.findings, ...verify.findings);
  if (findings.length > 0) return { scenario: null, findings };
  return {
    scenario: { ...file.value, folder, apply: apply.statements, verify: verify.statements, files },
    findings: [],
  };
}

function script(sql: string | null, file: string, kind: ScenarioFile['kind']): Script {
  return sql === null ? { statements: [], findings: [] } : readScript(file, sql, kind);
}

function parseFile(
  text: string,
  where: string,
  folderName: string,
): { readonly value: ScenarioFile | null; readonly findings: readonly Finding[] } {
  const document = parseDocument(text, { uniqueKeys: true });
  const bad = (what: string): Finding => finding('SCENARIO_INVALID', where, what);
  if (document.errors.length > 0) {
    return {
      value: null,
      findings: document.errors.map(({ message }) => bad(message.split('\n')[0] ?? '')),
    };
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

type Found =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'absent' }
  | { readonly kind: 'refused'; readonly why: string };

/** Only a file that is not there is absent: one that cannot be read must not pass for none. */
async function readBounded(file: string): Promise<Found> {
  try {
    const facts = await stat(file);
    // Anything else (a pipe above all) might never end.
    if (!facts.isFile()) return { kind: 'refused', why: 'it is no plain file' };
    if (facts.size > LIMITS.scenarioSqlBytes) {
      return { kind: 'refused', why: `it is larger than ${LIMITS.scenarioSqlBytes} bytes` };
    }
    return { kind: 'bytes', bytes: await readFile(file) };
  } catch (error) {
    const code: unknown = Reflect.get(Object(error), 'code');
    return code === 'ENOENT' ? { kind: 'absent' } : { kind: 'refused', why: 'it cannot be read' };
  }
}

function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
