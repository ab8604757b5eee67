// Which scripts and ways back each kind takes; what it does not use is refused, never ignored.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Scenario } from '../../../harness/scenario/contract.ts';
import { SCENARIO_KINDS, type ScenarioKind } from '../../../harness/scenario/file-contract.ts';
import { folders, SQL, yaml, type Files, type Folders } from './load-folders.ts';

let here: Folders;
beforeEach(async () => {
  here = await folders();
});
afterEach(async () => {
  await here[Symbol.asyncDispose]();
});

const MISFIT = 'SCENARIO_METHOD_MISFIT a/scenario.yaml:6: ';

function scriptsOf(kind: ScenarioKind): Files {
  const hasRevert = kind === 'revert' || kind === 'up-down-up';
  return { 'apply.sql': SQL.apply, ...(hasRevert ? { 'revert.sql': SQL.revert } : {}) };
}

async function loaded(kind: ScenarioKind, more = '', files: Files = {}): Promise<Scenario> {
  await here.write('a', { ...scriptsOf(kind), ...files, 'scenario.yaml': yaml(kind, more) });
  const { planned, findings } = await here.load(['a']);
  expect(findings).toEqual([]);
  const scenario = planned[0]?.steps[0];
  if (scenario === undefined) throw new Error('it was not loaded');
  return scenario;
}

async function told(kind: ScenarioKind, more = '', files: Files = {}): Promise<string[]> {
  await here.write('a', { ...scriptsOf(kind), ...files, 'scenario.yaml': yaml(kind, more) });
  return await here.told('a');
}

describe('every kind', () => {
  test.each([
    ['read-only', 'whole', []],
    ['transactional', 'whole', []],
    ['snapshot', 'statement', []],
    ['revert', 'statement', ['DROP TABLE t']],
    ['up-down-up', 'statement', ['DROP TABLE t']],
  ] as const)('%s runs %s unless it says otherwise', async (kind, transaction, revert) => {
    const scenario = await loaded(kind);
    expect(scenario).toMatchObject({ kind, transaction, methods: null, setup: null, verify: null });
    expect(scenario.revert?.statements.map(({ text }) => text) ?? []).toEqual(revert);
  });

  test.each(SCENARIO_KINDS)('takes setup.sql and verify.sql: %s', async (kind) => {
    const files = { 'setup.sql': 'BEGIN; SELECT 1; COMMIT; VACUUM;', 'verify.sql': 'SELECT ok()' };
    const scenario = await loaded(kind, '', files);
    expect(scenario.setup?.statements.map(({ run }) => run)).toEqual([
      'begin',
      'inside',
      'commit',
      'outside',
    ]);
    expect(scenario.verify?.file).toBe('a/verify.sql');
    expect(Object.keys(scenario.files)).toEqual(
      expect.arrayContaining(['scenario.yaml', 'setup.sql', 'apply.sql', 'verify.sql']),
    );
  });

  test.each(SCENARIO_KINDS)('needs apply.sql: %s', async (kind) => {
    const { 'apply.sql': _, ...others } = scriptsOf(kind);
    await here.write('a', { ...others, 'scenario.yaml': yaml(kind) });
    expect(await here.told('a')).toEqual(['SCENARIO_INVALID a/apply.sql: it is missing']);
  });

  test.each([
    ['aply.sql', 'it is no script of a scenario; did you mean "apply.sql"?'],
    ['APPLY.SQL', 'it is no script of a scenario; did you mean "apply.sql"?'],
    [
      '001_first_part_of_it.sql',
      'it is no script of a scenario; scripts are setup.sql, apply.sql, verify.sql, revert.sql',
    ],
    ['scenario.yml', 'nobody reads it; call it "scenario.yaml" or "scenario.ts"'],
    ['scenario.js', 'nobody reads it; call it "scenario.yaml" or "scenario.ts"'],
  ])('refuses a file that nobody would read: %s', async (name, what) => {
    expect(await told('snapshot', '', { [name]: 'SELECT 1' })).toEqual([
      `SCENARIO_INVALID a/${name}: ${what}`,
    ]);
  });
});

