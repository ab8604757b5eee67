// Each surface is untouched for measured reasons, or it is not decided.
import { describe, expect, test } from '@jest/globals';
import {
  forbiddenSurfaceProofSchema,
  forbiddenSurfaces,
  type SurfaceFacts,
} from '../../../harness/evidence/index.ts';
import { guardValue } from '../../../harness/output/index.ts';
import {
  before,
  FACTS,
  openRows as open,
  other,
  reasonOf,
  ROWS,
  standsAt,
  WITHOUT_CLONE,
  withCheck,
  withExecution,
  withIsolation,
} from './surface-packets.ts';

const OF_CONTAINERS = ['live', 'pg', 'ci', 'secrets', 'canon', 'fold'];

describe('forbidden surfaces', () => {
  test('are shown by what was measured', () => {
    const proof = forbiddenSurfaces(ROWS, FACTS);
    expect(forbiddenSurfaceProofSchema.parse(proof)).toEqual(proof);
    expect(proof.judgement).toBe('HELD');
    expect(proof.surfaces.map(({ state }) => state)).toEqual([
      'UNTOUCHED',
      'UNTOUCHED',
      'NOT_REQUESTED',
      'NOT_REQUESTED',
      'UNTOUCHED',
      'UNTOUCHED',
      'UNTOUCHED',
    ]);
  });

  test.each([
    ['with a clone', FACTS],
    ['without one', WITHOUT_CLONE],
    ['with nothing measured', withIsolation({ checks: [], observed: null })],
  ])('quote values that stand in the packet, and no others: %s', (_what, facts) => {
    const all = forbiddenSurfaces(ROWS, facts).surfaces.flatMap((row) => row.facts);
    expect(all.length).toBeGreaterThan(ROWS.length);
    for (const each of all)
      expect([each, standsAt(facts, each) ?? null]).toEqual([each, each.measured]);
  });

  test('say in their reason what each fact came to', () => {
    expect(reasonOf(FACTS, 'run')).toBe('asked for: rehearse on throwaway-clone, nothing else');
    const reason = reasonOf(FACTS, 'pg');
    expect(reason).toContain('no network device is up but lo');
    expect(reason).toContain('no variable PGHOST, *_URL in the container');
    expect(reason).toContain('nothing mounted at /root/.pgpass');
    expect(reason).toContain('measured on the container as it must be: interfaces, routes-ipv4');
    expect(reason).toContain('every clone\u2019s own container the same');
    expect(reasonOf(FACTS, 'canon')).toContain(
      'same bytes before and after the run: sql/canon.sql',
    );
    expect(reasonOf(FACTS, 'fold')).toContain(
      'no file that was watched or rehearsed is called *fold*',
    );
    expect(reasonOf(FACTS, 'fold')).toContain(
      'all that was watched had the same bytes before and after the run: sql/run.sql, sql/canon.sql',
    );
  });

  test('come out the same where they are judged again from what stands in the packet', () => {
    const names = ['HOME', ['DB', 'PASS'].join('_'), 'PATH'];
    const odd = withIsolation({
      observed: { interfaces: ['lo'], mounts: ['/rehearsal/dump'], variables: names },
    });
    const rows = [{ ...ROWS[0], never: { variables: ['DB_P*'], paths: [] } }, ...ROWS.slice(1)];
    for (const facts of [FACTS, WITHOUT_CLONE, odd]) {
      const written = guardValue(forbiddenSurfaces(rows as typeof ROWS, facts)) as ReturnType<
        typeof forbiddenSurfaces
      >; // strings guarded, shapes the same
      const stands = guardValue(facts) as SurfaceFacts; // the same
      expect(forbiddenSurfaces(written.surfaces, stands)).toEqual(written);
    }
  });

  test('an empty list of surfaces shows nothing', () => {
    expect(forbiddenSurfaces([], FACTS).judgement).toBe('NOT_DECIDED');
  });
});

describe('a check that did not hold', () => {
  test.each([
    ['interfaces', ['live', 'pg']],
    ['routes-ipv4', ['live', 'pg']],
    ['routes-ipv6', ['live', 'pg']],
    ['connect-attempts', ['live', 'pg']],
    ['name-resolution', ['live', 'pg']],
    ['network-mode', ['live', 'pg']],
    ['networks', ['live', 'pg']],
    ['extra-hosts', ['live', 'pg']],
    ['engine-sockets', ['live', 'pg', 'secrets']],
    ['environment', ['pg', 'ci', 'secrets']],
    ['mounts', OF_CONTAINERS],
    ['named-mounts', OF_CONTAINERS],
    ['mount-sources', OF_CONTAINERS],
  ])('opens the rows that rest on it: %s', (id, expected) => {
    expect(open(withCheck(id, { judgement: 'NOT_HELD', measured: 'odd' }))).toEqual(expected);
    expect(open(withCheck(id, { judgement: 'NOT_DECIDED', measured: 'not measured' }))).toEqual(
      expected,
    );
    expect(open(withCheck(id, { id: 'renamed' }))).toEqual(expected);
    // Measured as expected, and said not to hold; the other way round; or said twice.
    expect(open(withCheck(id, { judgement: 'NOT_HELD' }))).toEqual(expected);
    expect(open(withCheck(id, { measured: 'odd' }))).toEqual(expected);
    const twice = [...FACTS.isolation.checks, ...FACTS.isolation.checks.filter((c) => c.id === id)];
    expect(open(withIsolation({ checks: twice }))).toEqual(expected);
  });

  test('is named with what it measured', () => {
    const facts = withCheck('mounts', { judgement: 'NOT_HELD', measured: '/x' });
    expect(reasonOf(facts, 'fold')).toBe(
      'not shown: mounts: measured "/x", expected "no folder of the host but the named ones"',
    );
    expect(forbiddenSurfaces(ROWS, facts).findings[0]).toEqual({
      code: 'SURFACE_NOT_SHOWN',
      where: 'surface live',
      what: reasonOf(facts, 'live'),
    });
    expect(reasonOf(withCheck('mounts', { id: 'renamed' }), 'fold')).toBe(
      'not shown: mounts was not measured',
    );
  });

  test('is no matter of rows that rest on none', () => {
    expect(open(withIsolation({ checks: [], observed: null }))).toEqual(OF_CONTAINERS);
  });
});

