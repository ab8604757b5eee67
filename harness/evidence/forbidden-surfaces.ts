// Says of every surface a rehearsal must never touch why it is untouched, from measured facts only.
import { finding, type Finding } from '../kernel/index.ts';
import {
  checksHeld,
  everyClone,
  noClone,
  noInput,
  noMount,
  noVariable,
  onlyLoopback,
  onlyRehearsal,
  sameBytes,
  type Claim,
} from './surface-claims.ts';
import type {
  ForbiddenSurfaceProof,
  SurfaceFacts,
  SurfaceRow,
  SurfaceShown,
} from './surface-contract.ts';

/**
 * One row a surface; a fact that is missing or bad makes its rows `NOT_DECIDED`, never good. The rows
 * of a packet, judged again over its own files, come out as they stand there.
 */
export function forbiddenSurfaces(
  rows: readonly SurfaceRow[],
  facts: SurfaceFacts,
): ForbiddenSurfaceProof {
  const surfaces = rows.map((row) => shown(row, facts));
  const findings: Finding[] = surfaces
    .filter(({ state }) => state === 'NOT_DECIDED')
    .map(({ id, reason }) => finding('SURFACE_NOT_SHOWN', `surface ${id}`, reason));
  return {
    version: 1,
    judgement: surfaces.length > 0 && findings.length === 0 ? 'HELD' : 'NOT_DECIDED',
    surfaces,
    findings: findings.map((each) => ({ ...each })),
  };
}

type Row = Pick<SurfaceRow, 'id' | 'title' | 'basis' | 'never' | 'files'>;

function shown({ id, title, basis, never, files }: Row, facts: SurfaceFacts): SurfaceShown {
  const row = { id, title, basis, never: copied(never), files: [...files] };
  const claims = claimsOf(row, facts);
  const lacks = claims.flatMap((claim) => claim.lacks);
  const good = basis === 'request' ? 'NOT_REQUESTED' : 'UNTOUCHED';
  const says = claims.flatMap((claim) => (claim.says === '' ? [] : [claim.says])).join('; ');
  return {
    ...row,
    state: lacks.length === 0 ? good : 'NOT_DECIDED',
    facts: claims.flatMap((claim) => claim.facts),
    reason: lacks.length === 0 ? says : `not shown: ${lacks.join('; ')}`,
  };
}

function claimsOf({ basis, never, files }: Row, facts: SurfaceFacts): Claim[] {
  const names = never.paths.filter((path) => !path.startsWith('/'));
  return [
    ...(basis === 'request' ? [onlyRehearsal(facts)] : []),
    ...(basis === 'files' ? [sameBytes(facts, files)] : []),
    ...(names.length > 0 ? [noInput(facts, names)] : []),
    ...ofContainers({ basis, never }, facts),
  ];
}

/** What was measured on the containers that held the dump, or that there was none. */
function ofContainers(
  { basis, never }: Pick<Row, 'basis' | 'never'>,
  facts: SurfaceFacts,
): Claim[] {
  const places = never.paths.filter((path) => path.startsWith('/'));
  const wanted = new Set([
    ...CHECKS_BY[basis],
    ...(never.variables.length > 0 ? VARIABLES : []),
    ...(places.length > 0 ? MOUNTS : []),
  ]);
  if (wanted.size === 0) return [];
  if (facts.isolation.isolated === 'N/A_NO_CLONE') return [noClone(facts)];
  return [
    ...(basis === 'network' ? [onlyLoopback(facts)] : []),
    ...(never.variables.length > 0 ? [noVariable(facts, never.variables)] : []),
    ...(places.length > 0 ? [noMount(facts, places)] : []),
    checksHeld(facts, [...wanted]),
    everyClone(facts),
  ];
}

/** A variable under a strange name, or a strange mount, may hold anything: none may be there. */
const VARIABLES = ['environment'];
const MOUNTS = ['mounts', 'named-mounts', 'mount-sources'];

/** Checks that a row of each basis rests on, whatever else it names. */
const CHECKS_BY: Readonly<Record<SurfaceRow['basis'], readonly string[]>> = {
  network: [
    'interfaces',
    'routes-ipv4',
    'routes-ipv6',
    'connect-attempts',
    'name-resolution',
    'network-mode',
    'networks',
    'extra-hosts',
    // A socket of the host would be a way out that needs no network.
    ...MOUNTS,
    'engine-sockets',
  ],
  secrets: [...VARIABLES, ...MOUNTS, 'engine-sockets'],
  request: [],
  files: MOUNTS,
};

function copied({ variables, paths }: Row['never']): Row['never'] {
  return { variables: [...variables], paths: [...paths] };
}
