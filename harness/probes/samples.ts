// Well-formed inputs. Each probe takes one and makes one thing in it bad.
import { CONFIRMATION } from '../intake/contract.ts';
import { sha256 } from '../kernel/index.ts';
import type { RollbackEntry } from '../proof/contract.ts';
import type { IsolationFacts } from '../sandbox/contract.ts';
import type { ProbeFiles, ProbeTable } from './contract.ts';

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
  after_rollback_hash: sha256('probe: the changed state'),
  restored_match: false,
};

export function proofWith(change: Partial<RollbackEntry> = {}): { version: 1; entries: object[] } {
  return { version: 1, entries: [{ ...ENTRY, ...change }] };
}

/** JSON is YAML too. */
export function requestWith(change: Readonly<Record<string, unknown>> = {}): string {
  const request = { target: 'throwaway-clone', lane: 'probe', actions: ['rehearse'] };
  return JSON.stringify({ ...request, ...change });
}

export function claimWith(change: Readonly<Record<string, unknown>> = {}): string {
  const claim = { claim: 'rollback-proven', isolation: 'proven', proof: proofWith() };
  return requestWith({ claims: [{ ...claim, ...change }] });
}

/** A sandbox as RX-0 wants it, in the form in which it is measured. */
const INSIDE: Readonly<Record<string, readonly string[]>> = {
  interfaces: ['lo 0x9'],
  routes4: ['Iface\tDestination\tGateway\tFlags'],
  routes6: [`${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 lo`],
  connects: [
    '192.0.2.1/5432 Network is unreachable',
    '198.51.100.1/443 Network is unreachable',
    '203.0.113.1/5432 Network is unreachable',
    '2001:db8::1/443 Network is unreachable',
  ],
  names: ['unresolved'],
  tcp: ['  sl  local_address rem_address   st'],
  udp: ['  sl  local_address rem_address   st'],
  unix: [
    'Num       RefCount Protocol Flags    Type St Inode Path',
    '00000000: 00000002 00000000 00010000 0001 01 1 /rehearsal/socket/.s.PGSQL.5432',
  ],
  mounts: [
    '1 0 0:1 / / ro - overlay overlay ro',
    '2 1 0:2 /dump /rehearsal/dump ro - ext4 /dev/disk ro',
    '3 1 0:2 /data /rehearsal/pgdata rw - ext4 /dev/disk rw',
    '4 1 0:2 /socket /rehearsal/socket rw - ext4 /dev/disk rw',
    '5 1 0:2 /scratch /rehearsal/scratch rw - ext4 /dev/disk rw',
  ],
  status: [
    ...['CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb'].map(
      (set) => `${set}:\t${'0'.repeat(16)}`,
    ),
    'NoNewPrivs:\t1',
    'Seccomp:\t2',
  ],
  user: ['postgres'],
  environment: ['PATH', 'HOME', 'HOSTNAME'],
  writable: [],
  'engine-sockets': [],
  end: [],
};

const INSPECT = {
  HostConfig: {
    NetworkMode: 'none',
    Privileged: false,
    CapDrop: ['ALL'],
    CapAdd: null,
    ReadonlyRootfs: true,
    SecurityOpt: ['no-new-privileges'],
    PidMode: '',
    IpcMode: 'private',
    Devices: null,
    ExtraHosts: null,
    Memory: 1_073_741_824,
    NanoCpus: 1_000_000_000,
    PidsLimit: 100,
    AutoRemove: true,
  },
  NetworkSettings: { Networks: { none: {} }, Ports: {} },
  Mounts: [
    { Type: 'bind', Destination: '/rehearsal/dump', RW: false },
    { Type: 'bind', Destination: '/rehearsal/socket', RW: true },
    { Type: 'volume', Destination: '/rehearsal/pgdata', RW: true },
    { Type: 'volume', Destination: '/rehearsal/scratch', RW: true },
  ],
};

/** One section may be given other lines. */
export function isolationWith(
  change: Readonly<Record<string, readonly string[]>> = {},
): IsolationFacts {
  const sections = Object.entries({ ...INSIDE, ...change });
  const inside = sections.flatMap(([name, lines]) => [`== ${name}`, ...lines]).join('\n');
  return { of: 'sandbox', inside, inspect: INSPECT, image: { Config: { Env: [], Volumes: null } } };
}

export const SPEC_TEXT = JSON.stringify({
  version: 1,
  title: 'probe',
  surfaces: [
    {
      id: 'probe',
      title: 'a table with a typed column',
      required: true,
      tables: {
        'public.births': { columns: { object_id: { type: 'uuid' }, status: { type: 'text' } } },
      },
    },
  ],
});

export function tableWith(statusType: string): ProbeTable {
  const columns = [
    { name: 'object_id', type: 'uuid' },
    { name: 'status', type: statusType },
  ];
  return { name: 'public.births', columns };
}

export const SEALED: ProbeFiles = {
  'apply.sql': '/* moved - and back */\nUPDATE births SET status = 1;\n',
  'spec.json': '{"columns":2}\n',
};

/** A whole plain dump of one table with one row, whose note is `note`. */
export function dumpWith(note: string): string {
  return `--
-- PostgreSQL database dump
--

-- Dumped from database version 15.18
-- Dumped by pg_dump version 15.18

\\connect probe

SET client_encoding = 'UTF8';

CREATE TABLE public.births (
    object_id integer NOT NULL,
    note text
);

COPY public.births (object_id, note) FROM stdin;
1\t${note}
\\.

--
-- PostgreSQL database dump complete
--
`;
}

/** Has the form of a bcrypt hash and is none of anything. */
export const PASSWORD_HASH = `$2b$12$${sha256('probe').slice(0, 53)}`;

export function sidecarFor(dumpText: string): string {
  return JSON.stringify({
    version: 1,
    operator: 'probe',
    sanitizedWith: 'made by hand, never held a secret',
    confirmation: CONFIRMATION,
    sha256: sha256(dumpText),
    byteLength: Buffer.byteLength(dumpText),
  });
}
