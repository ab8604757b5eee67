// What every part of a written spec has: names as people write them, owners, comments, grants.
// Undefined stands for what is not said; it is taken out at the end.
import { grantOutcomes, type GrantKind } from './check-grants.ts';
import type { Grants, GrantsDemand } from './contract.ts';
import { labelOf } from './names.ts';
import { visible } from './outcome.ts';
import { canonicalType } from './types.ts';

interface Named {
  readonly schema: string;
  readonly name: string;
}

/** Undefined where the list or record holds nothing. */
export function unlessEmpty<T extends object>(value: T): T | undefined {
  return Object.keys(value).length === 0 ? undefined : value;
}

/** Undefined where it is not so: what is false goes without saying. */
export function onlyTrue(value: boolean): true | undefined {
  return value || undefined;
}

export function nameText({ schema, name }: Named): string {
  return labelOf(schema, name);
}

/** By `schema.name`, in the order of the list. */
export function byName<T extends Named, D>(
  all: readonly T[],
  write: (each: T) => D,
): Record<string, D> | undefined {
  return unlessEmpty(Object.fromEntries(all.map((each) => [nameText(each), write(each)])));
}

interface Owned {
  readonly owner: string;
  readonly comment: string | undefined;
  readonly grants: GrantsDemand | undefined;
}

export function owned(
  kind: GrantKind,
  each: { readonly owner: string; readonly comment: string | null; readonly grants: Grants },
): Owned {
  return {
    owner: each.owner,
    comment: each.comment ?? undefined,
    grants: grantsOf(kind, each.grants, each.owner),
  };
}

const NOWHERE = { path: '', where: '', subject: '' };

/** Of the roles that do not have what a new object gives them: what the check itself would name. */
export function grantsOf(
  kind: GrantKind,
  grants: Grants,
  owner: string | null,
): GrantsDemand | undefined {
  const outcomes = grantOutcomes(NOWHERE, { kind, found: grants, owner }, undefined, true);
  const found = new Map(outcomes.map(({ difference }) => [difference?.path, difference?.found]));
  const roles = ['public', ...(owner === null ? [] : [owner]), ...grants.map(({ role }) => role)];
  const said = [...new Set(roles)].toSorted().flatMap((role): [string, string[]][] => {
    const words = found.get(visible(`.grants.${role}`));
    if (typeof words !== 'string') return [];
    return [[role, words === 'nothing' ? [] : words.split(', ')]];
  });
  return unlessEmpty(Object.fromEntries(said));
}

/** The spelling that people use, where it means the same: `timestamptz`, `varchar(20)`. */
export function typeText(type: string): string {
  const canonical = canonicalType(type);
  const spelled = canonical
    .replace(/^character varying\b/, 'varchar')
    .replace(/^character\b/, 'char')
    .replace(/^(time(?:stamp)?)(\(\d\))? with time zone/, '$1tz$2')
    .replace(/^(time(?:stamp)?)(\(\d\))? without time zone/, '$1$2');
  return canonicalType(spelled) === canonical ? spelled : canonical;
}
