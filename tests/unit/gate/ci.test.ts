// The CI files to copy: well formed, of few rights, wired to nothing; their steps run in a clone.
import { spawn } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { z } from 'zod';
import { sha256 } from '../../../harness/kernel/index.ts';
import { ROOT, projectFiles } from '../../house/files.ts';
import { commitAll, copyProject, git, linkPackages } from './checkout.ts';

const SLOW_MS = 120_000;
const GITHUB = 'docs/ci/github-actions.yml';
const GITLAB = 'docs/ci/gitlab-ci.yml';

const githubJob = z.strictObject({
  name: z.string().optional(),
  needs: z.unknown().optional(),
  if: z.string().optional(),
  'runs-on': z.unknown(),
  environment: z.string().optional(),
  'timeout-minutes': z.int(),
  strategy: z
    .strictObject({
      'fail-fast': z.literal(false),
      matrix: z.strictObject({ part: z.array(z.int()) }),
    })
    .optional(),
  env: z.record(z.string(), z.string()).optional(),
  steps: z.array(
    z.strictObject({
      name: z.string().optional(),
      if: z.string().optional(),
      uses: z.string().optional(),
      with: z.record(z.string(), z.unknown()).optional(),
      env: z.record(z.string(), z.string()).optional(),
      run: z.string().optional(),
    }),
  ),
});
const githubFile = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.null()),
  permissions: z.record(z.string(), z.string()),
  jobs: z.strictObject({
    gate: githubJob,
    probes: githubJob,
    rehearsal: githubJob,
    verdict: githubJob,
  }),
});
const gitlabJob = z.strictObject({
  stage: z.string(),
  image: z.string().optional(),
  needs: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
  environment: z.strictObject({ name: z.string(), action: z.literal('access') }).optional(),
  timeout: z.string(),
  rules: z.array(z.strictObject({ if: z.string(), when: z.string().optional() })).optional(),
  parallel: z.int().optional(),
  cache: z
    .strictObject({
      key: z.strictObject({ prefix: z.string(), files: z.array(z.string()).max(2) }),
      paths: z.array(z.string()),
    })
    .optional(),
  script: z.array(z.string()),
  artifacts: z
    .strictObject({
      when: z.string(),
      paths: z.array(z.string()),
      reports: z.strictObject({ junit: z.string() }).optional(),
      expire_in: z.string(),
    })
    .optional(),
});
const gitlabFile = z.strictObject({
  stages: z.array(z.string()),
  gate: gitlabJob,
  probes: gitlabJob,
  rehearsal: gitlabJob,
  verdict: gitlabJob,
});

const DOOR =
  /^npm (?:ci|run -s rehearse -- (?:run|merge|verify)) |^docker\/image-cache\.sh (?:load|save) 15 /;

const read = async (file: string): Promise<string> => await readFile(path.join(ROOT, file), 'utf8');
const github = async () => githubFile.parse(parse(await read(GITHUB)));
const gitlab = async () => gitlabFile.parse(parse(await read(GITLAB)));

