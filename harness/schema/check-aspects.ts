// How the properties of any object are held against a spec: found, said, and where they stand.
import type { OptionsDemand } from './contract.ts';
import { labelOf, nameOf, nearest } from './names.ts';
import { compare, differs, HELD, missing, type Outcome, type Place } from './outcome.ts';

export type DifferCode = Parameters<typeof compare>[0];

/** A property, what the clone has, what the spec says (undefined: nothing), the property in words. */
export type Aspect = readonly [
  key: string,
  found: string,
  expected: string | undefined,
  said?: string,
];

export function aspects(code: DifferCode, at: Place, all: readonly Aspect[]): Outcome[] {
  return all.flatMap(([key, found, expected, said]) =>
    expected === undefined ? [] : [compare(code, aspectPlace(at, key, said), found, expected)],
  );
}

export function aspectPlace(at: Place, key: string, said = key): Place {
  return { ...at, path: `${at.path}.${key}`, subject: `${said} of ${at.subject}` };
}

/** A flag in words; undefined stays so. */
export function flag(value: boolean, yes?: string, no?: string): string;
export function flag(value: boolean | undefined, yes?: string, no?: string): string | undefined;
export function flag(value: boolean | undefined, yes = 'on', no = 'off'): string | undefined {
  return value === undefined ? undefined : value ? yes : no;
}

/** `null` and `false` are none. */
export function orNone(value: string | null | false): string;
export function orNone(value: string | null | false | undefined): string | undefined;
export function orNone(value: string | null | false | undefined): string | undefined {
  return value === undefined ? undefined : value === null || value === false ? 'none' : value;
}

export function commentAspect(found: string | null, says: string | false | undefined): Aspect {
  return ['comment', orNone(found), orNone(says)];
}

/** `schema.name` of a function and the like, as people write it: public goes without saying. */
export function publicLabel(found: string | null): string | null {
  return found?.replace(/^public\./, '') ?? null;
}

/** Same for what is mostly Postgres' own (collations, operator classes): public is said there. */
export function ownLabel(found: string | null): string | null {
  return found?.replace(/^pg_catalog\./, '') ?? null;
}

/** Text of a demand, in the words of the two above. */
export function saidName(
  says: string | false | undefined,
  label: (text: string | null) => string | null,
): string | false | undefined {
  return typeof says === 'string' ? (label(says.replaceAll('"', '')) ?? says) : says;
}

/** `isExact`: options that the spec does not name are refused. */
export function optionOutcomes(
  code: DifferCode,
  at: Place,
  found: Readonly<Record<string, string>>,
  says: OptionsDemand | undefined,
  isExact: boolean,
): Outcome[] {
  const named = Object.entries(says ?? {}).map(([key, value]) => {
    const place = { ...at, path: `${at.path}.options.${key}`, subject: `${key} of ${at.subject}` };
    const has = found[key];
    return compare(code, place, has === undefined ? 'not set' : word(has), word(String(value)));
  });
  if (!isExact) return named;
  const extra = Object.entries(found).filter(([key]) => says?.[key] === undefined);
  return [
    ...named,
    ...extra.map(([key, value]) =>
      differs(code, aspectPlace(at, `options.${key}`, key), value, 'not set'),
    ),
  ];
}

/** Postgres keeps a boolean option as it was written. */
function word(text: string): string {
  if (/^(true|on|yes|1)$/i.test(text)) return 'true';
  return /^(false|off|no|0)$/i.test(text) ? 'false' : text;
}

export interface LookUp<T> {
  readonly found: T | undefined;
  readonly at: Place;
  readonly near: string | null;
  readonly label: string;
}

/** An object by its qualified name. `key`: of the surface; `kind`: in words. */
export function lookUp<T extends { readonly schema: string; readonly name: string }>(
  key: string,
  kind: string,
  name: string,
  all: readonly T[],
): LookUp<T> {
  const wanted = nameOf(name);
  const label = labelOf(wanted.schema, wanted.name);
  const found = all.find((each) => each.schema === wanted.schema && each.name === wanted.name);
  const labels = (): string[] => all.map((each) => labelOf(each.schema, each.name));
  return {
    found,
    at: { path: `${key}.${name}`, where: label, subject: `${kind} "${label}"` },
    near: found === undefined ? nearest(label, labels()) : null,
    label,
  };
}

/** The object, or that it is missing; what is demanded of it follows where it is there. */
export function ifThere<T>(
  { found, at, near }: LookUp<T>,
  code: DifferCode,
  of: (found: T) => readonly Outcome[],
): Outcome[] {
  return found === undefined ? [missing(code, at, near)] : [HELD, ...of(found)];
}
