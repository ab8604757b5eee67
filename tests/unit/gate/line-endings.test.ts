// The most common false alarm: git itself. With the attributes that are shipped it changes no byte.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { checkSeal, writeSeal } from '../../../harness/gate/index.ts';
import { commitAll, copyProject, git } from './checkout.ts';

/** As git for Windows comes; and a person's own attributes that would do more harm. */
const WINDOWS = ['core.autocrlf=true', 'core.eol=crlf', 'core.safecrlf=false'];
const MANIFEST = 'of-this-test.sha256';
/** One sample that holds CR LF on purpose: it may not become LF on its way in either. */
const CRLF_FILE = 'scenarios/with-crlf.sql';
const KEYWORD_FILE = 'scenarios/with-keyword.sql';
let work = '';
let project = '';
let files: string[] = [];

beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'gate-git-'));
  project = path.join(work, 'project');
  await mkdir(project);
  files = await copyProject(project);
  await writeFile(path.join(project, CRLF_FILE), 'SELECT 1;\r\nSELECT 2;\n');
  await writeFile(path.join(project, KEYWORD_FILE), '-- $Id$\n');
  files.push(CRLF_FILE, KEYWORD_FILE);
  await writeFile(path.join(work, 'attributes'), '* text eol=crlf ident\n');
});
afterAll(async () => rm(work, { recursive: true }));

async function cloneOf(name: string, settings: readonly string[]): Promise<string> {
  const clone = path.join(work, name);
  await git(work, ['clone', '-q', '--no-hardlinks', project, clone], settings);
  return clone;
}

async function changedIn(clone: string): Promise<string[]> {
  const changed: string[] = [];
  for (const file of files) {
    const [was, is] = await Promise.all(
      [project, clone].map(async (root) => await readFile(path.join(root, file))),
    );
    if (was === undefined || is === undefined || !was.equals(is)) changed.push(file);
  }
  return changed;
}

describe('a clone with settings that translate line ends', () => {
  test('keeps every byte of every file, and the gate holds there', async () => {
    expect(files.length).toBeGreaterThan(500);
    const sealed = [
      '.npmrc',
      'harness/**',
      'docker/**',
      'scenarios/**',
      'schema-spec/**',
      '*.config.yaml',
    ];
    const own = [`core.attributesFile=${path.join(work, 'attributes')}`];
    expect((await writeSeal(project, sealed, MANIFEST)).findings).toEqual([]);
    await commitAll(project, [...WINDOWS, ...own]);
    const clone = await cloneOf('kept', [...WINDOWS, ...own]);
    expect(await changedIn(clone)).toEqual([]);
    const verdict = await checkSeal(clone, MANIFEST, sealed, { manifestRoot: project });
    expect([verdict.judgement, verdict.findings]).toEqual(['HELD', []]);
  });

  test('changes them without these attributes, and the gate says how', async () => {
    await rm(path.join(project, '.gitattributes'));
    await git(project, ['commit', '-q', '-a', '-m', 'no attributes']);
    files = files.filter((file) => file !== '.gitattributes');
    const clone = await cloneOf('changed', WINDOWS);
    const changed = await changedIn(clone);
    expect(changed).toContain('harness/cli.ts');
    expect(changed.length).toBeGreaterThan(500);
    const alone = await checkSeal(clone, MANIFEST);
    expect(alone.findings.map(({ code, what }) => `${code}: ${what}`)).toEqual([
      'SEAL_MANIFEST_INVALID: its line ends or its encoding were changed (see .gitattributes)',
    ]);
    const { judgement, findings } = await checkSeal(clone, MANIFEST, [], { manifestRoot: project });
    expect(judgement).toBe('NOT_HELD');
    expect(findings).toContainEqual(
      expect.objectContaining({ code: 'SEAL_LINE_ENDINGS', where: 'harness/cli.ts' }),
    );
  });
});
