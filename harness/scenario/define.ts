// What a scenario.ts exports: the keys of scenario.yaml and the SQL, checked as they are typed.
import { finding, Problem, type Finding } from '../kernel/index.ts';
import { parseDefinition, type FileRead } from './reading/file.ts';
import type { ScenarioDefinition } from './file-contract.ts';

export const SCRIPT_NAMES = ['setup', 'apply', 'verify', 'revert'] as const;
export type ScriptName = (typeof SCRIPT_NAMES)[number];

/**
 * The scenario as its folder hands it over:
 * `export default defineScenario({ id: 'birth-retire', kind: 'snapshot', ..., apply: sql })`.
 * @throws Problem SCENARIO_INVALID with every mistake
 */
export function defineScenario(definition: ScenarioDefinition): ScenarioDefinition {
  const { findings } = readDefinition(definition, 'scenario.ts', definition.id);
  if (findings.length > 0) throw new Problem(findings);
  return Object.freeze({ ...definition });
}

export interface DefinitionRead extends FileRead {
  readonly texts: Readonly<Partial<Record<ScriptName, string>>>;
}

/** Of anything that code may hand over. */
export function readDefinition(definition: unknown, where: string, id: string): DefinitionRead {
  if (typeof definition !== 'object' || definition === null) {
    const what = 'it must export what defineScenario returns, as its default';
    const findings = [finding('SCENARIO_CODE_FAILED', where, what)];
    return { written: null, findings, placeOf: () => where, texts: {} };
  }
  const keys = Object.entries(definition);
  const isSql = (key: string): key is ScriptName => SCRIPT_NAMES.some((name) => name === key);
  const texts: Partial<Record<ScriptName, string>> = {};
  const findings: Finding[] = [];
  for (const [key, value] of keys) {
    if (!isSql(key) || value === undefined) continue;
    if (typeof value === 'string') texts[key] = value;
    else findings.push(finding('SCENARIO_INVALID', where, `"${key}": it is no text`));
  }
  const rest = keys.filter(([key, value]) => !isSql(key) && value !== undefined);
  const read = parseDefinition(Object.fromEntries(rest), where, id);
  return { ...read, findings: [...read.findings, ...findings], texts };
}
