// Well-formed inputs that need no clone. Each probe takes one and makes one thing in it bad.
import { CONFIRMATION } from '../intake/contract.ts';
import { sha256 } from '../kernel/index.ts';
import type { RollbackEntry } from '../proof/contract.ts';

/** Files by plain path. */
export type ProbeFiles = Readonly<Record<string, string>>;

const BEFORE = sha256('probe: the state before');

const ENTRY: RollbackEntry = {
  id: 'probe/RB-CLONE-TXN/transaction',
  scenario: 'probe',
  rollback_class: 'RB-CLONE-TXN',
  way: 'transaction',
  before_hash: BEFORE,
  after_apply_hash: sha256('probe: the changed state'),
  after_rollback_hash: BEFORE,
  expected_hash: BEFORE,
  restored_match: true,
  row_count_before: 100,
  row_count_after: 100,
  production_rollback_status: 'NOT_APPLICABLE',
};

/** A change that did not change anything. */
export const NO_MUTATION: Partial<RollbackEntry> = { after_apply_hash: BEFORE };
/** A rollback that did not bring the state back. */
export const NOT_RESTORED: Partial<RollbackEntry> = {
  after_rollback_hash: sha256('probe: another state'),
  restored_match: false,
};
export const CLAIMS_PRODUCTION: Partial<RollbackEntry> = { production_rollback_status: 'PROVEN' };

export function proofWith(change: Partial<RollbackEntry> = {}): { version: 1; entries: object[] } {
  return { version: 1, entries: [{ ...ENTRY, ...change }] };
}

type Change = Readonly<Record<string, unknown>>;

/** A request with `change` laid over it. */
export function requestWith(change: Change = {}): Change {
  return { target: 'throwaway-clone', lane: 'probe', actions: ['rehearse'], ...change };
}

/** A request that claims a proven rollback, with `change` laid over the claim. */
export function claimWith(change: Change = {}): Change {
  const claim = { claim: 'rollback-proven', isolation: 'proven', proof: proofWith() };
  return requestWith({ claims: [{ ...claim, ...change }] });
}

/** A whole rehearsal.config.yaml (JSON is YAML too), with `change` laid over it. */
export function configWith(change: Change = {}): string {
  return `${JSON.stringify({
    version: 1,
    dump: 'clone.sql',
    spec: 'spec.yaml',
    lane: 'probe.lane.yaml',
    scenarios: ['scenarios/probe'],
    scenarioRole: 'probe_owner',
    executor: ['executor.sql'],
    request: requestWith(),
    ...change,
  })}\n`;
}

export const SEALED: ProbeFiles = {
  'apply.sql': '/* moved - and back */\nUPDATE births SET status = 1;\n',
  'spec.json': '{"columns":2}\n',
};

/** The sealed files with one of them changed in place. */
export function sealedWith(from: string, to: string): ProbeFiles {
  return { ...SEALED, 'apply.sql': (SEALED['apply.sql'] ?? '').replace(from, to) };
}

export interface DumpParts {
  readonly major: number;
  /** What stands in the one row's note. */
  readonly note?: string;
  /** More statements, behind the table. */
  readonly more?: string;
  /** A second table, all of whose names are these. */
  readonly names?: DumpNames | null;
}

export interface DumpNames {
  readonly table: string;
  readonly column: string;
  readonly role: string;
  /** What stands in the second table's one row. */
  readonly value: string;
}

/** A note that leads nowhere and holds no secret. */
export const HARMLESS_NOTE = 'see https://directus.example.org/admin';
export const LIVE_NOTE = 'see https://directus.corp.internal/admin';
/** Has the form of a bcrypt hash and is none of anything. */
export const SECRET_NOTE = `$2b$12$${sha256('probe').slice(0, 53)}`;

export const FOREIGN_SERVER = `CREATE FOREIGN DATA WRAPPER probe_wrapper;
CREATE SERVER probe_server FOREIGN DATA WRAPPER probe_wrapper OPTIONS (host 'db.example.org');
`;

// Assembled: the words themselves may stand in no file.
const WORDS = [
  ['REAL_RUN', 'PASS'],
  ['QT001', 'AUTHORIZED'],
  ['CUTOVER', 'GRANTED'],
].map((parts) => parts.join('_'));

export const AUTHORITY_NAMES: DumpNames = {
  table: WORDS[0] ?? '',
  column: WORDS[1] ?? '',
  role: WORDS[2] ?? '',
  value: 'one',
};
export const ORDINARY_NAMES: DumpNames = {
  table: 'deaths',
  column: 'death_note',
  role: 'keeper',
  value: 'one',
};

/** Of the first table of every dump here; whoever owns it is asked of nobody. */
export const FIRST_NAMES: DumpNames = {
  table: 'births',
  column: 'note',
  role: '',
  value: '',
};

export const PROBE_DATABASE = 'probe';
export const PROBE_ROLE = 'probe_owner';

/** A whole plain dump as pg_dump writes one: a table with one row, owned by `probe_owner`. */
export function dumpWith({
  major,
  note = HARMLESS_NOTE,
  more = '',
  names = null,
}: DumpParts): string {
  return `--
-- PostgreSQL database dump
--

-- Dumped from database version ${major}.0
-- Dumped by pg_dump version ${major}.0

\\connect ${PROBE_DATABASE}

SET client_encoding = 'UTF8';

CREATE TABLE public.births (
    object_id integer NOT NULL,
    note text
);

ALTER TABLE public.births OWNER TO "${names?.role ?? PROBE_ROLE}";
${names === null ? '' : namedTable(names)}${more}
COPY public.births (object_id, note) FROM stdin;
1\t${note}
\\.

--
-- PostgreSQL database dump complete
--
`;
}

function namedTable({ table, column, role, value }: DumpNames): string {
  return `
CREATE TABLE public."${table}" (
    "${column}" text NOT NULL
);

ALTER TABLE public."${table}" OWNER TO "${role}";

COPY public."${table}" ("${column}") FROM stdin;
${value}
\\.

`;
}

/** The sidecar beside a dump's bytes. */
export function sidecarFor(dump: string | Uint8Array): string {
  return JSON.stringify({
    version: 1,
    operator: 'probe',
    sanitizedWith: 'made by hand, never held a secret',
    confirmation: CONFIRMATION,
    sha256: sha256(dump),
    byteLength: Buffer.byteLength(dump),
  });
}
