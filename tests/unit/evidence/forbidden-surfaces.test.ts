// Each surface is untouched for a measured reason, or it is not decided.
import { describe, expect, test } from '@jest/globals';
import {
  forbiddenSurfaceProofSchema,
  forbiddenSurfaces,
  type SurfaceFacts,
  type SurfaceRow,
} from '../../../harness/evidence/index.ts';
import { sha256 } from '../../../harness/kernel/index.ts';
import type { IsolationProof } from '../../../harness/sandbox/contract.ts';

const ROWS: readonly SurfaceRow[] = [
  { id: 'live', title: 'Live system', basis: 'network' },
  { id: 'run', title: 'Real run', basis: 'request' },
  { id: 'secrets', title: 'Secrets', basis: 'secrets' },
  { id: 'canon', title: 'Canonicalizer', basis: 'files' },
];
const CHECKS = [
  'interfaces', 'routes-ipv4', 'routes-ipv6', 'connect-attempts', 'network-mode', 'networks',
  'named-mounts', 'mounts', 'environment', 'engine-sockets',
];
const [before, other] = [sha256('a'), sha256('b')];

function isolation(changed: Partial<IsolationProof['checks'][number]> = {}, id = ''): IsolationProof {
  const checks = CHECKS.map((name) => ({
    id: name,
    measured: `good ${name}`,
    expected: `good ${name}`,
    from: 'inside' as const,
    judgement: 'HELD' as const,
    ...(name === id ? changed : {}),
  }));
  return { version: 1, is_production: false, isolated: 'HELD', checks };
}

const FACTS: SurfaceFacts = {
  container: 'started',
  isolation: isolation(),
  requestedActions: ['rehearse'],
  watchedFiles: [{ file: 'run.sql', before, after: before }],
};
const statesOf = (facts: SurfaceFacts): string[] =>
  forbiddenSurfaces(ROWS, facts).surfaces.map(({ state }) => state);

describe('forbidden surfaces', () => {
  test('are shown untouched by what was measured, which the reason quotes', () => {
    const proof = forbiddenSurfaces(ROWS, FACTS);
    expect(forbiddenSurfaceProofSchema.safeParse(proof).success).toBe(true);
    expect(proof.judgement).toBe('HELD');
    expect(proof.surfaces.map(({ state }) => state)).toEqual([
      'UNTOUCHED', 'NOT_REQUESTED', 'UNTOUCHED', 'UNTOUCHED',
    ]);
    expect(proof.surfaces[0]?.reason).toContain('interfaces: good interfaces');
    expect(proof.surfaces[2]?.reason).toContain('environment: good environment');
  });

  test('are untouched where no container was started, and the reason says so', () => {
    const proof = forbiddenSurfaces(ROWS, { ...FACTS, container: 'none', isolation: null });
    expect(proof.judgement).toBe('HELD');
    expect(proof.surfaces[0]).toMatchObject({
      state: 'UNTOUCHED',
      reason: 'nothing was started: no container existed in this run',
    });
  });

  test('are not decided where the container was not measured', () => {
    const proof = forbiddenSurfaces(ROWS, { ...FACTS, isolation: null });
    expect(proof.judgement).toBe('NOT_DECIDED');
    expect(proof.surfaces.map(({ state }) => state)).toEqual([
      'NOT_DECIDED', 'NOT_REQUESTED', 'NOT_DECIDED', 'NOT_DECIDED',
    ]);
    expect(proof.findings.map(({ code, where }) => [code, where])).toEqual([
      ['SURFACE_NOT_SHOWN', 'surface live'],
      ['SURFACE_NOT_SHOWN', 'surface secrets'],
      ['SURFACE_NOT_SHOWN', 'surface canon'],
    ]);
  });

  test.each([
    ['interfaces', ['NOT_DECIDED', 'NOT_REQUESTED', 'UNTOUCHED', 'UNTOUCHED']],
    ['connect-attempts', ['NOT_DECIDED', 'NOT_REQUESTED', 'UNTOUCHED', 'UNTOUCHED']],
    ['environment', ['UNTOUCHED', 'NOT_REQUESTED', 'NOT_DECIDED', 'UNTOUCHED']],
    ['mounts', ['UNTOUCHED', 'NOT_REQUESTED', 'NOT_DECIDED', 'NOT_DECIDED']],
  ])('hang on the check "%s": not held, undecided or absent all count', (id, expected) => {
    expect(statesOf({ ...FACTS, isolation: isolation({ judgement: 'NOT_HELD' }, id) })).toEqual(expected);
    expect(statesOf({ ...FACTS, isolation: isolation({ judgement: 'NOT_DECIDED' }, id) })).toEqual(expected);
    expect(statesOf({ ...FACTS, isolation: isolation({ id: 'renamed' }, id) })).toEqual(expected);
  });

  test.each([[['rehearse', 'cutover']], [['anything']], [[]]])('are not decided where %j is requested', (actions) => {
    expect(statesOf({ ...FACTS, requestedActions: actions })[1]).toBe('NOT_DECIDED');
  });

  test.each([
    ['changed', [{ file: 'run.sql', before, after: other }]],
    ['was not read again', [{ file: 'run.sql', before, after: null }]],
    ['was never named', []],
  ])('are not decided where a watched file %s', (_what, watchedFiles) => {
    expect(statesOf({ ...FACTS, watchedFiles })[3]).toBe('NOT_DECIDED');
    expect(statesOf({ ...FACTS, container: 'none', watchedFiles })[3]).toBe('NOT_DECIDED');
  });

  test('an empty list of surfaces shows nothing', () => {
    expect(forbiddenSurfaces([], FACTS).judgement).toBe('NOT_DECIDED');
  });
});
