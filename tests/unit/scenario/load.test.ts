// Scenario folders as they lie on disk: every mistake in any of them is told before anything starts.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LIMITS } from '../../../harness/kernel/index.ts';
import type { Planned } from '../../../harness/scenario/contract.ts';
import { loadScenarios, type LoadedScenarios } from '../../../harness/scenario/reading/load.io.ts';
import { byLine } from '../places.ts';

let root = '';

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'rehearsal-scenarios-'));
});

afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

const YAML = `version: 1
id: add-column
title: Add a column
kind: transactional
why: It is wanted.
`;

/** Writes a folder that holds, but for what is named: null leaves a file out. */
async function folder(
  name: string,
  files: Readonly<Record<string, string | Uint8Array | null>> = {},
): Promise<string> {
  const all = {
    'scenario.yaml': YAML.replace('add-column', path.basename(name)),
    'apply.sql': 'ALTER TABLE t ADD COLUMN a integer;\n',
    ...files,
  };
  await mkdir(path.join(root, name), { recursive: true });
  for (const [file, content] of Object.entries(all)) {
    if (content !== null) await writeFile(path.join(root, name, file), content);
  }
  return name;
}

const hash = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex');

async function load(...folders: readonly string[]): Promise<LoadedScenarios> {
  return await loadScenarios(root, folders, []);
}

/** Findings of one folder that is refused, as `place: what`. */
async function refusals(name: string, code = 'SCENARIO_INVALID'): Promise<string[]> {
  const { planned, findings } = await load(name);
  expect(planned).toEqual([]);
  expect(new Set(findings.map((each) => each.code))).toEqual(new Set([code]));
  return findings.map(({ where, what }) => byLine(`${where}: ${what}`));
}

function ids(planned: readonly Planned[]): string[] {
  return planned.flatMap(({ steps }) => steps.map(({ id }) => id));
}

describe('a scenario folder', () => {
  test('is loaded with its statements and the hash of each file\u2019s bytes', async () => {
    const verify = '-- \u00e9\nSELECT ok();\n';
    const yaml = `${YAML}tables: [public.t]\nrole: directus\n`;
    await folder('add-column', { 'scenario.yaml': yaml, 'verify.sql': verify });
    const { planned, findings } = await load('add-column');
    expect(findings).toEqual([]);
    const scenario = {
      id: 'add-column',
      title: 'Add a column',
      why: 'It is wanted.',
      kind: 'transactional',
      tables: ['public.t'],
      role: 'directus',
      methods: null,
      transaction: 'whole',
      expect: null,
      folder: 'add-column',
      setup: null,
      apply: {
        file: 'add-column/apply.sql',
        statements: [{ text: 'ALTER TABLE t ADD COLUMN a integer', line: 1, run: 'inside' }],
      },
      verify: {
        file: 'add-column/verify.sql',
        statements: [{ text: 'SELECT ok()', line: 2, run: 'inside' }],
      },
      revert: null,
      executor: null,
      files: {
        'scenario.yaml': hash(yaml),
        'apply.sql': hash('ALTER TABLE t ADD COLUMN a integer;\n'),
        'verify.sql': hash(verify),
      },
    };
    expect(planned).toEqual([
      { id: 'add-column', title: 'Add a column', steps: [scenario], isChain: false },
    ]);
  });

  test('needs no verify.sql', async () => {
    const { planned, findings } = await load(await folder('a'));
    expect(findings).toEqual([]);
    expect(planned[0]?.steps[0]?.verify).toBeNull();
    expect(Object.keys(planned[0]?.steps[0]?.files ?? {})).toEqual(['scenario.yaml', 'apply.sql']);
  });

  test('keeps the order in which it is named', async () => {
    const names = ['sub/c', 'a', 'b/', ...Array.from({ length: 9 }, (_, index) => `x/n${index}`)];
    const folders = await Promise.all(names.map(async (name) => await folder(name)));
    const { planned } = await load(...folders);
    expect(planned.map(({ steps }) => steps[0]?.folder)).toEqual(
      names.map((name) => name.replace(/\/$/, '')),
    );
    expect(ids(planned).slice(0, 3)).toEqual(['c', 'a', 'b']);
  });

  test('may be reached through a link', async () => {
    await folder('real/a');
    await symlink(path.join(root, 'real/a'), path.join(root, 'a'));
    expect(ids((await load('a')).planned)).toEqual(['a']);
  });

  test('may hold other files that are no SQL', async () => {
    await folder('a', { 'README.md': 'why', 'data.json': '{}' });
    expect((await load('a')).findings).toEqual([]);
  });
});

