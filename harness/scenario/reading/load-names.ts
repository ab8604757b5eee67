// Which files of a folder belong to a scenario, and which only look as if they did.
import { finding, suggestion, type Finding } from '../../kernel/index.ts';
import { SCRIPT_NAMES, type ScriptName } from '../define.ts';

export const YAML_FILE = 'scenario.yaml';
export const CODE_FILE = 'scenario.ts';
const SQL_FILES: readonly string[] = SCRIPT_NAMES.map((name) => `${name}.sql`);

export function sqlFileOf(script: ScriptName): string {
  return `${script}.sql`;
}

/** Files that nobody would read, in a folder of this form. */
export function strayFiles(
  folder: string,
  names: readonly string[],
  form: 'scenario.yaml' | 'scenario.ts' | 'migrations',
): Finding[] {
  const bad = (name: string, what: string): Finding =>
    finding('SCENARIO_INVALID', `${folder}/${name}`, what);
  return names.flatMap((name): Finding[] => {
    if (/^scenario\.(?:ya?ml|json|[cm]?[jt]sx?)$/i.test(name)) {
      return name === YAML_FILE || name === CODE_FILE
        ? []
        : [bad(name, `nobody reads it; call it "${YAML_FILE}" or "${CODE_FILE}"`)];
    }
    if (!/\.sql$/i.test(name)) return [];
    if (form === 'scenario.ts') return [bad(name, `${CODE_FILE} brings the SQL; remove this file`)];
    if (form === 'migrations') {
      return [bad(name, 'the change is in the migrations; remove this file')];
    }
    if (SQL_FILES.includes(name)) return [];
    const hint = suggestion(name, SQL_FILES) ?? `scripts are ${SQL_FILES.join(', ')}`;
    return [bad(name, `it is no script of a scenario; ${hint}`)];
  });
}
