// Names of tables and sequences as the server writes them: any other would never be met.
import type { FormFault, KeyPath } from '../../kernel/index.ts';
import type { MigrationsFile, ScenarioFile } from '../file-contract.ts';

/** The server quotes whatever is not this, and words of its grammar. */
const PLAIN = /^[a-z_][a-z0-9_]*$/;
const PARTS = /^("(?:[^"]|"")+"|[^".]+)\.("(?:[^"]|"")+"|[^".]+)$/;

export function nameFaults(file: ScenarioFile | MigrationsFile): FormFault[] {
  const expect = 'expect' in file ? file.expect : undefined;
  const named: readonly (readonly [KeyPath, string])[] = [
    ...(file.tables ?? []).map((name, index) => [['tables', index], name] as const),
    ...Object.keys(expect?.rows ?? {}).map((name) => [['expect', 'rows', name], name] as const),
    ...(expect?.sequences ?? []).map(
      (name, index) => [['expect', 'sequences', index], name] as const,
    ),
  ];
  return named.flatMap(([path, name]) => {
    const what = faultOf(name);
    return what === null ? [] : [{ path, what }];
  });
}

function faultOf(name: string): string | null {
  const [, ...parts] = PARTS.exec(name) ?? [];
  if (parts.length === 0) return `"${name}" is no name with its schema, as in public.births`;
  const right = parts.map((part) =>
    PLAIN.test(part) || part.startsWith('"') ? part : `"${part}"`,
  );
  return right.join('.') === name ? null : `"${name}" is written ${right.join('.')}`;
}