describe('the CI files', () => {
  test('are wired to nothing', () => {
    const files = projectFiles().map(({ file }) => file);
    expect(files).toContain(GITHUB);
    expect(files).toContain(GITLAB);
    expect(
      files.filter((file) => /^\.github\/|^\.gitlab-ci|(^|\/)Jenkinsfile$/.test(file)),
    ).toEqual([]);
  });

  test('ask for no right but to read, and for no secret', async () => {
    const { permissions, jobs } = await github();
    expect(permissions).toEqual({ contents: 'read' });
    const steps = Object.values(jobs).flatMap((job) => job.steps);
    for (const { uses, with: inputs } of steps) {
      if (uses === undefined) continue;
      expect(uses).toMatch(
        /^actions\/(?:cache|checkout|(?:down|up)load-artifact)@(?:v\d+|[0-9a-f]{40})$/,
      );
      if (uses.includes('checkout')) expect(inputs).toEqual({ 'persist-credentials': false });
    }
    // What an outsider may name (a branch, a title) is never part of a command.
    for (const { run } of steps) expect(run ?? '').not.toContain('${{');
    expect(`${await read(GITHUB)}${await read(GITLAB)}`).not.toMatch(
      /secrets\.|CI_JOB_TOKEN|latest/,
    );
  });

  test('keep the dump from code that nobody has approved', async () => {
    const { rehearsal } = (await github()).jobs;
    expect(rehearsal.if).toBe("github.event_name == 'workflow_dispatch' && github.ref_protected");
    expect(rehearsal.environment).toBe('clone-rehearsal');
    const lab = await gitlab();
    expect(lab.rehearsal.rules).toEqual([
      { if: '$CI_COMMIT_REF_PROTECTED == "true"', when: 'manual' },
    ]);
    expect(lab.probes.rules).toEqual([{ if: '$CI_COMMIT_REF_PROTECTED == "true"' }]);
    expect(lab.rehearsal.environment?.name).toBe('clone-rehearsal');
  });

  test('keep the packet whatever came of the rehearsal', async () => {
    const { jobs } = await github();
    const lab = await gitlab();
    for (const [job, place, paths] of [
      ['rehearsal', 'evidence/part-${{ matrix.part }}/', 'evidence/part-*/'],
      ['verdict', 'evidence/ci/', 'evidence/ci/'],
    ] as const) {
      const upload = jobs[job].steps.at(-1);
      expect([upload?.if, upload?.with?.['path']]).toEqual(['always()', place]);
      const { artifacts } = lab[job];
      expect([artifacts?.when, artifacts?.paths]).toEqual(['always', [paths]]);
    }
  });

  test('rehearse every part, and the whole of exactly these', async () => {
    const { rehearsal, verdict } = (await github()).jobs;
    const parts = rehearsal.strategy?.matrix.part ?? [];
    expect(parts).toEqual(parts.map((_, index) => index + 1));
    expect(rehearsal.env).toEqual({
      CI_NODE_INDEX: '${{ matrix.part }}',
      CI_NODE_TOTAL: `${parts.length}`,
    });
    const lab = await gitlab();
    expect(lab.rehearsal.parallel).toBe(parts.length);
    expect([verdict.needs, lab.verdict.needs]).toEqual(['rehearsal', ['rehearsal']]);
    // A job without an engine: what comes from a cache never meets the dump.
    expect(rehearsal.steps.some(({ uses }) => uses?.includes('cache'))).toBe(false);
    expect(lab.rehearsal.cache).toBeUndefined();
  });

  test('carry the image by a key that changes with its recipe', async () => {
    const key = (await shell(ROOT, 'docker/image-cache.sh key 15')).stdout;
    const hash = sha256(await readFile(path.join(ROOT, 'docker/base-image.sh'))).slice(0, 16);
    expect(key).toBe(`clone-rehearsal-base-15-${hash}\n`);
    for (const wrong of ['key', 'key x', 'load 15', 'drop 15 a']) {
      expect((await shell(ROOT, `docker/image-cache.sh ${wrong}`)).exitCode).toBe(1);
    }
  });

  test('do the same on both, by the doors that the project has', async () => {
    const { jobs } = await github();
    const lab = await gitlab();
    const makefile = await read('Makefile');
    for (const job of ['gate', 'probes', 'rehearsal', 'verdict'] as const) {
      const commands = jobs[job].steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
      expect(commands).toEqual(lab[job].script);
      for (const command of commands) {
        const target = /^make ([a-z-]+)$/.exec(command)?.[1];
        if (target !== undefined) expect(makefile).toContain(`\n${target}: `);
        else expect(command).toMatch(DOOR);
      }
    }
  });
});

describe('in a clone', () => {
  let work = '';
  let clone = '';

  beforeAll(async () => {
    work = await mkdtemp(path.join(tmpdir(), 'gate-ci-'));
    const project = path.join(work, 'project');
    clone = path.join(work, 'clone');
    await mkdir(project);
    await copyProject(project);
    await linkPackages(project);
    expect(await shell(project, 'make seal')).toMatchObject({ exitCode: 0 });
    await commitAll(project);
    await git(work, ['clone', '-q', project, clone]);
    await linkPackages(clone);
  }, SLOW_MS);
  afterAll(async () => rm(work, { recursive: true }));

  test(
    'each step of the gate holds, and refuses once a byte is changed',
    async () => {
      const steps = (await gitlab()).gate.script;
      expect(steps).toEqual(['make gate', 'make gate-selftest']);
      for (const step of steps) expect(await shell(clone, step)).toMatchObject({ exitCode: 0 });
      const manifest = await shell(clone, 'sha256sum -c --strict --quiet seal-manifest.sha256');
      expect(manifest).toEqual({ exitCode: 0, stdout: '' });
      await appendFile(path.join(clone, 'scenarios/README.md'), ' ');
      const refused = await shell(clone, 'make gate');
      expect(refused.exitCode).not.toBe(0);
      expect(refused.stdout).toMatch(/^(\d+) of (\d+) sealed files are byte-identical: NOT_HELD$/m);
      await git(clone, ['checkout', '-q', '--', '.']);
    },
    SLOW_MS,
  );

  test(
    'a tree elsewhere is held against this one\u2019s manifest',
    async () => {
      const other = path.join(work, 'other');
      await git(work, ['clone', '-q', path.join(work, 'project'), other]);
      await linkPackages(other);
      const gate = `make gate GATE_BASE='${other}'`;
      expect(await shell(clone, gate)).toMatchObject({ exitCode: 0 });
      await appendFile(path.join(other, 'scenarios/README.md'), ' ');
      await shell(other, 'make seal');
      expect((await shell(clone, gate)).exitCode).not.toBe(0);
    },
    SLOW_MS,
  );
});

/** As a runner would: the machine's own PATH, and none of what this test was started with. */
async function shell(
  cwd: string,
  command: string,
): Promise<{ readonly exitCode: number | null; readonly stdout: string }> {
  const { PATH, HOME } = process.env;
  const child = spawn('bash', ['-euo', 'pipefail', '-c', command], {
    cwd,
    env: { PATH, HOME },
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: 60_000,
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece;
  });
  return await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout }));
  });
}
