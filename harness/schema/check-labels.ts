// One name for each thing of a clone, and the same for what a spec names: what is extra, what is absent.
import { defaultPrivilegeLabel } from './check-database.ts';
import { keyOf } from './check-context.ts';
import type { Catalog, ExactKind, SchemaSpec, Surface } from './contract.ts';
import { labelOf, nameOf } from './names.ts';
import {
  castLabel,
  functionLabel,
  functionSignature,
  operatorClassLabel,
  operatorLabel,
  operatorSignature,
  otherLabel,
} from './signature.ts';

export interface Labelled {
  readonly label: string;
  readonly schema: string | null;
  /** In words. */
  readonly kind: string;
  /** What it is, shortly. */
  readonly found: string;
}

export type ObjectKind = Exclude<ExactKind, 'grants'>;

/** What Postgres brings to every database, though a person may drop it. */
const BROUGHT: Partial<Record<ObjectKind, readonly string[]>> = {
  schemas: ['public'],
  extensions: ['plpgsql'],
  languages: ['internal', 'c', 'sql', 'plpgsql'],
};

interface Located {
  readonly schema: string;
  readonly name: string;
}

/** Everything of that kind but what extensions, Postgres and identity columns bring. */
export function labelledOf(kind: ObjectKind, catalog: Catalog): Labelled[] {
  const sequences = catalog.sequences.filter(({ isIdentity }) => !isIdentity);
  return everyOf(kind, { ...catalog, sequences }, own).filter(
    ({ label }) => BROUGHT[kind]?.includes(label) !== true,
  );
}

/** With what extensions and Postgres bring. */
export function allLabelsOf(kind: ObjectKind, catalog: Catalog): ReadonlySet<string> {
  return new Set(everyOf(kind, catalog, (all) => all).map(({ label }) => label));
}

type Choice = <T extends { readonly isOfExtension: boolean }>(all: readonly T[]) => readonly T[];

function everyOf(kind: ObjectKind, catalog: Catalog, chosen: Choice): Labelled[] {
  const within = <T extends Located & { readonly isOfExtension: boolean }>(
    all: readonly T[],
    word: string,
    label = ({ schema, name }: T): string => labelOf(schema, name),
  ): Labelled[] =>
    chosen(all).map((each) => ({
      label: label(each),
      schema: each.schema,
      kind: word,
      found: word,
    }));
  const wide = (label: string, word: string, found = word): Labelled => ({
    label,
    schema: null,
    kind: word,
    found,
  });
  const relations = (kinds: readonly string[]): Catalog['relations'] =>
    catalog.relations.filter((each) => kinds.includes(each.kind));
  switch (kind) {
    case 'schemas':
      return chosen(catalog.schemas).map(({ name }) => wide(name, 'schema'));
    case 'extensions':
      return catalog.extensions.map(({ name, version }) => wide(name, 'extension', version));
    case 'enums':
      return within(catalog.enums, 'enum');
    case 'domains':
      return within(catalog.domains, 'domain');
    case 'composites':
      return within(catalog.composites, 'composite type');
    case 'ranges':
      return within(catalog.ranges, 'range type');
    case 'tables':
      return within(relations(['table', 'partitioned', 'foreign']), 'table');
    case 'views':
      return within(relations(['view', 'materialized']), 'view');
    case 'sequences':
      return within(catalog.sequences, 'sequence');
    case 'functions':
      return within(catalog.functions, 'function', functionLabel);
    case 'languages':
      return chosen(catalog.languages).map(({ name }) => wide(name, 'language'));
    case 'casts':
      return chosen(catalog.casts).map(({ source, target }) =>
        wide(castLabel(`${source} as ${target}`), 'cast'),
      );
    case 'operators':
      return within(catalog.operators, 'operator', operatorLabel);
    case 'operatorClasses':
      return within(
        catalog.operatorClasses,
        'operator class',
        ({ schema, name, method }) => `${labelOf(schema, name)} using ${method}`,
      );
    case 'publications':
      return catalog.publications.map(({ name }) => wide(name, 'publication'));
    case 'defaultPrivileges':
      return catalog.defaultPrivileges.map((each) =>
        wide(defaultPrivilegeLabel(each), 'default privileges'),
      );
    case 'roles':
      return catalog.roles.map((name) => wide(name, 'role'));
    case 'others':
      return chosen(catalog.others).map((each) => ({
        label: otherLabel(`${each.kind} ${each.identity}`),
        schema: each.schema,
        kind: '',
        found: each.kind,
      }));
  }
}

function own<T extends { readonly isOfExtension: boolean }>(all: readonly T[]): T[] {
  return all.filter(({ isOfExtension }) => !isOfExtension);
}

/** What all surfaces together name of that kind. */
export function namedIn(kind: ObjectKind, { surfaces }: SchemaSpec): ReadonlySet<string> {
  return new Set(surfaces.flatMap((surface) => namedBy(kind, surface)));
}

/** What one surface names of that kind. */
export function namedBy(kind: ObjectKind, surface: Surface): string[] {
  const keys = (record: Readonly<Record<string, unknown>> | undefined): string[] =>
    Object.keys(record ?? {});
  const plain = (texts: readonly string[]): string[] => texts.map(plainLabel);
  switch (kind) {
    case 'schemas':
      return Array.isArray(surface.schemas) ? surface.schemas : keys(surface.schemas);
    case 'roles':
      return surface.roles ?? [];
    case 'extensions':
    case 'languages':
    case 'publications':
      return keys(surface[kind]);
    case 'enums':
    case 'domains':
    case 'composites':
    case 'ranges':
    case 'views':
    case 'sequences':
      return plain(keys(surface[kind]));
    case 'tables':
      return plain([
        ...keys(surface.tables),
        ...Object.values(surface.tables ?? {}).flatMap(({ partitions }) => keys(partitions)),
      ]);
    case 'functions':
      return keys(surface.functions).map(functionText);
    case 'casts':
      return keys(surface.casts).map(castLabel);
    case 'operators':
      return keys(surface.operators).map(operatorText);
    case 'operatorClasses':
      return keys(surface.operatorClasses).map(operatorClassLabel);
    case 'defaultPrivileges':
      return (surface.defaultPrivileges ?? []).map(defaultPrivilegeLabel);
    case 'others':
      return [
        ...keys(surface.others).map(otherLabel),
        // Made along with its class.
        ...keys(surface.operatorClasses).map((text) =>
          otherLabel(`operator family ${operatorClassLabel(text)}`),
        ),
      ];
  }
}

export function plainLabel(text: string): string {
  const { schema, name } = nameOf(text);
  return labelOf(schema, name);
}

export function functionText(text: string): string {
  const signature = functionSignature(text);
  return signature === null ? text : functionLabel(signature);
}

export function operatorText(text: string): string {
  const signature = operatorSignature(text);
  return signature === null ? text : operatorLabel(signature);
}

/** Partitions whose whole is named: said there. */
export function partitionKeys(spec: SchemaSpec, catalog: Catalog): ReadonlySet<string> {
  const named = namedIn('tables', spec);
  return new Set(
    catalog.relations
      .filter(
        ({ isPartition, parents }) =>
          isPartition && parents.some(({ schema, name }) => named.has(labelOf(schema, name))),
      )
      .map(({ schema, name }) => keyOf(schema, name)),
  );
}
