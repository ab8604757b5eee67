// The doctor on the real engine: all good here, what is broken on purpose is said, nothing is left.
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execa } from 'execa';
import { doctorReportSchema, type CheckId, type DoctorReport } from '../../harness/doctor/index.ts';
import { lookAtImages } from '../../harness/run/doctor/engine.io.ts';
import {
  askLeftovers,
  connectEngine,
  destroyRun,
  findImage,
  RUN_LABEL,
} from '../../harness/sandbox/index.ts';
import { FEW, ROOT, runCli, startCli } from './cli.ts';

const SLOW_MS = 120_000;
const DUMP = path.join(ROOT, 'dumps/demo-15.dump');
const RECIPE_LABEL = 'clone-rehearsal.recipe';

async function examined(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<DoctorReport> {
  const { stdout, exitCode } = await runCli(['doctor', '--json', ...args], environment);
  const report = doctorReportSchema.parse(JSON.parse(stdout));
  expect(report.exitCode).toBe(exitCode);
  return report;
}

const measured = ({ checks }: DoctorReport, wanted: CheckId) =>
  checks.flatMap(({ id, judgement, measured: said }) => (id === wanted ? [[judgement, said]] : []));

describe('the doctor on a good machine', () => {
  const DEAD = 'run-dEaD01';
  let folder: string;
  let report: DoctorReport;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'doc-'));
    // What a run that was killed leaves: its folder, with the mark of a process that is gone.
    const engine = await connectEngine();
    await engine.createVolume({ Name: DEAD, Labels: { [RUN_LABEL]: DEAD } });
    // Closed to others, as a run makes it: another one is nobody's.
    await mkdir(path.join(folder, 'clone-rehearsal-dEaD01'), { mode: 0o700 });
    await writeFile(path.join(folder, 'clone-rehearsal-dEaD01/owner'), '4194305 1');
    report = await examined(['--config', FEW, '--dump', DUMP], { TMPDIR: folder });
  }, SLOW_MS);
  afterAll(async () => {
    await destroyRun(await connectEngine(), DEAD);
    await rm(folder, { recursive: true });
  }, SLOW_MS);

  test('finds that a rehearsal can run, from a sandbox that was really opened', () => {
    expect(report.checks.filter(({ judgement, needed }) => needed && judgement !== 'HELD')).toEqual(
      [],
    );
    expect([report.judgement, report.exitCode, report.findings]).toEqual(['HELD', 0, []]);
    expect(measured(report, 'thin-clones')).toEqual([
      ['HELD', 'one was made, written to and dropped'],
    ]);
    expect(measured(report, 'exec')[0]?.[0]).toBe('HELD');
    expect(measured(report, 'disposal')).toEqual([
      ['HELD', 'container, volumes and socket are gone'],
    ]);
    expect(measured(report, 'dump')[0]?.[1]).toContain('custom, Postgres 15, 1.8 MiB, attested');
  });

  test('names what a dead run has left, and touches nothing of it', async () => {
    expect(measured(report, 'leftovers')[0]?.[0]).toBe('NOT_HELD');
    expect(measured(report, 'leftovers')[0]?.[1]).toMatch(/^of [1-9]\d* ended runs .*, 1 folders/);
    const left = await askLeftovers(await connectEngine(), DEAD, folder);
    expect(left).toMatchObject({ containers: 0, volumes: 1 });
  });

  test('leaves nothing of its own', async () => {
    expect(await readdir(folder)).toEqual(['clone-rehearsal-dEaD01']);
  });
});

describe('the doctor where something is broken', () => {
  test(
    'says so of an engine, a temporary folder and a configuration that are not there',
    async () => {
      const report = await examined(['--config', '/nowhere/rehearsal.config.yaml'], {
        DOCKER_HOST: 'unix:///nowhere/docker.sock',
        TMPDIR: '/nowhere/tmp',
      });
      expect(report.exitCode).toBe(1);
      const bad = report.checks.filter(({ judgement }) => judgement === 'NOT_HELD');
      expect(bad.map(({ id, remedy }) => [id, remedy !== null])).toEqual([
        ['temporary-folder', true],
        ['configuration', true],
        ['engine', true],
      ]);
      // Nothing was tried, and so nothing of a sandbox is good.
      const tried = report.checks.filter(({ group }) => group === 'sandbox');
      expect(new Set(tried.map(({ judgement }) => judgement))).toEqual(new Set(['NOT_DECIDED']));
    },
    SLOW_MS,
  );

  test(
    'tells an image of an older recipe and one that is absent from a current one',
    async () => {
      const engine = await connectEngine();
      const own = { '15': 'clone-rehearsal/doctor-base:15', '17': 'clone-rehearsal/nowhere:17' };
      const { tag: name } = await findImage(engine, { serverMajor: 15, image: own['15'] });
      const made = async (tag: string, label: string): Promise<void> => {
        const empty = Buffer.alloc(1024); // the end of an archive, and nothing before it
        await execa('docker', ['import', '--change', `LABEL ${label}=old`, '-', tag], {
          input: empty,
        });
      };
      try {
        await made(own['15'], 'doctor');
        await made(name, RECIPE_LABEL);
        expect(await lookAtImages(engine, [15, 17], own)).toEqual([
          { major: 15, state: 'old', hasBase: true, ownBase: own['15'] },
          { major: 17, state: 'absent', hasBase: false, ownBase: own['17'] },
        ]);
        expect(await lookAtImages(engine, [15], {})).toEqual([
          { major: 15, state: 'current', hasBase: true, ownBase: null },
        ]);
      } finally {
        await execa('docker', ['rmi', name, own['15']], { reject: false });
      }
    },
    SLOW_MS,
  );

  test(
    'ends its sandbox when it is interrupted, and leaves nothing',
    async () => {
      const folder = await mkdtemp(path.join(tmpdir(), 'doc-'));
      const child = startCli(['doctor', '--config', FEW], { TMPDIR: folder });
      const ended = once(child, 'close');
      for await (const chunk of child.stderr ?? []) {
        if (String(chunk).includes('trying a throwaway sandbox')) break;
      }
      const runs = await readdir(folder);
      child.kill('SIGINT');
      expect(await ended).toEqual([130, null]);
      expect(await readdir(folder)).toEqual([]);
      const engine = await connectEngine();
      for (const name of runs) {
        const runId = name.replace('clone-rehearsal-', 'run-');
        expect(await askLeftovers(engine, runId, path.join(folder, name))).toEqual({
          containers: 0,
          volumes: 0,
          networks: 0,
          socketFolderGone: true,
        });
      }
      await rm(folder, { recursive: true });
    },
    SLOW_MS,
  );
});
