// A scenario told by code: typed, asked in a process of its own, and read as a folder is.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Problem } from '../../../harness/kernel/index.ts';
import { askDefinition } from '../../../harness/scenario/reading/define.io.ts';
import { defineScenario } from '../../../harness/scenario/define.ts';
import { folders, SQL, yaml, type Folders } from './load-folders.ts';

let here: Folders;
beforeEach(async () => {
  here = await folders();
});
afterEach(async () => {
  await here[Symbol.asyncDispose]();
});

const DEFINE = pathToFileURL(
  path.resolve(import.meta.dirname, '../../../harness/scenario/define.ts'),
).href;
/** Two of three that do not end keep a processor busy for all of it. */
const BOUND_MS = 700;
const GOOD = { id: 'a', title: 'A', why: 'B', kind: 'snapshot', apply: SQL.apply } as const;

/** Writes scenario.ts of folder `a`. */
async function code(body: string): Promise<void> {
  await here.write('a', {
    'scenario.ts': `import { defineScenario } from '${DEFINE}';\n${body}\n`,
  });
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The messages of what it throws. */
function thrown(work: () => unknown): string[] {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem)
      return error.findings.map(({ code: id, what }) => `${id} ${what}`);
    throw error;
  }
  return [];
}

describe('defineScenario', () => {
  test('hands back what it was given, and nobody changes it afterwards', () => {
    const made = defineScenario(GOOD);
    expect(made).toEqual(GOOD);
    expect(Object.isFrozen(made)).toBe(true);
  });

  test('refuses what scenario.yaml would be refused for, every mistake at once', () => {
    const wrong = { ...GOOD, kind: 'snapshott', title: '', extra: 1, apply: 5 };
    // The compiler would not have it: code that nobody checked is read all the same.
    expect(thrown(() => defineScenario(wrong as unknown as typeof GOOD))).toEqual([
      expect.stringMatching(/^SCENARIO_INVALID "title": /),
      'SCENARIO_INVALID "kind": unknown value "snapshott"; did you mean "snapshot"?',
      expect.stringMatching(/^SCENARIO_INVALID "extra": unknown key "extra"; /),
      'SCENARIO_INVALID "apply": it is no text',
    ]);
  });
});