describe('scenarios', () => {
  test('are refused when none is named', async () => {
    expect((await load()).findings).toMatchObject([{ code: 'SCENARIO_NONE' }]);
  });

  test('are refused when one folder is named twice, or two have one name', async () => {
    const { findings } = await load(
      await folder('a'),
      'a',
      await folder('sub/b'),
      await folder('b'),
    );
    expect(findings.map(({ where, what }) => `${where}: ${what}`)).toEqual([
      'scenario "a": the id is used twice, by a scenario or a chain',
      'scenario "b": the id is used twice, by a scenario or a chain',
    ]);
  });
});

describe('a file of a scenario', () => {
  test('that is missing is told, but for verify.sql', async () => {
    expect(await refusals('nowhere')).toEqual(['nowhere/scenario.yaml: it is missing']);
    await folder('a', { 'apply.sql': null });
    expect(await refusals('a')).toEqual(['a/apply.sql: it is missing']);
  });

  test.each(['scenario.yaml', 'apply.sql', 'verify.sql'])(
    'that is a folder is refused: %s',
    async (file) => {
      await folder('a', { [file]: null });
      await mkdir(path.join(root, 'a', file));
      expect(await refusals('a')).toEqual([`a/${file}: it is no plain file`]);
    },
  );

  test.each(['scenario.yaml', 'apply.sql', 'verify.sql'])(
    'that is a pipe is refused, not waited for: %s',
    async (file) => {
      await folder('a', { [file]: null });
      execFileSync('/usr/bin/mkfifo', [path.join(root, 'a', file)]);
      expect(await refusals('a')).toEqual([`a/${file}: it is no plain file`]);
    },
  );

  test.each(['scenario.yaml', 'apply.sql', 'verify.sql'])(
    'that is too large is refused, not passed over: %s',
    async (file) => {
      await folder('a', { [file]: 'SELECT 1;' });
      await truncate(path.join(root, 'a', file), LIMITS.scenarioSqlBytes + 1);
      expect(await refusals('a')).toEqual([
        `a/${file}: it is larger than ${LIMITS.scenarioSqlBytes} bytes`,
      ]);
    },
  );

  test('may be as large as the bound', async () => {
    const sql = 'SELECT 1;';
    await folder('a', { 'apply.sql': `${sql}${' '.repeat(LIMITS.scenarioSqlBytes - sql.length)}` });
    expect((await load('a')).findings).toEqual([]);
  });

  test.each(['scenario.yaml', 'apply.sql', 'verify.sql'])(
    'that links in a circle cannot be read: %s',
    async (file) => {
      await folder('a', { [file]: null });
      await symlink(file, path.join(root, 'a', file));
      expect(await refusals('a')).toEqual([`a/${file}: it cannot be read`]);
    },
  );

  test.each(['scenario.yaml', 'apply.sql', 'verify.sql'])(
    'that is not UTF-8 is refused: %s',
    async (file) => {
      await folder('a', { [file]: Buffer.from("SELECT '\u00e9'", 'latin1') });
      expect(await refusals('a')).toEqual([`a/${file}: it is not plain UTF-8`]);
    },
  );

  test('tells its mistakes beside those of every other file and folder', async () => {
    await folder('a', { 'apply.sql': 'BEGIN;\nCOMMIT;', 'verify.sql': 'SELEC' });
    await folder('b', { 'apply.sql': '-- nothing', 'verify.sql': '\\d' });
    const { planned, findings } = await load('a', 'nowhere', 'b', await folder('c'));
    expect(ids(planned)).toEqual(['c']);
    expect(findings.map(({ code, where }) => `${code} ${where}`)).toEqual([
      'SCENARIO_STATEMENT_REFUSED a/apply.sql:1',
      'SCENARIO_STATEMENT_REFUSED a/apply.sql:2',
      'SCENARIO_SYNTAX a/verify.sql:1',
      'SCENARIO_INVALID nowhere/scenario.yaml',
      'SCENARIO_EMPTY b/apply.sql',
      'SCENARIO_META_COMMAND b/verify.sql:1',
    ]);
  });

  test('called verify.sql is judged as a check, whatever the kind', async () => {
    await folder('a', {
      'scenario.yaml': YAML.replace('add-column', 'a').replace('transactional', 'snapshot'),
      'apply.sql': 'VACUUM t;',
      'verify.sql': 'VACUUM t;',
    });
    expect(await refusals('a', 'SCENARIO_STATEMENT_REFUSED')).toEqual([
      'a/verify.sql:1: verify.sql only asks: each statement is a SELECT that answers one row with one true',
    ]);
  });
});

