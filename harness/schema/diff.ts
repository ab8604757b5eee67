// What tells a database from another one or from a spec: the schema check's differences, by object.
import type { Code } from '../kernel/index.ts';
import type { SchemaCheck, SchemaSpec, Surface } from './contract.ts';

/** `-`: only the first has it. `+`: only the second. `~`: both, not alike. `?`: not found out. */
export type Sign = '-' | '+' | '~' | '?';

export interface Change {
  readonly sign: Sign;
  /** `table birth_registry`; what differences are grouped by. */
  readonly object: string;
  /** Begins a sentence: `column "birth_registry.status"`; else a whole sentence. */
  readonly what: string;
  /** Of the first: the spec, or the dump that it was made of. Null where there is none to tell. */
  readonly first: string | null;
  readonly second: string | null;
  readonly code: string;
  readonly path: string;
}

export interface Diff {
  /** In the spec's order, each object's together. */
  readonly changes: readonly Change[];
  readonly isEqual: boolean;
}

type Row = SchemaCheck['table']['surfaces'][number];
type Found = Row['differences'][number];

/** Equal only if the check held: what was not decided is told, and is no equality. */
export function diffOf(spec: SchemaSpec, check: SchemaCheck): Diff {
  const wheres = new Map(check.findings.map((each) => [sentenceKey(each), each.where]));
  const surfaces = new Map(spec.surfaces.map((surface) => [surface.id, surface]));
  const said = new Map<string, Change>();
  for (const row of check.table.surfaces) {
    for (const found of row.differences) {
      const where = wheres.get(sentenceKey(found)) ?? '';
      const change = changeOf(found, objectOf(found, surfaces.get(row.id), where));
      const key = JSON.stringify([change.object, change.code, change.what]);
      if (!said.has(key)) said.set(key, change);
    }
  }
  const grouped = Map.groupBy(said.values(), ({ object }) => object);
  return { changes: [...grouped.values()].flat(), isEqual: check.table.judgement === 'HELD' };
}

/** The same, looked at from the other side. */
export function flipped({ changes, isEqual }: Diff): Diff {
  const signs = { '-': '+', '+': '-', '~': '~', '?': '?' } as const;
  return {
    isEqual,
    changes: changes.map((each) => ({
      ...each,
      sign: signs[each.sign],
      first: each.second,
      second: each.first,
    })),
  };
}

function sentenceKey({ code, what }: { readonly code: string; readonly what: string }): string {
  return JSON.stringify([code, what]);
}

function changeOf({ code, path, what, found, expected }: Found, object: string): Change {
  const subject = (ending: string): string =>
    what.endsWith(ending) ? what.slice(0, -ending.length) : what;
  const change = { object, code, path, first: expected, second: found };
  if (isUndecided(code)) return { ...change, sign: '?', what };
  const isMissing = / is missing(?= \(there is |$)/;
  if (found === null && isMissing.test(what)) {
    return { ...change, sign: '-', what: what.replace(isMissing, '') };
  }
  if (expected === null) {
    return { ...change, sign: '+', what: subject(' is there, spec does not know it') };
  }
  return { ...change, sign: '~', what: subject(` is ${found ?? ''}, spec says ${expected}`) };
}

function isUndecided(code: string): boolean {
  const codes: readonly Code[] = [
    'SCHEMA_NOT_DECIDED',
    'SCHEMA_NOTHING_TO_CHECK',
    'SCHEMA_CATALOG_UNREADABLE',
    'SANITIZATION_UNCLASSIFIED',
  ];
  return codes.some((each) => each === code);
}

/** Singular of each key of a surface that holds objects by name. */
const KINDS = {
  schemas: 'schema',
  extensions: 'extension',
  enums: 'enum',
  domains: 'domain',
  composites: 'composite type',
  ranges: 'range type',
  tables: 'table',
  views: 'view',
  sequences: 'sequence',
  functions: 'function',
  languages: 'language',
  casts: 'cast',
  operators: 'operator',
  operatorClasses: 'operator class',
  publications: 'publication',
  roles: 'role',
  others: 'object',
} as const satisfies Partial<Record<keyof Surface, string>>;

/** The spec's own name for what a difference is about; else the place in the clone. */
function objectOf({ path }: Found, surface: Surface | undefined, where: string): string {
  for (const [kind, singular] of Object.entries(KINDS)) {
    if (path === `exact.${kind}`) return `${singular} ${where}`;
    if (!path.startsWith(`${kind}.`)) continue;
    const rest = path.slice(kind.length + 1);
    // The kinds are the surface's own keys.
    const named = Object.keys(surface?.[kind as keyof typeof KINDS] ?? {});
    const name = named
      .filter((each) => rest === each || rest.startsWith(`${each}.`))
      .toSorted((left, right) => right.length - left.length)[0];
    return `${singular} ${name ?? (rest.endsWith('.classes') ? rest.slice(0, -8) : where)}`;
  }
  return where === '' ? 'database' : where;
}
