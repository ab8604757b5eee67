// What a run reads is sealed wherever it lies, and the commands say so of a real folder.
import { spawn } from 'node:child_process';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../../harness/config/index.ts';
import { parseConfig } from '../../../harness/config/load.io.ts';
import { sealedPatterns, type RunReads } from '../../../harness/gate/index.ts';
import { matches } from '../../../harness/gate/patterns.ts';
import { readInputs } from '../../../harness/run/inputs.io.ts';
import { ROOT } from '../../house/files.ts';

const SLOW_MS = 60_000;
const MANIFEST = 'seal-manifest.sha256';
const MIGRATIONS = 'db/migrations';
const FIRST = `${MIGRATIONS}/20260301090000_review_state.sql`;
const WATCHED = 'tools/canonicalizer.py';
const CONFIG = `version: 1
spec: specs/spec.yaml
lane: specs/team.lane.yaml
scenarioRole: birth_executor
scenarios: [teams/review-state]
executor: [sql/run.sql]
request: { target: throwaway-clone, lane: fix7-p0, actions: [rehearse] }
`;
let root = '';

/** A project of another shape than this one: its migrations and executor lie beside its scenarios. */
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'gate-'));
  const put = async (name: string, text = 'x\n'): Promise<void> => {
    await mkdir(path.dirname(path.join(root, name)), { recursive: true });
    await writeFile(path.join(root, name), text);
  };
  const always = ['.npmrc', 'Makefile', 'docker/x', 'harness/x', 'package.json'];
  const more = ['package-lock.json', 'scenarios/x', 'schema-spec/x', 'sql/run.sql'];
  for (const name of [...always, ...more]) await put(name);
  await put('rehearsal.config.yaml', CONFIG);
  const copy = async (from: string, to: string): Promise<void> =>
    cp(path.join(ROOT, from), path.join(root, to), { recursive: true });
  await copy('schema-spec/birth-surface.yaml', 'specs/spec.yaml');
  const lane = await readFile(path.join(ROOT, 'schema-spec/fix7-p0.lane.yaml'), 'utf8');
  const surface = 'title: Pinned canonicalizer\n    basis: files\n';
  await put('specs/team.lane.yaml', lane.replace(surface, `${surface}    files: [${WATCHED}]\n`));
  await put(WATCHED);
  const real = 'tests/real/migrations/dbmate';
  await copy(`${real}/rehearsal/review-state`, 'teams/review-state');
  await copy(`${real}/db`, 'db');
});
afterEach(async () => rm(root, { recursive: true }));

interface Said {
  readonly code: number | null;
  /** The last line of standard output. */
  readonly told: string;
  readonly findings: readonly string[];
}

async function rehearse(...words: readonly string[]): Promise<Said> {
  return await rehearseBy('rehearsal.config.yaml', ...words);
}

