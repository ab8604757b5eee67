// Who may do what, against the spec: exactly the privileges of each role that it names.
import type { Grants, GrantsDemand } from './contract.ts';
import { compare, type Outcome, type Place } from './outcome.ts';

/** What each kind of object can be granted. MAINTAIN came with 17: `all` is with or without it. */
const PRIVILEGES = {
  table: ['delete', 'insert', 'references', 'select', 'trigger', 'truncate', 'update'],
  column: ['insert', 'references', 'select', 'update'],
  sequence: ['select', 'update', 'usage'],
  schema: ['create', 'usage'],
  database: ['connect', 'create', 'temporary'],
  function: ['execute'],
  type: ['usage'],
  language: ['usage'],
  other: ['usage'],
} as const;
export type GrantKind = keyof typeof PRIVILEGES;

/** What everyone may do with something new. */
const PUBLIC: Partial<Record<GrantKind, readonly string[]>> = {
  database: ['connect', 'temporary'],
  function: ['execute'],
  type: ['usage'],
  language: ['usage'],
};

export interface Granted {
  readonly kind: GrantKind;
  readonly found: Grants;
  /** Null of a column: nobody has rights of its own there. */
  readonly owner: string | null;
  /** What everyone may do where nobody said anything, if it is not what a new object gives. */
  readonly forPublic?: readonly string[];
}

/** `isExact`: a role that the spec does not name has what a new object gives it, and no more. */
export function grantOutcomes(
  at: Place,
  { kind, found, owner, forPublic }: Granted,
  says: GrantsDemand | undefined,
  isExact: boolean,
): Outcome[] {
  const said = new Map(Object.entries(says ?? {}));
  const expected = new Map<string, readonly string[]>(said);
  if (isExact) {
    const everyone = forPublic ?? PUBLIC[kind] ?? [];
    if (!said.has('public')) expected.set('public', everyone);
    if (owner !== null && !said.has(owner)) expected.set(owner, ['all']);
    for (const { role } of found) if (!expected.has(role)) expected.set(role, []);
  }
  return [...expected].map(([role, privileges]) => {
    const has = found.find((each) => each.role === role)?.privileges ?? [];
    const place = {
      ...at,
      path: `${at.path}.grants.${role}`,
      subject: `what "${role}" may do with ${at.subject}`,
    };
    return compare('SCHEMA_GRANTS_DIFFER', place, words(kind, has), words(kind, privileges));
  });
}

/** Sorted; the whole of them as `all`. */
function words(kind: GrantKind, privileges: readonly string[]): string {
  const clean = privileges.map((each) =>
    each
      .trim()
      .toLowerCase()
      .replace(/\s+/g, ' ')
      .replace(/^temp\b/, 'temporary'),
  );
  const kept = new Set(clean);
  const [only, ...more] = PRIVILEGES[kind];
  for (const suffix of ['', ' with grant option']) {
    if (more.length === 0) {
      // Where there is one privilege, it is all of them.
      if (kept.delete(`all${suffix}`)) kept.add(`${only}${suffix}`);
      continue;
    }
    const whole = PRIVILEGES[kind].map((each) => `${each}${suffix}`);
    if (!kept.has(`all${suffix}`) && !whole.every((each) => kept.has(each))) continue;
    for (const each of [...whole, `maintain${suffix}`]) kept.delete(each);
    kept.add(`all${suffix}`);
  }
  return kept.size === 0 ? 'nothing' : [...kept].toSorted().join(', ');
}

/** Null where it is a privilege of that kind, else the known ones. */
export function knownPrivileges(kind: GrantKind, privilege: string): readonly string[] | null {
  const bare = privilege
    .trim()
    .toLowerCase()
    .replace(/\s+with grant option$/, '');
  const known = [...PRIVILEGES[kind], 'all', ...(kind === 'table' ? ['maintain'] : [])];
  return known.includes(bare) || (kind === 'database' && bare === 'temp') ? null : known;
}
