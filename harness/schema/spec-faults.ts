// What is wrong with a spec beyond its form: parts that cannot fail, contradict, or say nothing.
import { knownPrivileges, type GrantKind } from './check-grants.ts';
import type { GrantsDemand, SchemaSpec, Surface } from './contract.ts';
import { isQuery, statementOf } from './expression-statement.ts';
import { parseName, splitName } from './names.ts';
import {
  functionSignature,
  isCast,
  isOperatorClass,
  isOther,
  operatorSignature,
} from './signature.ts';
import { classFaults } from './spec-faults-classes.ts';
import { columnFaults, expressionFaults, indexFaults, tableFaults } from './spec-faults-tables.ts';
import { empty, invalid, isEmptyRecord, type Path, type SpecFault } from './spec-fault.ts';
import { isVersionRange } from './versions.ts';

/** Rows of Table B that stand for the spec as a whole. */
const RESERVED_IDS: readonly string[] = ['exact', 'sanitization'];

/** Every fault, in the order of the file. */
export function specFaults({ surfaces }: SchemaSpec): SpecFault[] {
  const ids = surfaces.map(({ id }) => id);
  const faults = surfaces.flatMap((surface, index) =>
    surfaceFaults(surface, ['surfaces', index], ids, index),
  );
  faults.push(...classFaults(surfaces));
  if (!surfaces.some(({ required }) => required === true)) {
    faults.push(
      empty(['surfaces'], 'no surface is required whatever the clone holds: one has to be'),
    );
  }
  return faults;
}

function surfaceFaults(
  surface: Surface,
  path: Path,
  ids: readonly string[],
  index: number,
): SpecFault[] {
  const { id, title: _, required, ...demands } = surface;
  const faults: SpecFault[] = [];
  if (ids.indexOf(id) !== index)
    faults.push(invalid([...path, 'id'], `the id "${id}" is taken by a surface above`));
  if (RESERVED_IDS.includes(id))
    faults.push(invalid([...path, 'id'], `the id "${id}" is the harness's own; take another`));
  if (required !== true && !ids.includes(required.when)) {
    faults.push(invalid([...path, 'required'], `there is no surface "${required.when}"`));
  }
  if (Object.values(demands).every((demand) => demand === undefined || isEmptyRecord(demand))) {
    faults.push(empty(path, `surface "${id}" demands nothing`));
  }
  return [
    ...faults,
    ...nameFaults(surface, path),
    ...grantFaults(surface, path),
    ...objectFaults(surface, path),
    ...Object.entries(surface.tables ?? {}).flatMap(([name, table]) =>
      tableFaults(table, [...path, 'tables', name]),
    ),
    ...viewFaults(surface, path),
    ...assertionFaults(surface, path),
  ];
}

/** Kinds whose keys are names or signatures, with what a key has to be. */
const KEYS = [
  ['tables', isName, 'no name or schema.name'],
  ['views', isName, 'no name or schema.name'],
  ['enums', isName, 'no name or schema.name'],
  ['domains', isName, 'no name or schema.name'],
  ['composites', isName, 'no name or schema.name'],
  ['ranges', isName, 'no name or schema.name'],
  ['sequences', isName, 'no name or schema.name'],
  ['functions', (text: string) => functionSignature(text) !== null, 'not written name(type, ...)'],
  ['operators', (text: string) => operatorSignature(text) !== null, 'not written sign(type, type)'],
  ['operatorClasses', isOperatorClass, 'not written name using method'],
  ['casts', isCast, 'not written type as type'],
  ['others', isOther, 'not written kind name, as "collation public.german"'],
] as const;

function isName(text: string): boolean {
  return parseName(text) !== null;
}

function nameFaults(surface: Surface, path: Path): SpecFault[] {
  return KEYS.flatMap(([kind, isGood, words]) =>
    Object.keys(surface[kind] ?? {})
      .filter((name) => !isGood(name))
      .map((name) => invalid([...path, kind, name], `"${name}" is ${words}`)),
  );
}

