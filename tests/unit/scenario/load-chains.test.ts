// Chains: steps in their order, ids that name one thing, and migrations that become steps.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { LIMITS } from '../../../harness/kernel/index.ts';
import { folders, SQL, yaml, type Folders } from './load-folders.ts';

let here: Folders;
beforeEach(async () => {
  here = await folders();
});
afterEach(async () => {
  await here[Symbol.asyncDispose]();
});

async function scenario(id: string): Promise<string> {
  const files = { 'scenario.yaml': yaml('snapshot', '', id), 'apply.sql': SQL.apply };
  return await here.write(id, files);
}

describe('a chain', () => {
  test('keeps its steps together and in order, beside scenarios by themselves', async () => {
    for (const id of ['a', 'b', 'c', 'd']) await scenario(id);
    const { planned, findings } = await here.load([
      'd',
      { chain: 'up', title: 'Up', steps: ['c', 'a'] },
      'b',
    ]);
    expect(findings).toEqual([]);
    expect(planned.map(({ id, isChain, steps }) => [id, isChain, steps.map((s) => s.id)])).toEqual([
      ['d', false, ['d']],
      ['up', true, ['c', 'a']],
      ['b', false, ['b']],
    ]);
    expect(planned[1]?.title).toBe('Up');
  });

  test('of one step is one', async () => {
    const steps = [await scenario('a')];
    const { planned } = await here.load([{ chain: 'up', title: 'Up', steps }]);
    expect(planned).toMatchObject([{ id: 'up', isChain: true }]);
  });

  test('with a mistake in one step is not rehearsed, and every mistake is told', async () => {
    await scenario('a');
    await scenario('d');
    await here.write('b', { 'scenario.yaml': yaml('snapshot', '', 'b'), 'apply.sql': 'SELEC' });
    const { planned, findings } = await here.load([
      { chain: 'up', title: 'Up', steps: ['a', 'b', 'c'] },
      'd',
    ]);
    expect(planned.map(({ id }) => id)).toEqual(['d']);
    expect(findings.map(({ code, where }) => `${code} ${where}`)).toEqual([
      'SCENARIO_SYNTAX b/apply.sql:1',
      'SCENARIO_INVALID c/scenario.yaml',
    ]);
  });

  test('bears no id of a scenario, and none of another chain', async () => {
    for (const id of ['a', 'b', 'c']) await scenario(id);
    const { findings } = await here.load([
      { chain: 'c', title: 'x', steps: ['a'] },
      { chain: 'up', title: 'x', steps: ['b'] },
      { chain: 'up', title: 'x', steps: ['c'] },
    ]);
    expect(findings.map(({ code, where }) => `${code} ${where}`)).toEqual([
      'SCENARIO_INVALID scenario "up"',
      'SCENARIO_INVALID scenario "c"',
    ]);
  });

  test('has an end, and what a setup comes to counts as a step', async () => {
    const most = LIMITS.chainStates;
    const steps: string[] = [];
    for (let step = 0; step <= most; step += 1) steps.push(await scenario(`s${step}`));
    const told = async (all: readonly string[]): Promise<string[]> => {
      const { planned, findings } = await here.load([{ chain: 'up', title: 'x', steps: [...all] }]);
      expect(planned).toHaveLength(findings.length === 0 ? 1 : 0);
      return findings.map(({ code, where, what }) => `${code} ${where}: ${what}`);
    };
    const tooLong = `CHAIN_TOO_LONG chain "up": it has ${most + 1} steps and setups, ${most} at most`;
    expect(await told(steps)).toEqual([tooLong]);
    expect(await told(steps.slice(1))).toEqual([]);
    await here.write('s1', { 'setup.sql': 'SELECT 1' });
    expect(await told(steps.slice(1))).toEqual([tooLong]);
  });
});

