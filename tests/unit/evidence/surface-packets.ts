// Facts of a run whose surfaces are all shown, and the rows that are judged by them.
import { sha256 } from '../../../harness/kernel/index.ts';
import {
  forbiddenSurfaces,
  type SurfaceFact,
  type SurfaceFacts,
  type SurfaceRow,
} from '../../../harness/evidence/index.ts';
import type { IsolationProof } from '../../../harness/sandbox/contract.ts';
import { judgeIsolation } from '../../../harness/sandbox/isolation.ts';
import { recordedFacts } from '../sandbox/recorded.ts';

const NONE = { variables: [], paths: [] };

/** One row of each basis, and one of each with everything that a row may name. */
export const ROWS = [
  { id: 'live', title: 'Live system', basis: 'network', never: NONE, files: [] },
  {
    id: 'pg',
    title: 'Production PG',
    basis: 'network',
    never: { variables: ['PGHOST', '*_URL'], paths: ['/root/.pgpass'] },
    files: [],
  },
  { id: 'run', title: 'Real run', basis: 'request', never: NONE, files: [] },
  {
    id: 'ci',
    title: 'CI',
    basis: 'request',
    never: { variables: ['CI_*'], paths: ['/var/run/docker.sock'] },
    files: [],
  },
  {
    id: 'secrets',
    title: 'Secrets',
    basis: 'secrets',
    never: { variables: ['*TOKEN*'], paths: ['/run/secrets'] },
    files: [],
  },
  { id: 'canon', title: 'Canonicalizer', basis: 'files', never: NONE, files: ['sql/canon.sql'] },
  {
    id: 'fold',
    title: 'Fold',
    basis: 'files',
    never: { variables: [], paths: ['*fold*'] },
    files: [],
  },
] as const satisfies readonly SurfaceRow[] as readonly SurfaceRow[]; // readonly lists as they come

export const [before, other] = [sha256('a'), sha256('b')];

export const FACTS: SurfaceFacts = {
  isolation: judgeIsolation(recordedFacts()),
  targetLock: {
    version: 1,
    is_production: false,
    target: 'throwaway-clone',
    database: 'directus',
    server_major: 15,
    network: 'none',
    transport: 'unix-socket',
    locked: 'HELD',
    requested_actions: ['rehearse'],
  },
  execution: {
    clone_method: 'overlay',
    clones: { isolation: 'HELD', baseline_untouched: true },
    baseline: null,
    calibration: null,
    executor: [
      { file: 'sql/run.sql', sha256_before: before, sha256_after: before },
      { file: 'sql/canon.sql', sha256_before: other, sha256_after: other },
    ],
    leftovers: { containers: 0, volumes: 0, networks: 0, socket_folder_gone: true },
    scenarios: [],
  },
};

/** The same run, where there was no clone. */
export const WITHOUT_CLONE: SurfaceFacts = {
  isolation: {
    version: 1,
    is_production: false,
    isolated: 'N/A_NO_CLONE',
    checks: [],
    observed: null,
  },
  targetLock: {
    ...FACTS.targetLock,
    database: 'N/A_NO_CLONE',
    server_major: null,
    transport: 'N/A_NO_CLONE',
    locked: 'N/A_NO_CLONE',
  },
  execution: { ...FACTS.execution, clone_method: 'N/A_NO_CLONE', clones: null, leftovers: null },
};

export function withIsolation(change: Partial<IsolationProof>): SurfaceFacts {
  return { ...FACTS, isolation: { ...FACTS.isolation, ...change } };
}

export function withCheck(
  id: string,
  change: Partial<IsolationProof['checks'][number]>,
): SurfaceFacts {
  const checks = FACTS.isolation.checks.map((each) =>
    each.id === id ? { ...each, ...change } : each,
  );
  return withIsolation({ checks });
}

export function withExecution(change: Partial<SurfaceFacts['execution']>): SurfaceFacts {
  return { ...FACTS, execution: { ...FACTS.execution, ...change } };
}

/** Ids of the rows that are not shown. */
export function openRows(facts: SurfaceFacts): string[] {
  return forbiddenSurfaces(ROWS, facts)
    .surfaces.filter(({ state }) => state === 'NOT_DECIDED')
    .map(({ id }) => id);
}

export function reasonOf(facts: SurfaceFacts, id: string): string {
  return forbiddenSurfaces(ROWS, facts).surfaces.find((each) => each.id === id)?.reason ?? '';
}

/** What stands in the packet at the place that a fact names: read anew, by its words alone. */
export function standsAt(facts: SurfaceFacts, { file, fact }: SurfaceFact): unknown {
  const documents = {
    'isolation-proof.json': facts.isolation,
    'rehearsal-target-lock.json': facts.targetLock,
    'clone-rehearsal-execution-evidence.json': facts.execution,
  };
  const steps = fact.matchAll(/\[([^\]]*)\]|([^.[\]]+)/g);
  let at: unknown = documents[file];
  for (const [, member, key] of steps) {
    if (member === '*') {
      const all: unknown[] = Array.isArray(at) ? at : [];
      return all.flatMap((each) => {
        const value: unknown = Reflect.get(Object(each), fact.split('.').at(-1) ?? '');
        return typeof value === 'object' && value !== null ? Object.keys(value) : value;
      });
    }
    if (member !== undefined) {
      const all: unknown[] = Array.isArray(at) ? at : [];
      at = all.find((each) => [at_(each, 'id'), at_(each, 'file')].includes(member));
    } else at = at_(at, key ?? '');
  }
  return fact.startsWith('checks[') ? at_(at, 'measured') : (at ?? null);
}

function at_(holder: unknown, key: string): unknown {
  return typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined;
}
