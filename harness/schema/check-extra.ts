// What a clone has that no part of the spec names, where the spec or a surface is exact about it.
import type { Context, Scope } from './check-context.ts';
import { keyOf } from './check-context.ts';
import {
  labelledOf,
  namedIn,
  partitionKeys,
  type Labelled,
  type ObjectKind,
} from './check-labels.ts';
import { EXACT_KINDS } from './contract.ts';
import { nameOf } from './names.ts';
import { HELD, unwanted, type Outcome } from './outcome.ts';

const KINDS = EXACT_KINDS.filter((kind): kind is ObjectKind => kind !== 'grants');

/** Objects of extensions and of Postgres itself are never counted. */
export function extraOutcomes({ spec, catalog }: Context, scope: Scope): Outcome[] {
  return KINDS.flatMap((kind) => {
    const all = labelledOf(kind, catalog).filter(({ schema }) => scope(kind, schema));
    // Asked of nothing it holds too, but only where the scope reaches at all.
    if (all.length === 0) return scope(kind, null) || scope(kind, 'public') ? [HELD] : [];
    const named = namedIn(kind, spec);
    const parts = kind === 'tables' ? partitionKeys(spec, catalog) : new Set<string>();
    const isPart = (label: string): boolean => {
      const { schema, name } = nameOf(label);
      return parts.has(keyOf(schema, name));
    };
    const extra = all.filter(({ label }) => !named.has(label) && !isPart(label));
    return extra.length === 0 ? [HELD] : extra.map((each) => extraOutcome(kind, each));
  });
}

function extraOutcome(key: ObjectKind, { kind, label, found }: Labelled): Outcome {
  const subject = kind === '' ? `"${label}"` : `${kind} "${label}"`;
  return unwanted('SCHEMA_OBJECT_EXTRA', { path: `exact.${key}`, where: label, subject }, found);
}
