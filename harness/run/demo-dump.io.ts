// Makes the synthetic demo dump: its SQL into a sandbox, pg_dump out of it, byte for byte kept
// while its recipe stays the same.
import { createReadStream } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { writeAttestation } from '../intake/index.ts';
import { finding, Problem, sha256 } from '../kernel/index.ts';
import {
  MAINTENANCE_DATABASE,
  makeWorkFolder,
  openSandbox,
  SUPERUSER,
  type EngineAccess,
  type Sandbox,
} from '../sandbox/index.ts';

const SQL_FOLDER = path.resolve(import.meta.dirname, '../../docker/demo');
const DATABASE = 'directus';
const LIMITS_OF_DEMO = { memoryMiB: 2048, cpus: 2, pids: 256, lifeSeconds: 900 };

export interface DemoDump {
  readonly path: string;
  /** Whether an earlier one of the same recipe was kept. */
  readonly kept: boolean;
}

/**
 * `folder/demo-<major>.dump` with its attestation. An earlier one is kept where it was made from
 * the same SQL, so that two demos rehearse the same bytes.
 */
export async function makeDemoDump(
  folder: string,
  major: number,
  say: (line: string) => void,
  access: EngineAccess,
): Promise<DemoDump> {
  const target = path.join(folder, `demo-${major}.dump`);
  const recipe = await recipeOf(major);
  const recipeFile = `${target}.recipe`;
  if ((await readFile(recipeFile, 'utf8').catch(() => '')) === recipe) {
    return { path: target, kept: true };
  }
  await mkdir(folder, { recursive: true });
  await using work = await makeWorkFolder();
  const staged = path.join(work.path, 'staged');
  await mkdir(staged);
  await using sandbox = await openSandbox({
    runId: work.runId,
    serverMajor: major,
    image: null,
    workFolder: work.path,
    stagedDumpPath: path.join(staged, 'none'),
    limits: LIMITS_OF_DEMO,
    access,
    say,
  });
  await loadDemo(sandbox, DATABASE);
  await dumpInto(sandbox, DATABASE, ['--format=custom'], target);
  await writeAttestation({
    dumpPath: target,
    where: path.basename(target),
    workFolder: path.join(work.path, 'attest'),
    operator: 'demo',
    sanitizedWith: 'generated from docker/demo, holds no real row',
    confirmation: 'sanitized non-production copy',
    replace: true,
  });
  await writeFile(recipeFile, recipe);
  return { path: target, kept: false };
}

/** Creates the database and runs every SQL file of the demo in it, in the order of their names. */
export async function loadDemo(sandbox: Sandbox, database: string): Promise<void> {
  {
    await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
    await session.client.query(`CREATE DATABASE ${database} TEMPLATE template0 ENCODING 'UTF8'`);
  }
  for (const file of await sqlFiles()) {
    const { exitCode, stderr } = await sandbox.run(psql(database), createReadStream(file));
    if (exitCode !== 0) {
      throw new Problem([
        finding('DEMO_NOT_BUILT', path.basename(file), stderr.trim().slice(0, 500)),
      ]);
    }
  }
}

/** Runs pg_dump inside, in a folder that it may write, and takes what it made out. */
export async function dumpInto(
  sandbox: Sandbox,
  database: string,
  options: readonly string[],
  target: string,
): Promise<void> {
  const program = 'rm -rf "$1" && exec pg_dump --file="$1" "${@:2}"';
  const made = '/rehearsal/socket/made.dump';
  const dump = ['--host=/rehearsal/socket', `--username=${SUPERUSER}`, ...options, database];
  const { exitCode, stderr } = await sandbox.run(['bash', '-c', program, 'dump', made, ...dump]);
  if (exitCode !== 0) {
    throw new Problem([finding('DEMO_NOT_BUILT', 'pg_dump', stderr.trim().slice(0, 500))]);
  }
  await rm(`${target}.new`, { recursive: true, force: true });
  await sandbox.takeOut(made, `${target}.new`);
  await rename(`${target}.new`, target);
}

function psql(database: string): string[] {
  return [
    'psql',
    '--no-psqlrc',
    '--quiet',
    '--set=ON_ERROR_STOP=1',
    '--host=/rehearsal/socket',
    `--username=${SUPERUSER}`,
    `--dbname=${database}`,
  ];
}

async function sqlFiles(): Promise<string[]> {
  const names = (await readdir(SQL_FOLDER)).filter((name) => name.endsWith('.sql')).sort();
  return names.map((name) => path.join(SQL_FOLDER, name));
}

async function recipeOf(major: number): Promise<string> {
  const texts = await Promise.all((await sqlFiles()).map((file) => readFile(file, 'utf8')));
  return sha256(`${major}\n${texts.join('\n')}`);
}
