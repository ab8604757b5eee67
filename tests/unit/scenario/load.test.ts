// Scenario folders as they lie on disk: every mistake in any of them is told before anything starts.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LIMITS } from '../../../harness/kernel/index.ts';
import { loadScenarios } from '../../../harness/scenario/load.io.ts';

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

/** Findings of one folder that is refused, as `place: what`. */
async function refusals(name: string, code = 'SCENARIO_INVALID'): Promise<string[]> {
  const { scenarios, findings } = await loadScenarios(root, [name]);
  expect(scenarios).toEqual([]);
  expect(new Set(findings.map((each) => each.code))).toEqual(new Set([code]));
  return findings.map(({ where, what }) => `${where}: ${what}`);
}

describe('a scenario folder', () => {
  test('is loaded with its statements and the hash of each file\u2019s bytes', async () => {
    const verify = '-- \u00e9\nSELECT true;\n';
    const yaml = `${YAML}tables: [public.t]\nrole: directus\n`;
    await folder('add-column', { 'scenario.yaml': yaml, 'verify.sql': verify });
    const { scenarios, findings } = await loadScenarios(root, ['add-column']);
    expect(findings).toEqual([]);
    expect(scenarios).toEqual([
      {
        version: 1,
        id: 'add-column',
        title: 'Add a column',
        kind: 'transactional',
        why: 'It is wanted.',
        tables: ['public.t'],
        role: 'directus',
        folder: 'add-column',
        apply: [{ text: 'ALTER TABLE t ADD COLUMN a integer', line: 1 }],
        verify: [{ text: 'SELECT true', line: 2 }],
        files: {
          'scenario.yaml': hash(yaml),
          'apply.sql': hash('ALTER TABLE t ADD COLUMN a integer;\n'),
          'verify.sql': hash(verify),
        },
      },
    ]);
  });

  test('needs no verify.sql', async () => {
    const { scenarios, findings } = await loadScenarios(root, [await folder('a')]);
    expect(findings).toEqual([]);
    expect(scenarios[0]?.verify).toEqual([]);
    expect(Object.keys(scenarios[0]?.files ?? {})).toEqual(['scenario.yaml', 'apply.sql']);
  });

  test('keeps the order in which it is named', async () => {
    const folders = await Promise.all(['sub/c', 'a', 'b/'].map((name) => folder(name)));
    const { scenarios } = await loadScenarios(root, folders);
    expect(scenarios.map(({ id, folder: named }) => [id, named])).toEqual([
      ['c', 'sub/c'],
      ['a', 'a'],
      ['b', 'b/'],
    ]);
  });

  test('may be reached through a link', async () => {
    await folder('real/a');
    await symlink(path.join(root, 'real/a'), path.join(root, 'a'));
    expect((await loadScenarios(root, ['a'])).scenarios).toHaveLength(1);
  });
});

describe('no scenario', () => {
  test('is refused: a run without a change proves nothing', async () => {
    expect(await loadScenarios(root, [])).toEqual({
      scenarios: [],
      findings: [{ code: 'SCENARIO_NONE', where: 'scenarios', what: 'no scenario is named' }],
    });
  });
});

describe('two scenarios of one id', () => {
  test('are refused, once an id', async () => {
    const folders = [
      await folder('x/a'),
      await folder('y/a'),
      await folder('z/a'),
      await folder('b'),
    ];
    const { findings } = await loadScenarios(root, folders);
    expect(findings).toEqual([
      { code: 'SCENARIO_INVALID', where: 'scenario "a"', what: 'the id is used twice' },
    ]);
  });

  test('are refused when one folder is named twice', async () => {
    const { findings } = await loadScenarios(root, [await folder('a'), 'a']);
    expect(findings.map(({ what }) => what)).toEqual(['the id is used twice']);
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
    expect((await loadScenarios(root, ['a'])).findings).toEqual([]);
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
    const { scenarios, findings } = await loadScenarios(root, [
      'a',
      'nowhere',
      'b',
      await folder('c'),
    ]);
    expect(scenarios.map(({ id }) => id)).toEqual(['c']);
    expect(findings.map(({ code, where }) => `${code} ${where}`)).toEqual([
      'SCENARIO_STATEMENT_REFUSED a/apply.sql:1',
      'SCENARIO_STATEMENT_REFUSED a/apply.sql:2',
      'SCENARIO_SYNTAX a/verify.sql:1',
      'SCENARIO_INVALID nowhere/scenario.yaml',
      'SCENARIO_EMPTY b/apply.sql',
      'SCENARIO_META_COMMAND b/verify.sql:1',
    ]);
  });

  test('called verify.sql is judged as one that may not leave its transaction, whatever the kind', async () => {
    await folder('a', {
      'scenario.yaml': YAML.replace('add-column', 'a').replace('transactional', 'snapshot'),
      'apply.sql': 'VACUUM t;',
      'verify.sql': 'VACUUM t;',
    });
    expect(await refusals('a', 'SCENARIO_STATEMENT_REFUSED')).toEqual([
      'a/verify.sql:1: it cannot run inside a transaction; use kind "snapshot"',
    ]);
  });
});

describe('scenario.yaml', () => {
  const edited = (from: string | RegExp, to: string): string =>
    YAML.replace('add-column', 'a').replace(from, to);

  test.each([
    ['an unknown key', edited('why:', 'whyy: 1\nwhy:'), /Unrecognized key: "whyy"/],
    ['a missing key', edited(/why.*\n/, ''), /^a\/scenario.yaml: "why": /],
    ['an empty text', edited('It is wanted.', '"  "'), /^a\/scenario.yaml: "why": /],
    ['an unknown kind', edited('transactional', 'storage'), /^a\/scenario.yaml: "kind": /],
    ['another version', edited('version: 1', 'version: 2'), /^a\/scenario.yaml: "version": /],
    ['an id that is no kebab', edited('id: a', 'id: A_b'), /^a\/scenario.yaml: "id": /],
    [
      'an id that is not the folder\u2019s',
      edited('id: a', 'id: b'),
      /: id "b" is not the folder's name$/,
    ],
    ['an empty table', edited('why:', 'tables: [""]\nwhy:'), /^a\/scenario.yaml: "tables.0": /],
    ['an empty role', edited('why:', 'role: ""\nwhy:'), /^a\/scenario.yaml: "role": /],
    ['a key that stands twice', edited('why:', 'kind: snapshot\nwhy:'), /Map keys must be unique/],
    [
      'an alias',
      edited('title: Add a column', 'title: &t Add\nrole: *t'),
      /: YAML aliases are not used here$/,
    ],
    ['broken YAML', edited('title: Add a column', 'title: "Add'), /^a\/scenario.yaml: /],
    ['two documents', `${edited('', '')}---\nx: 1\n`, /multiple documents/],
    ['nothing', '', /^a\/scenario.yaml: the file: /],
    ['a list', '- 1\n', /^a\/scenario.yaml: the file: /],
    [
      'a key that is special to programs',
      edited('why:', '__proto__: {}\nwhy:'),
      /^a\/scenario.yaml: /,
    ],
  ])('with %s is refused', async (_what, yaml, message) => {
    await folder('a', { 'scenario.yaml': yaml });
    const found = await refusals('a');
    expect(found.join('\n')).toMatch(message);
    for (const each of found) expect(each).not.toMatch(/\n/);
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
