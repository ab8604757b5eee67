// The part of the jest helpers that runs inside a team's jest: plain CommonJS, typed here.
import { createRequire } from 'node:module';
import type { Fingerprint, Rehearsal } from '../../../harness/jest/index.cjs';

interface Matched {
  readonly pass: boolean;
  readonly message: () => string;
}
type Matcher<Received, Rest extends readonly unknown[]> = (
  this: { readonly isNot: boolean },
  received: Received,
  ...rest: Rest
) => Matched;

const load = createRequire(import.meta.url);

export const { toBeExactly, toHold } = load('../../../harness/jest/matchers.cjs') as {
  readonly toBeExactly: Matcher<unknown, [unknown, { readonly sequences?: readonly string[] }?]>;
  readonly toHold: Matcher<unknown, []>;
}; // what that file exports

export const { differencesOf } = load('../../../harness/jest/differences.cjs') as {
  readonly differencesOf: (
    before: Fingerprint,
    after: Fingerprint,
    moving: readonly string[],
  ) => string[];
}; // what that file exports

export const BEFORE: Fingerprint = {
  kind: 'clone-rehearsal fingerprint',
  hash: 'a',
  rowCount: 3,
  tables: { 'public.births': { rows: 2, sha256: 'b' }, 'public.one': { rows: 1, sha256: 'o' } },
  catalog: { columns: ['{"name":"id"}', '{"name":"id"}', '{"name":"title"}'], views: [] },
  sequences: ['public.births_id_seq has given 2', 'public.x will give 1'],
  residue: { 'replication slot': [] },
};

export const REHEARSED: Rehearsal = {
  kind: 'clone-rehearsal rehearsal',
  judgement: 'HELD',
  findings: [],
  scenarios: [{ id: 'birth-note' }],
};
