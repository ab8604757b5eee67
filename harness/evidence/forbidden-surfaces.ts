// Says of every surface a rehearsal must never touch why it is untouched, from measured facts only.
import { finding, type Finding } from '../kernel/index.ts';
import type { ForbiddenSurfaceProof, SurfaceFacts, SurfaceRow } from './contract.ts';

type State = ForbiddenSurfaceProof['surfaces'][number]['state'];
interface Shown {
  readonly state: State;
  readonly reason: string;
}

/** One row a surface; a fact that is missing or bad makes its rows `NOT_DECIDED`, never good. */
export function forbiddenSurfaces(
  rows: readonly SurfaceRow[],
  facts: SurfaceFacts,
): ForbiddenSurfaceProof {
  const surfaces = rows.map(({ id, title, basis }) => ({ id, title, ...SHOWN_BY[basis](facts) }));
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

const SHOWN_BY: Readonly<Record<SurfaceRow['basis'], (facts: SurfaceFacts) => Shown>> = {
  network: (facts) =>
    measured(facts, 'UNTOUCHED', [
      'interfaces',
      'routes-ipv4',
      'routes-ipv6',
      'connect-attempts',
      'network-mode',
      'networks',
      'named-mounts',
    ]),
  secrets: (facts) =>
    measured(facts, 'UNTOUCHED', ['environment', 'mounts', 'named-mounts', 'engine-sockets']),
  request: requested,
  files: filesUnchanged,
};

const NO_CONTAINER = 'nothing was started: no container existed in this run';

/** Each named check must be there and hold; one that is absent was not measured. */
function measured(facts: SurfaceFacts, state: State, ids: readonly string[]): Shown {
  if (facts.container === 'none') return { state, reason: NO_CONTAINER };
  if (facts.isolation === null) return undecided('the running container was not measured');
  const checks = facts.isolation.checks;
  const bad = ids.filter((id) => {
    const named = checks.filter((check) => check.id === id);
    return named.length === 0 || named.some(({ judgement }) => judgement !== 'HELD');
  });
  if (bad.length > 0) {
    return undecided(`not shown on the running container: ${bad.join(', ')} (isolation-proof.json)`);
  }
  const shown = checks
    .filter(({ id }) => ids.includes(id))
    .map(({ id, measured: value }) => `${id}: ${value}`);
  return { state, reason: `measured on the running container: ${shown.join('; ')}` };
}

/** An allow-list: whatever is asked beside rehearsing might be the forbidden thing. */
function requested({ requestedActions }: SurfaceFacts): Shown {
  if (requestedActions.length === 0) return undecided('it is not known what the request asks for');
  const other = requestedActions.filter((action) => action !== 'rehearse');
  if (other.length > 0) return undecided(`the request asks for more than a rehearsal: ${quoted(other)}`);
  return {
    state: 'NOT_REQUESTED',
    reason: 'the request asks for "rehearse" and nothing else; the harness has no code for more',
  };
}

/** Nothing of the project is mounted inside, and the watched files are the same afterwards. */
function filesUnchanged(facts: SurfaceFacts): Shown {
  const { watchedFiles } = facts;
  if (watchedFiles.length === 0) return undecided('no file was watched');
  const changed = watchedFiles.filter(({ before, after }) => after !== before).map(({ file }) => file);
  if (changed.length > 0) {
    return undecided(`changed during the run, or not readable after it: ${quoted(changed)}`);
  }
  const mounts = measured(facts, 'UNTOUCHED', ['mounts', 'named-mounts']);
  if (mounts.state === 'NOT_DECIDED') return mounts;
  const same = `${watchedFiles.length} watched files have the same bytes before and after`;
  return { state: 'UNTOUCHED', reason: `${same}; ${mounts.reason}` };
}

function undecided(reason: string): Shown {
  return { state: 'NOT_DECIDED', reason };
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ');
}
