// Text of a scenario.yaml, or the object of a scenario.ts, to its value or to every mistake in it.
import { finding, formFaults, readYaml, type Finding, type KeyPath } from '../../kernel/index.ts';
import { nameFaults } from './file-names.ts';
import {
  migrationsFileSchema,
  scenarioFileSchema,
  type MigrationsFile,
  type ScenarioFile,
} from '../file-contract.ts';

export type Written =
  | { readonly form: 'scenario'; readonly file: ScenarioFile }
  | { readonly form: 'migrations'; readonly file: MigrationsFile };

export interface FileRead {
  readonly written: Written | null;
  /** Empty exactly where it could be read. */
  readonly findings: readonly Finding[];
  /** The place of a key, for messages about what it says. */
  readonly placeOf: (path: KeyPath) => string;
}

/** `where` names the file in messages; `id` is the folder's name, which the file has to repeat. */
export function parseScenarioFile(text: string, where: string, id: string): FileRead {
  const { plain, mistakes, ...yaml } = readYaml(text);
  const placeOf = (path: KeyPath): string => `${where}${yaml.placeOf(path)}`;
  if (mistakes.length > 0) {
    const findings = mistakes.map(({ place, what }) =>
      finding('SCENARIO_INVALID', `${where}${place}`, what),
    );
    return { written: null, findings, placeOf };
  }
  return readPlain(plain, id, placeOf);
}

/** The same for data that is there already: a version is not asked of code. */
export function parseDefinition(definition: unknown, where: string, id: string): FileRead {
  const isObject = typeof definition === 'object' && definition !== null;
  return readPlain(isObject ? { version: 1, ...definition } : definition, id, () => where);
}

function readPlain(plain: unknown, id: string, placeOf: (path: KeyPath) => string): FileRead {
  const say = (path: KeyPath, what: string): Finding => {
    const key = path.length === 0 ? 'the file' : `"${path.map(String).join('.')}"`;
    return finding('SCENARIO_INVALID', placeOf(path), `${key}: ${what}`);
  };
  const isMigrations = typeof plain === 'object' && plain !== null && 'migrations' in plain;
  const schema = isMigrations ? migrationsFileSchema : scenarioFileSchema;
  const parsed = schema.safeParse(plain);
  if (!parsed.success) {
    const faults = formFaults(parsed.error, schema, plain);
    return { written: null, findings: faults.map(({ path, what }) => say(path, what)), placeOf };
  }
  if (parsed.data.id !== id) {
    const what = `"${parsed.data.id}" is not the folder's name, "${id}"`;
    return { written: null, findings: [say(['id'], what)], placeOf };
  }
  const names = nameFaults(parsed.data);
  if (names.length > 0) {
    return { written: null, findings: names.map(({ path, what }) => say(path, what)), placeOf };
  }
  const written: Written =
    'migrations' in parsed.data
      ? { form: 'migrations', file: parsed.data }
      : { form: 'scenario', file: parsed.data };
  return { written, findings: [], placeOf };
}