describe('a scenario.ts', () => {
  test('is read as the files that it stands for, with the hash of each text', async () => {
    await code(`
      console.log('what it prints is not read');
      const rows = [1, 2].map((n) => \`INSERT INTO t VALUES (\${n});\`);
      export default defineScenario({
        id: 'a', title: 'A', why: 'B', kind: 'up-down-up', expect: { walMiB: 1 },
        apply: rows.join('\\n'), revert: 'TRUNCATE t;', verify: 'SELECT ok()',
        setup: undefined,
      });`);
    const { planned, findings } = await here.load(['a']);
    expect(findings).toEqual([]);
    const scenario = planned[0]?.steps[0];
    expect(scenario).toMatchObject({
      id: 'a',
      kind: 'up-down-up',
      folder: 'a',
      expect: { walMiB: 1 },
      setup: null,
      apply: {
        file: 'a/scenario.ts (apply)',
        statements: [
          { text: 'INSERT INTO t VALUES (1)', line: 1, run: 'inside' },
          { text: 'INSERT INTO t VALUES (2)', line: 2, run: 'inside' },
        ],
      },
      verify: { file: 'a/scenario.ts (verify)' },
      revert: { file: 'a/scenario.ts (revert)' },
    });
    expect(scenario?.files).toEqual({
      'scenario.ts': expect.stringMatching(/^[0-9a-f]{64}$/),
      apply: hash('INSERT INTO t VALUES (1);\nINSERT INTO t VALUES (2);'),
      verify: hash('SELECT ok()'),
      revert: hash('TRUNCATE t;'),
    });
  });

  test('has another hash where it makes other SQL, though its own bytes are the same', async () => {
    const body = `import { readFileSync } from 'node:fs';
      const apply = readFileSync(new URL('made.txt', import.meta.url), 'utf8');
      export default defineScenario({ id: 'a', title: 'A', why: 'B', kind: 'snapshot', apply });`;
    await code(body);
    await here.write('a', { 'made.txt': 'SELECT 1' });
    const first = (await here.load(['a'])).planned[0]?.steps[0]?.files ?? {};
    await here.write('a', { 'made.txt': 'SELECT 2' });
    const second = (await here.load(['a'])).planned[0]?.steps[0]?.files ?? {};
    expect(second['scenario.ts']).toBe(first['scenario.ts']);
    expect([first['apply'], second['apply']]).toEqual([hash('SELECT 1'), hash('SELECT 2')]);
  });

  test('may hand over long scripts whole', async () => {
    await code(`export default defineScenario({ id: 'a', title: 'A', why: 'B', kind: 'snapshot',
      apply: 'SELECT 1;\\n'.repeat(60_000) });`);
    const { planned, findings } = await here.load(['a']);
    expect(findings).toEqual([]);
    expect(planned[0]?.steps[0]?.apply.statements).toHaveLength(60_000);
  });

  test.each([
    [
      'SQL that does not parse',
      "export default { ...base, apply: 'SELECT 1;\\nSELEC 2' };",
      'SCENARIO_SYNTAX a/scenario.ts (apply):2: syntax error at or near "SELEC"',
    ],
    [
      'a mistake that defineScenario finds',
      "export default defineScenario({ ...base, kind: 'snapshoot' });",
      'SCENARIO_INVALID a/scenario.ts:3:16: "kind": unknown value "snapshoot"; did you mean "snapshot"?',
    ],
    [
      'a mistake that nobody looked for',
      'export default { ...base, titel: 1 };',
      'SCENARIO_INVALID a/scenario.ts: "titel": unknown key "titel"; did you mean "title"?',
    ],
    [
      'another id',
      "export default { ...base, id: 'b' };",
      'SCENARIO_INVALID a/scenario.ts: "id": "b" is not the folder\'s name, "a"',
    ],
    [
      'a missing script',
      'export default { ...base, apply: undefined };',
      'SCENARIO_INVALID a/scenario.ts (apply): it is missing',
    ],
    [
      'a script that nobody would run',
      "export default { ...base, revert: 'SELECT 1' };",
      'SCENARIO_INVALID a/scenario.ts (revert): kind "snapshot" does not use it; ' +
        'name "revert" under "methods", or remove it',
    ],
    [
      'a method that does not fit',
      "export default { ...base, methods: ['transaction', 'storage'] };",
      expect.stringMatching(/^SCENARIO_METHOD_MISFIT a\/scenario.ts: "transaction" does not fit /),
    ],
    [
      'migrations',
      "export default { id: 'a', title: 'A', why: 'B', migrations: { folder: '.' } };",
      'SCENARIO_INVALID a/scenario.ts: "migrations": a folder of migrations is named in scenario.yaml',
    ],
    [
      'nothing to export',
      'export const other = base;',
      'SCENARIO_CODE_FAILED a/scenario.ts: it must export what defineScenario returns, as its default',
    ],
    [
      'an error of its own',
      "throw new Error('first line\\nsecond line');",
      'SCENARIO_CODE_FAILED a/scenario.ts:3:7: first line second line',
    ],
    [
      'a verdict of its own',
      "throw Object.assign(new Error('odd'), { findings: [{ code: 'MIGRATION_NO_WAY_BACK', what: 'x' }] });",
      'SCENARIO_CODE_FAILED a/scenario.ts:3:21: odd',
    ],
    [
      'an end before its time',
      'process.exit(0);',
      expect.stringMatching(/^SCENARIO_CODE_FAILED a\/scenario.ts: it ended without handing/),
    ],
    [
      'a type that is no type',
      'export default { ...base, enum X {} };',
      expect.stringMatching(/^SCENARIO_CODE_FAILED a\/scenario.ts: /),
    ],
    [
      'an import of what is not there',
      "import 'nowhere-at-all';",
      expect.stringMatching(/^SCENARIO_CODE_FAILED a\/scenario.ts: Cannot find package/),
    ],
  ])('is refused for %s', async (_what, body, expected) => {
    const base = JSON.stringify(GOOD);
    await code(`const base = ${base};\n${body}`);
    expect(await here.told('a')).toEqual([expected]);
  });

  test.each([
    'for (;;) ;',
    "for (;;) console.log('x')",
    'await new Promise((done) => setTimeout(done, 60_000));',
  ])('that does not come to an end is ended: %s', async (body) => {
    await code(body);
    const asked = await askDefinition(path.join(here.root, 'a/scenario.ts'), 'a', BOUND_MS);
    expect(asked.findings).toEqual([
      {
        code: 'SCENARIO_CODE_FAILED',
        where: 'a',
        what: `it did not come to an end within ${BOUND_MS} ms`,
      },
    ]);
  });

  test('that hands over more than a scenario may is refused', async () => {
    await code(`export default { ...${JSON.stringify(GOOD)}, apply: 'x'.repeat(40_000_000) };`);
    expect(await here.told('a')).toEqual([
      'SCENARIO_CODE_FAILED a/scenario.ts: it hands over more than a scenario may',
    ]);
  });

  test('writes nothing, starts nothing, and sees nothing of the environment', async () => {
    process.env['SCENARIO_TEST_SECRET'] = 'seen';
    try {
      await code(`
        import { writeFileSync } from 'node:fs';
        import { execFileSync } from 'node:child_process';
        const tried = (work) => { try { work(); return 'done'; } catch (e) { return e.code; } };
        const written = tried(() => writeFileSync(new URL('made.txt', import.meta.url), 'x'));
        const started = tried(() => execFileSync('/bin/true'));
        const env = Object.keys(process.env).join();
        export default defineScenario({ id: 'a', title: \`\${written} \${started} [\${env}]\`,
          why: 'B', kind: 'snapshot', apply: 'SELECT 1' });`);
      const { planned } = await here.load(['a']);
      expect(planned[0]?.title).toBe('ERR_ACCESS_DENIED ERR_ACCESS_DENIED []');
      await expect(access(path.join(here.root, 'a/made.txt'))).rejects.toThrow('ENOENT');
    } finally {
      delete process.env['SCENARIO_TEST_SECRET'];
    }
  });

  test('stands alone: beside it no file would be read', async () => {
    await code(`export default ${JSON.stringify(GOOD)};`);
    await here.write('a', { 'apply.sql': SQL.apply });
    expect(await here.told('a')).toEqual([
      'SCENARIO_INVALID a/apply.sql: scenario.ts brings the SQL; remove this file',
    ]);
    await here.write('a', { 'scenario.yaml': yaml('snapshot') });
    expect(await here.told('a')).toEqual([
      'SCENARIO_INVALID a/scenario.ts: scenario.yaml is there too, ' +
        'and one of them would not be read; remove one',
    ]);
  });

  test('may apply an executor', async () => {
    await here.write('prod', { 'all.sql': 'BEGIN; SELECT 1; COMMIT;' });
    const { apply: _, ...rest } = GOOD;
    await code(`export default ${JSON.stringify({ ...rest, executor: 'prod/all.sql' })};`);
    const { planned, findings } = await here.load(['a'], ['prod/all.sql']);
    expect(findings).toEqual([]);
    expect(planned[0]?.steps[0]?.executor).toBe('prod/all.sql');
  });
});