describe('what was observed', () => {
  const GOOD = FACTS.isolation.observed ?? { interfaces: [], mounts: [], variables: [] };

  test('opens every row that names something where it was not read', () => {
    expect(open(withIsolation({ observed: null }))).toEqual(['live', 'pg', 'ci', 'secrets']);
    expect(reasonOf(withIsolation({ observed: null }), 'pg')).toBe(
      'not shown: the network devices were not read; the variables of the container were not read; ' +
        'the mounts of the container were not read',
    );
  });

  test.each([[['eth0', 'lo']], [['lo', 'wlan0']], [['eth0']], [[]]])(
    'devices %j open the network',
    (interfaces) => {
      expect(open(withIsolation({ observed: { ...GOOD, interfaces } }))).toEqual(['live', 'pg']);
    },
  );

  test.each([
    ['PGHOST', ['pg']],
    ['pghost', ['pg']],
    ['LIVE_URL', ['pg']],
    ['CI_SERVER', ['ci']],
    ['GITLAB_TOKEN_2', ['secrets']],
    ['PGHOSTADDR', []],
    ['CI', []],
  ])('a variable %s opens the rows that name it', (name, expected) => {
    const facts = withIsolation({ observed: { ...GOOD, variables: [...GOOD.variables, name] } });
    expect(open(facts)).toEqual(expected);
    for (const id of expected) expect(reasonOf(facts, id)).toContain(`variable "${name}" is there`);
  });

  test.each([
    ['/root/.pgpass', ['pg']],
    ['/root', ['pg']],
    ['/root/.pgpass/x', ['pg']],
    ['/var/run', ['ci']],
    ['/run/secrets/db', ['secrets']],
    ['/root/.pgpass2', []],
    ['/roo', []],
    ['/srv', []],
  ])('a mount at %s opens the rows that it would show something of', (place, expected) => {
    const facts = withIsolation({ observed: { ...GOOD, mounts: [...GOOD.mounts, place] } });
    expect(open(facts)).toEqual(expected);
    for (const id of expected) expect(reasonOf(facts, id)).toContain(`"${place}" is mounted`);
  });
});

describe('a request', () => {
  test.each([[['rehearse', 'cutover']], [['anything']], [[]]])(
    'for %j is not decided',
    (actions) => {
      const asked = actions as unknown as ['rehearse']; // a packet of somebody else may say it
      const facts = { ...FACTS, targetLock: { ...FACTS.targetLock, requested_actions: asked } };
      expect(open(facts)).toEqual(['run', 'ci']);
      expect(reasonOf(facts, 'run')).toBe(
        `not shown: asked for: ${actions.length === 0 ? 'nothing known' : actions.join(', ')}`,
      );
    },
  );
});

describe('a file', () => {
  const executorWith = (file: string, after: typeof before | null): SurfaceFacts =>
    withExecution({
      executor: FACTS.execution.executor.map((each) =>
        each.file === file ? { ...each, sha256_after: after } : each,
      ),
    });

  test('that changed opens the row that names it, and those that rest on all that was watched', () => {
    expect(open(executorWith('sql/canon.sql', before))).toEqual(['canon', 'fold']);
    expect(open(executorWith('sql/run.sql', other))).toEqual(['fold']);
    expect(reasonOf(executorWith('sql/run.sql', other), 'fold')).toBe(
      'not shown: "sql/run.sql" changed during the run',
    );
  });

  test('that could not be read again opens them too', () => {
    expect(open(executorWith('sql/canon.sql', null))).toEqual(['canon', 'fold']);
    expect(reasonOf(executorWith('sql/canon.sql', null), 'canon')).toBe(
      'not shown: "sql/canon.sql" could not be read again',
    );
  });

  test('that nobody watched is not decided, whatever else was watched', () => {
    const watched = FACTS.execution.executor;
    const [first = { file: '', sha256_before: before, sha256_after: before }] = watched;
    expect(open(withExecution({ executor: [first] }))).toEqual(['canon']);
    expect(reasonOf(withExecution({ executor: [first] }), 'canon')).toBe(
      'not shown: "sql/canon.sql" was not watched',
    );
    expect(open(withExecution({ executor: [] }))).toEqual(['canon', 'fold']);
    expect(open(withExecution({ executor: [...watched, ...watched] }))).toEqual(['canon', 'fold']);
  });

  test.each(['sql/fold.sql', 'a/Registry-Fold/apply.sql', 'FOLD'])(
    'called %s opens the row that says there is none',
    (file) => {
      const files = { [file]: before };
      const scenarios = [{ files }] as unknown as SurfaceFacts['execution']['scenarios']; // enough
      expect(open(withExecution({ scenarios }))).toEqual(['fold']);
      expect(reasonOf(withExecution({ scenarios }), 'fold')).toContain(
        `"${file}" is a file of this run`,
      );
    },
  );
});