describe('scenario.yaml', () => {
  const edited = (from: string | RegExp, to: string): string =>
    YAML.replace('add-column', 'a').replace(from, to);

  test.each([
    [
      'an unknown key',
      edited('why:', 'whyy: 1\nwhy:'),
      'a/scenario.yaml:5: "whyy": unknown key "whyy"; did you mean "why"?',
    ],
    [
      'a key that is like no other',
      edited('why:', 'frobnicate: 1\nwhy:'),
      'a/scenario.yaml:5: "frobnicate": unknown key "frobnicate"; known are version, id, title, ' +
        'why, tables, role, kind, methods, transaction, executor, expect',
    ],
    [
      'an unknown key further in',
      edited('why:', 'expect:\n  rows:\n    t: { insertd: 1 }\nwhy:'),
      'a/scenario.yaml:7: "expect.rows.t.insertd": unknown key "insertd"; did you mean "inserted"?',
    ],
    ['a missing key', edited(/why.*\n/, ''), 'a/scenario.yaml: "why": it is missing'],
    ['an empty text', edited('It is wanted.', '"  "'), /^a\/scenario.yaml:5: "why": /],
    [
      'an unknown kind',
      edited('transactional', 'transactionl'),
      'a/scenario.yaml:4: "kind": unknown value "transactionl"; did you mean "transactional"?',
    ],
    [
      'a kind that is like no other',
      edited('transactional', 'storage'),
      'a/scenario.yaml:4: "kind": unknown value "storage"; known are read-only, transactional, ' +
        'snapshot, revert, up-down-up',
    ],
    [
      'an unknown method',
      edited('why:', 'methods:\n  - transaction\n  - storge\nwhy:'),
      'a/scenario.yaml:7: "methods.1": unknown value "storge"; did you mean "storage"?',
    ],
    [
      'an unknown lock',
      edited('why:', 'expect: { strongestLock: RowExclusiv }\nwhy:'),
      'a/scenario.yaml:5: "expect.strongestLock": unknown value "RowExclusiv"; ' +
        'did you mean "RowExclusive"?',
    ],
    ['another version', edited('version: 1', 'version: 2'), /^a\/scenario.yaml:1: "version": /],
    ['an id that is no kebab', edited('id: a', 'id: A_b'), /^a\/scenario.yaml:2: "id": /],
    [
      'an id that is not the folder\u2019s',
      edited('id: a', 'id: b'),
      'a/scenario.yaml:2: "id": "b" is not the folder\'s name, "a"',
    ],
    [
      'a table without its schema',
      edited('why:', 'tables:\n  - public.t\n  - births\nwhy:'),
      'a/scenario.yaml:7: "tables.1": "births" is no name with its schema, as in public.births',
    ],
    [
      'a table that the server writes otherwise',
      edited('why:', 'expect:\n  rows: { public.Births: {} }\nwhy:'),
      'a/scenario.yaml:6: "expect.rows.public.Births": "public.Births" is written public."Births"',
    ],
    [
      'a sequence without its schema',
      edited('why:', 'expect: { sequences: [a_b, public.x] }\nwhy:'),
      'a/scenario.yaml:5: "expect.sequences.0": "a_b" is no name with its schema, as in public.births',
    ],
    ['an empty table', edited('why:', 'tables: [""]\nwhy:'), /^a\/scenario.yaml:5: "tables.0": /],
    ['an empty role', edited('why:', 'role: ""\nwhy:'), /^a\/scenario.yaml:5: "role": /],
    [
      'a key that stands twice',
      edited('why:', 'kind: snapshot\nwhy:'),
      'a/scenario.yaml:5: the key "kind" stands here a second time',
    ],
    [
      'an alias',
      edited('title: Add a column', 'title: &t Add\nrole: *t'),
      /: YAML aliases are not used here$/,
    ],
    ['broken YAML', edited('title: Add a column', 'title: "Add'), /^a\/scenario.yaml:\d+: /],
    ['two documents', `${edited('', '')}---\nx: 1\n`, /a second document begins here/],
    ['nothing', '', /^a\/scenario.yaml: "?the file"?: /],
    ['a list', '- 1\n', /^a\/scenario.yaml: "?the file"?: /],
    [
      'a key that is special to programs',
      edited('why:', '__proto__: {}\nwhy:'),
      /^a\/scenario.yaml:5: /,
    ],
  ])('with %s is refused', async (_what, yaml, message) => {
    await folder('a', { 'scenario.yaml': yaml });
    const found = await refusals('a');
    if (typeof message === 'string') expect(found).toEqual([message]);
    else expect(found.join('\n')).toMatch(message);
    for (const each of found) expect(each).not.toMatch(/\n/);
  });

  test('may name what needs quotes as the server does', async () => {
    const names = '[\'public."Births"\', \'"Odd. ""schema".t_1\', \'public."order"\']';
    await folder('a', { 'scenario.yaml': edited('why:', `tables: ${names}\nwhy:`) });
    expect((await load('a')).findings).toEqual([]);
  });

  test('tells every mistake in it', async () => {
    await folder('a', { 'scenario.yaml': 'version: 1\nid: a\nkind: x\n' });
    expect((await refusals('a')).map((each) => each.split('"')[1] ?? '').sort()).toEqual([
      'kind',
      'title',
      'why',
    ]);
  });
});