describe('revert.sql', () => {
  test.each(['revert', 'up-down-up'] as const)('is needed: %s', async (kind) => {
    await here.write('a', { 'apply.sql': SQL.apply, 'scenario.yaml': yaml(kind) });
    expect(await here.told('a')).toEqual([
      `SCENARIO_INVALID a/revert.sql: it is missing: kind "${kind}" goes back by it`,
    ]);
  });

  test.each([
    ['transactional', 'methods: [transaction, revert]\n'],
    ['snapshot', 'methods: [storage, revert]\n'],
  ] as const)('is needed and used where the methods name it: %s', async (kind, more) => {
    const missing = 'it is missing: a/scenario.yaml:6 names "revert"';
    expect(await told(kind, more)).toEqual([`SCENARIO_INVALID a/revert.sql: ${missing}`]);
    const scenario = await loaded(kind, more, { 'revert.sql': SQL.revert });
    expect(scenario.revert?.statements).toHaveLength(1);
  });

  test.each([
    ['read-only', 'remove it'],
    ['transactional', 'name "revert" under "methods", or remove it'],
    ['snapshot', 'name "revert" under "methods", or remove it'],
  ] as const)('is refused where nobody would run it: %s', async (kind, instead) => {
    expect(await told(kind, '', { 'revert.sql': SQL.revert })).toEqual([
      `SCENARIO_INVALID a/revert.sql: kind "${kind}" does not use it; ${instead}`,
    ]);
  });

  test('is read as its apply.sql is', async () => {
    const files = { 'revert.sql': 'DROP INDEX CONCURRENTLY i;' };
    expect((await loaded('revert', '', files)).revert?.statements[0]?.run).toBe('outside');
    expect((await told('revert', 'transaction: whole\n', files)).join()).toMatch(
      /^SCENARIO_STATEMENT_REFUSED a\/revert.sql:1: CONCURRENTLY /,
    );
  });
});

describe('methods', () => {
  test.each([
    ['transactional', 'transaction'],
    ['transactional', 'transaction, storage, template, logical, pitr'],
    ['snapshot', 'storage'],
    ['snapshot', 'pitr, logical'],
    ['snapshot', 'template'],
    ['revert', 'revert, storage'],
    ['up-down-up', 'logical, revert'],
  ] as const)('fit: %s with %s', async (kind, methods) => {
    const scenario = await loaded(kind, `methods: [${methods}]\n`);
    expect(scenario.methods).toEqual(methods.split(', '));
  });

  test.each(['revert', 'up-down-up'] as const)(
    'may be a transaction where the change is one: %s',
    async (kind) => {
      const methods = 'methods: [revert, transaction]\n';
      expect(await told(kind, methods)).toEqual([
        `${MISFIT}"transaction" goes back over one transaction; add "transaction: whole"`,
      ]);
      expect((await loaded(kind, `${methods}transaction: whole\n`)).transaction).toBe('whole');
    },
  );

  test.each([
    ['read-only', 'transaction', 'kind "read-only" changes nothing, and has no way back'],
    [
      'snapshot',
      'storage, transaction',
      '"transaction" does not fit kind "snapshot"; ' +
        '"revert", "storage", "template", "logical", "pitr" do',
    ],
    ['snapshot', 'storage, storage', '"storage" is named twice'],
    ['transactional', 'storage', 'kind "transactional" goes back by "transaction"; name it too'],
    ['revert', 'pitr', 'kind "revert" goes back by "revert"; name it too'],
    ['up-down-up', 'storage', 'kind "up-down-up" goes back by "revert"; name it too'],
  ] as const)('do not fit: %s with %s', async (kind, methods, what) => {
    expect(await told(kind, `methods: [${methods}]\n`)).toEqual([`${MISFIT}${what}`]);
  });

  test('of a snapshot are more than a down-script', async () => {
    const files = { 'revert.sql': SQL.revert };
    expect(await told('snapshot', 'methods: [revert]\n', files)).toEqual([
      `${MISFIT}kind "snapshot" goes back by "storage", "template", "logical", "pitr"; name it too`,
    ]);
  });
});