async function rehearseBy(name: string, ...words: readonly string[]): Promise<Said> {
  const config = path.join(root, name);
  const child = spawn(
    process.execPath,
    [path.join(ROOT, 'harness/cli.ts'), ...words, '--config', config],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let [out, problems] = ['', ''];
  child.stdout.on('data', (part) => (out += String(part)));
  child.stderr.on('data', (part) => (problems += String(part)));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  const findings = [...problems.matchAll(/^([A-Z_]+ at [^:]+):/gm)].map(([, what = '']) => what);
  return { code, told: out.trimEnd().split('\n').at(-1) ?? '', findings };
}

describe('of migrations that lie beside the scenarios', () => {
  beforeEach(async () => {
    expect(await rehearse('seal')).toMatchObject({ code: 0, findings: [] });
  });

  test(
    'every file is sealed, and with it the tree holds',
    async () => {
      const sealed = await readFile(path.join(root, MANIFEST), 'utf8');
      expect(sealed).toContain(`  ${WATCHED}\n`);
      expect(sealed.match(/ db\/migrations\/\d+_\w+\.sql$/gm)).toHaveLength(8);
      expect(await rehearse('gate')).toMatchObject({
        code: 0,
        told: expect.stringMatching(/^(\d+) of \1 sealed files are byte-identical: HELD$/),
      });
    },
    SLOW_MS,
  );

  test(
    'one that was edited is refused, here and in a tree elsewhere',
    async () => {
      const other = path.join(root, 'other');
      await mkdir(other);
      for (const name of ['.npmrc', 'Makefile', 'package.json', 'package-lock.json', MANIFEST]) {
        await cp(path.join(root, name), path.join(other, name));
      }
      await cp(path.join(root, 'rehearsal.config.yaml'), path.join(other, 'rehearsal.config.yaml'));
      for (const name of 'docker harness scenarios schema-spec sql specs teams tools db'.split(
        ' ',
      )) {
        await cp(path.join(root, name), path.join(other, name), { recursive: true });
      }
      expect(await rehearse('gate', '--base', other)).toMatchObject({ code: 0, findings: [] });
      await appendFile(path.join(other, FIRST), '-- and more\n');
      await writeFile(path.join(other, MIGRATIONS, '20260305090000_more.sql'), 'SELECT 1;\n');
      expect(await rehearse('gate', '--base', other)).toMatchObject({
        code: 1,
        findings: [
          `SEAL_LENGTH_DIFFERS at ${FIRST}`,
          `SEAL_FILE_UNSEALED at ${MIGRATIONS}/20260305090000_more.sql`,
        ],
      });
      await appendFile(path.join(root, FIRST), '-- and more\n');
      const here = await rehearse('gate');
      expect(here.findings).toEqual([`SEAL_LENGTH_DIFFERS at ${FIRST}`]);
      expect(here.told).toMatch(/: NOT_HELD$/);
    },
    SLOW_MS,
  );

  test(
    'one that is new is refused, whatever it would do',
    async () => {
      await cp(path.join(root, FIRST), path.join(root, `${MIGRATIONS}/20260101000000_early.sql`));
      await writeFile(path.join(root, `${MIGRATIONS}/.hidden`), '');
      expect(await rehearse('gate')).toMatchObject({
        code: 1,
        findings: [
          `SEAL_FILE_UNSEALED at ${MIGRATIONS}/.hidden`,
          `SEAL_FILE_UNSEALED at ${MIGRATIONS}/20260101000000_early.sql`,
        ],
        told: expect.stringMatching(
          /^(\d+) of \1 sealed files are byte-identical, and 2 files are not sealed: NOT_HELD$/,
        ),
      });
    },
    SLOW_MS,
  );

  test(
    'and nothing holds where a run could not read its inputs; nor is it sealed',
    async () => {
      await mkdir(path.join(root, 'teams/broken'));
      await writeFile(path.join(root, 'teams/broken/scenario.yaml'), 'version: 1\n');
      const broken = 'sealed: [teams/**, "*.yaml"]\n';
      await writeFile(path.join(root, 'rehearsal.config.yaml'), CONFIG + broken);
      await writeFile(
        path.join(root, 'broken.yaml'),
        CONFIG.replace('teams/review-state', 'teams/broken') + broken,
      );
      expect(await rehearse('seal')).toMatchObject({ code: 0, findings: [] });
      const before = await readFile(path.join(root, MANIFEST), 'utf8');
      const problems = [expect.stringMatching(/^SCENARIO_INVALID at teams.broken.scenario.yaml$/)];
      // Every byte is the sealed one: what ought to be sealed is what could not be told.
      expect(await rehearseBy('broken.yaml', 'gate')).toMatchObject({
        code: 1,
        told: expect.stringMatching(/^(\d+) of \1 sealed files .*: NOT_DECIDED$/),
        findings: expect.arrayContaining(problems),
      });
      const sealing = await rehearseBy('broken.yaml', 'seal');
      expect(sealing.code).not.toBe(0);
      expect(sealing.findings).toEqual(expect.arrayContaining(problems));
      expect(await readFile(path.join(root, MANIFEST), 'utf8')).toBe(before);
    },
    SLOW_MS,
  );
});

describe('the patterns', () => {
  const of = (reads: RunReads, more = ''): string[] => {
    const { value, findings } = parseConfig(CONFIG + more, 'c.yaml');
    if (value === null) throw new Error(JSON.stringify(findings));
    return sealedPatterns(value, 'c.yaml', reads).slice(-2);
  };

  test('take each file that is read, and the manifest never', () => {
    const files = ['a/canon.py', 'harness/x.ts', MANIFEST];
    expect(of({ files, migrations: [] })).toEqual(['teams/review-state/**', 'a/canon.py']);
    expect(of({ files: ['own.sha256'], migrations: [] }, 'sealManifest: ./own.sha256\n')).toEqual([
      'sql/run.sql',
      'teams/review-state/**',
    ]);
  });

  test('take folders of migrations whole, and leave one outside to be refused', () => {
    expect(of({ files: [], migrations: ['teams/x/../../db/', 'scenarios/y/sql'] })).toEqual([
      'teams/review-state/**',
      'db/**',
    ]);
    expect(of({ files: ['../a.sql'], migrations: ['../db'] })).toEqual(['../db/**', '../a.sql']);
    expect(of({ files: [], migrations: ['teams/x/../..'] }).at(-1)).toBe('**');
  });
});

test.each(['rehearsal.config.yaml', 'rehearsal.all.config.yaml'])(
  'every input that a run by %s puts into its record is sealed',
  async (name) => {
    const config = await loadConfig(path.join(ROOT, name));
    const read = (await readInputs(config)).files.map((file) => file.name);
    const patterns = sealedPatterns(config, name);
    expect(read.length).toBeGreaterThan(20);
    const open = read.filter((file) => !patterns.some((pattern) => matches(pattern, file)));
    expect(open).toEqual([config.sealManifest]);
  },
  SLOW_MS,
);