const GRANTED: readonly (readonly [keyof Surface, GrantKind])[] = [
  ['schemas', 'schema'],
  ['enums', 'type'],
  ['domains', 'type'],
  ['composites', 'type'],
  ['ranges', 'type'],
  ['tables', 'table'],
  ['views', 'table'],
  ['sequences', 'sequence'],
  ['functions', 'function'],
  ['languages', 'language'],
  ['others', 'other'],
];

function grantFaults(surface: Surface, path: Path): SpecFault[] {
  const { database } = surface;
  const faults = GRANTED.flatMap(([key, kind]) =>
    entriesOf(surface[key]).flatMap(([name, demand]) => [
      ...privilegeFaults(kind, grantsOf(demand), [...path, key, name, 'grants']),
      ...entriesOf(partOf(demand, 'columns')).flatMap(([column, written]) =>
        privilegeFaults('column', grantsOf(written), [
          ...path,
          key,
          name,
          'columns',
          column,
          'grants',
        ]),
      ),
    ]),
  );
  return [
    ...faults,
    ...privilegeFaults('database', grantsOf(database), [...path, 'database', 'grants']),
  ];
}

function privilegeFaults(kind: GrantKind, grants: GrantsDemand, path: Path): SpecFault[] {
  return Object.entries(grants).flatMap(([role, privileges]) =>
    privileges.flatMap((privilege) => {
      const known = knownPrivileges(kind, privilege);
      if (known === null) return [];
      const what = `"${privilege}" is no privilege here; known are ${known.join(', ')}`;
      return [invalid([...path, role], what)];
    }),
  );
}

function entriesOf(value: unknown): [string, unknown][] {
  const isRecord = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isRecord ? Object.entries(value) : [];
}

function partOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

function grantsOf(value: unknown): GrantsDemand {
  const grants = partOf(value, 'grants');
  const lists = entriesOf(grants).map(([role, list]): [string, string[]] => [
    role,
    Array.isArray(list) ? list.map(String) : [],
  ]);
  return Object.fromEntries(lists);
}

function objectFaults(surface: Surface, path: Path): SpecFault[] {
  const faults: SpecFault[] = [];
  for (const [name, { version }] of Object.entries(surface.extensions ?? {})) {
    if (version !== undefined && !isVersionRange(version)) {
      const what = `"${version}" is no version, and no range such as ">=1.4 <2"`;
      faults.push(invalid([...path, 'extensions', name, 'version'], what));
    }
  }
  for (const [name, { ownedBy }] of Object.entries(surface.sequences ?? {})) {
    if (typeof ownedBy === 'string' && ![2, 3].includes(splitName(ownedBy)?.length ?? 0)) {
      faults.push(
        invalid([...path, 'sequences', name, 'ownedBy'], `"${ownedBy}" is no table.column`),
      );
    }
  }
  for (const [name, domain] of Object.entries(surface.domains ?? {})) {
    const at = [...path, 'domains', name];
    faults.push(...expressionFaults(domain.default, [...at, 'default']));
    domain.checks?.forEach((text, index) =>
      faults.push(...expressionFaults(text, [...at, 'checks', index])),
    );
  }
  for (const [name, { definition }] of Object.entries(surface.others ?? {})) {
    if (definition !== undefined && statementOf(definition)?.kind !== 'CreateStatsStmt') {
      const at = [...path, 'others', name, 'definition'];
      faults.push(invalid(at, 'only extended statistics have one: CREATE STATISTICS ...'));
    }
  }
  return faults;
}

function viewFaults(surface: Surface, path: Path): SpecFault[] {
  return Object.entries(surface.views ?? {}).flatMap(([name, view]) => {
    const at = [...path, 'views', name];
    const faults = [
      ...columnFaults(view.columns ?? {}, [...at, 'columns']),
      ...(view.indexes ?? []).flatMap((index, place) =>
        indexFaults(index, [...at, 'indexes', place]),
      ),
    ];
    if (view.definition !== undefined && !isQuery(view.definition))
      faults.push(invalid([...at, 'definition'], 'it has to be one SELECT'));
    return faults;
  });
}

function assertionFaults({ assertions = [] }: Surface, path: Path): SpecFault[] {
  return assertions.flatMap(({ sql }, index) =>
    isQuery(sql) ? [] : [invalid([...path, 'assertions', index, 'sql'], 'it has to be one SELECT')],
  );
}