describe('a folder of migrations', () => {
  const head = 'version: 1\nid: m\ntitle: M\nwhy: W\n';
  const file = (more: string): string => `${head}migrations: { folder: sql, ${more} }\n`;
  const THREE = {
    'sql/001_first.up.sql': 'CREATE TABLE a (x int);',
    'sql/001_first.down.sql': 'DROP TABLE a;',
    'sql/002_second.up.sql': 'ALTER TABLE a ADD y int;',
    'sql/002_second.down.sql': 'ALTER TABLE a DROP y;',
    'sql/003_third.up.sql': 'ALTER TABLE a ADD z int;',
  };

  test('becomes a chain whose steps go down by themselves where they can', async () => {
    await here.write('m', { ...THREE, 'scenario.yaml': file('layout: numbered') });
    const { planned, findings } = await here.load(['m']);
    expect(findings).toEqual([
      {
        code: 'MIGRATION_NO_WAY_BACK',
        where: 'm/sql/003_third.up.sql',
        what: 'it has no down-migration',
      },
    ]);
    expect(planned).toMatchObject([{ id: 'm', title: 'M', isChain: true }]);
    const steps = planned[0]?.steps ?? [];
    expect(steps.map(({ id, kind, methods }) => [id, kind, methods])).toEqual([
      ['m-1', 'up-down-up', null],
      ['m-2', 'up-down-up', null],
      ['m-3', 'snapshot', null],
    ]);
    expect(steps.map(({ apply, revert }) => [apply.file, revert?.file ?? null])).toEqual([
      ['m/sql/001_first.up.sql', 'm/sql/001_first.down.sql'],
      ['m/sql/002_second.up.sql', 'm/sql/002_second.down.sql'],
      ['m/sql/003_third.up.sql', null],
    ]);
    expect(steps[0]?.title).toMatch(/^M: .*first/);
    expect(Object.keys(steps[0]?.files ?? {})).toEqual([
      'scenario.yaml',
      'm/sql/001_first.up.sql (up)',
      'm/sql/001_first.down.sql (down)',
    ]);
  });

  test('goes back by what each step can, where methods are named', async () => {
    const text = `${file('layout: numbered')}methods: [logical, transaction]\n`;
    await here.write('m', { ...THREE, 'scenario.yaml': text });
    const { planned } = await here.load(['m']);
    const [first, , third] = planned[0]?.steps ?? [];
    const isWhole = first?.transaction === 'whole';
    expect(first?.methods).toEqual(['revert', 'logical', ...(isWhole ? ['transaction'] : [])]);
    expect(third?.methods).toEqual(['logical']);
    const only = `${file('layout: numbered')}methods: [revert]\n`;
    await here.write('m', { 'scenario.yaml': only });
    const again = (await here.load(['m'])).planned[0]?.steps ?? [];
    expect(again.map(({ methods }) => methods)).toEqual([['revert'], ['revert'], null]);
  });

  test('is read from where production stands', async () => {
    await here.write('m', { ...THREE, 'scenario.yaml': file('layout: numbered, after: "001"') });
    const { planned } = await here.load(['m']);
    expect(planned[0]?.steps.map(({ id, apply }) => [id, apply.file])).toEqual([
      ['m-1', 'm/sql/002_second.up.sql'],
      ['m-2', 'm/sql/003_third.up.sql'],
    ]);
  });

  test('may be steps of a longer chain', async () => {
    await scenario('a');
    await here.write('m', { ...THREE, 'scenario.yaml': file('layout: numbered, until: "002"') });
    const { planned, findings } = await here.load([{ chain: 'up', title: 'x', steps: ['m', 'a'] }]);
    expect(findings).toEqual([]);
    expect(planned[0]?.steps.map(({ id }) => id)).toEqual(['m-1', 'm-2', 'a']);
  });

  test('tells mistakes in its files by their own lines', async () => {
    await here.write('m', {
      'scenario.yaml': file('layout: numbered'),
      'sql/001_a.up.sql': 'SELECT 1;\n\nSELEC 2;',
      'sql/001_a.down.sql': '\\i other.sql',
    });
    expect(await here.told('m')).toEqual([
      'SCENARIO_SYNTAX m/sql/001_a.up.sql:3: syntax error at or near "SELEC"',
      expect.stringMatching(/^SCENARIO_META_COMMAND m\/sql\/001_a.down.sql:1: /),
    ]);
  });

  test('stands beside no script of a scenario', async () => {
    await here.write('m', {
      ...THREE,
      'scenario.yaml': file('layout: numbered, until: "002"'),
      'apply.sql': 'SELECT 1',
    });
    expect(await here.told('m')).toEqual([
      'SCENARIO_INVALID m/apply.sql: the change is in the migrations; remove this file',
    ]);
  });

  test.each([
    ['layot: numbered', 'm/scenario.yaml:5: "migrations.layot": unknown key "layot"'],
    ['layout: flway', 'm/scenario.yaml:5: "migrations.layout": unknown value "flway"'],
  ])('says what is misspelt: %s', async (more, start) => {
    await here.write('m', { ...THREE, 'scenario.yaml': file(more) });
    expect((await here.told('m')).join()).toContain(`SCENARIO_INVALID ${start}; did you mean "`);
  });
});