describe('transaction', () => {
  test.each(['snapshot', 'revert', 'up-down-up'] as const)('is chosen: %s', async (kind) => {
    const own = { 'apply.sql': 'BEGIN; CREATE TABLE t (a int); COMMIT;' };
    expect((await loaded(kind, 'transaction: statement\n', own)).apply.statements).toHaveLength(3);
    expect(
      (await told(kind, 'transaction: whole\n', own)).map((each) => each.split(': ')[0]),
    ).toEqual(Array(2).fill('SCENARIO_STATEMENT_REFUSED a/apply.sql:1'));
  });

  test.each(['read-only', 'transactional'] as const)('is one: %s', async (kind) => {
    expect((await loaded(kind, 'transaction: whole\n')).transaction).toBe('whole');
    expect(await told(kind, 'transaction: statement\n')).toEqual([
      `SCENARIO_INVALID a/scenario.yaml:6: "transaction": kind "${kind}" is one transaction, "whole"`,
    ]);
  });
});

describe('an executor', () => {
  const EXECUTOR = `BEGIN;\nSET LOCAL ROLE x;\n${SQL.apply}COMMIT;\n`;
  const FILE = 'prod/run_all.sql';

  async function write(kind: ScenarioKind, more = '', files: Files = {}): Promise<void> {
    await here.write('prod', { 'run_all.sql': EXECUTOR });
    const { 'apply.sql': _, ...others } = scriptsOf(kind);
    const text = yaml(kind, `executor: ${FILE}\n${more}`);
    await here.write('a', { ...others, ...files, 'scenario.yaml': text });
  }

  test.each(['snapshot', 'revert'] as const)('is the change: %s', async (kind) => {
    await write(kind);
    const { planned, findings } = await here.load(['a'], ['other.sql', FILE]);
    expect(findings).toEqual([]);
    const scenario = planned[0]?.steps[0];
    expect(scenario).toMatchObject({ executor: FILE, transaction: 'statement' });
    expect(scenario?.apply.file).toBe(FILE);
    expect(scenario?.apply.statements.map(({ run }) => run)).toEqual([
      'begin',
      'inside',
      'inside',
      'commit',
    ]);
    expect(Object.keys(scenario?.files ?? {})).toContain(FILE);
  });

  test.each(['read-only', 'transactional', 'up-down-up'] as const)(
    'commits by itself, and is no other kind of change: %s',
    async (kind) => {
      await write(kind);
      expect(await here.told('a', [FILE])).toContain(
        'SCENARIO_INVALID a/scenario.yaml:6: "executor": an executor commits by itself; ' +
          'use kind "snapshot" or "revert"',
      );
    },
  );

  test('stands alone, and is not made one transaction', async () => {
    await write('snapshot', 'transaction: whole\n', { 'apply.sql': SQL.apply });
    expect(await here.told('a', [FILE])).toEqual([
      'SCENARIO_INVALID a/scenario.yaml:7: "transaction": an executor begins and commits by itself',
      `SCENARIO_INVALID a/apply.sql: the change is "${FILE}"; remove this, or "executor"`,
    ]);
  });

  test('is one that the configuration names', async () => {
    await write('snapshot');
    const place = 'SCENARIO_INVALID a/scenario.yaml:6: "executor": ';
    const what = `"${FILE}" is not under "executor" in the configuration; `;
    expect(await here.told('a', ['prod/run_al.sql'])).toEqual([
      `${place}${what}did you mean "prod/run_al.sql"?`,
    ]);
    expect(await here.told('a', ['x'])).toEqual([`${place}${what}named are x`]);
  });

  test('that is not there is missing', async () => {
    await write('snapshot');
    const { 'scenario.yaml': text } = { 'scenario.yaml': yaml('snapshot', 'executor: gone.sql\n') };
    await here.write('a', { 'scenario.yaml': text });
    expect(await here.told('a', ['gone.sql'])).toEqual([
      'SCENARIO_INVALID gone.sql: it is missing',
    ]);
  });
});

test('what is wrong with a script however it is run is told beside what is wrong with its kind', async () => {
  await here.write('a', {
    'scenario.yaml': yaml('undoable'),
    'apply.sql': 'VACUUM;\nSELECT 1;\nSELEC 2;',
    'revert.sql': 'BEGIN; SELECT 1; COMMIT;',
    'verify.sql': '-- nothing',
  });
  expect((await here.told('a')).map((each) => each.split(': ')[0])).toEqual([
    'SCENARIO_INVALID a/scenario.yaml:5',
    'SCENARIO_SYNTAX a/apply.sql:3',
    'SCENARIO_EMPTY a/verify.sql',
  ]);
});
