// The by-hand side: a stock Postgres as "docker run" gives it, reached as people reach it.
import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { availableParallelism } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { DATABASE, MAJOR } from '../data/dump.ts';
import { ROOT } from '../places.ts';

/** Of what this very process starts by hand, and of nothing else. */
export const BENCH_LABEL = {
  'clone-rehearsal.bench': `${process.pid}-${randomBytes(6).toString('hex')}`,
};
const LABEL = Object.entries(BENCH_LABEL).flat().join('=');
const STAND_IN = `clone-rehearsal/bench-stock:${MAJOR}`;
const OFFICIAL = `postgres:${MAJOR}`;
/** Between two questions whether the server answers. */
const EVERY_MS = 50;
const START_MS = 60_000;
/** Both sides compare text alike: an index over text costs more under a language's own order. */
export const INITDB = '--encoding=UTF8 --locale=C.UTF-8';

/** The official image where this engine has it; else one that starts the same Postgres alike. */
export async function stockImage(): Promise<string> {
  if (await hasImage(OFFICIAL)) return OFFICIAL;
  if (!(await hasImage(STAND_IN))) {
    const context = path.join(ROOT, 'bench/stock');
    const base = `clone-rehearsal/base:${MAJOR}`;
    const told = [`BASE=${base}`, `MAJOR=${MAJOR}`].flatMap((each) => ['--build-arg', each]);
    const env = { DOCKER_BUILDKIT: '0' };
    await execa(
      'docker',
      ['build', '--quiet', '--network', 'none', '--tag', STAND_IN, ...told, context],
      { env },
    );
  }
  return STAND_IN;
}

async function hasImage(name: string): Promise<boolean> {
  return !(await execa('docker', ['image', 'inspect', name], { reject: false })).failed;
}

/** Whoever is interrupted leaves no server behind: nothing ends these by itself. */
export async function removeStockServers(): Promise<void> {
  const told = ['--all', '--quiet', '--no-trunc', '--filter', `label=${LABEL}`];
  const ids = (await execa('docker', ['ps', ...told])).stdout.split('\n').filter((id) => id !== '');
  if (ids.length > 0) await execa('docker', ['rm', '--force', '--volumes', ...ids]);
}

export interface StockServer extends AsyncDisposable {
  /** Runs a program inside as the person would: by "docker exec". */
  run(command: readonly string[], input?: string): Promise<string>;
}

/** Returns once it answers on TCP: the official image's first server listens on its socket only. */
export async function stockServer(image: string, dumpFolder: string): Promise<StockServer> {
  const name = `bench-${randomBytes(6).toString('hex')}`;
  const dispose = async (): Promise<void> => {
    await execa('docker', ['rm', '--force', '--volumes', name], { reject: false });
  };
  await using stack = new AsyncDisposableStack();
  stack.defer(dispose);
  // Reached by "docker exec" alone: a network would only cost this side its time.
  const named = [
    '--network',
    'none',
    '--name',
    name,
    '--label',
    LABEL,
    '--volume',
    `${dumpFolder}:/dumps:ro`,
  ];
  const variables = [
    'POSTGRES_PASSWORD=bench',
    `POSTGRES_DB=${DATABASE}`,
    `POSTGRES_INITDB_ARGS=${INITDB}`,
  ];
  const told = variables.flatMap((each) => ['--env', each]);
  await execa('docker', ['run', '--detach', ...named, ...told, image]);
  const run = async (command: readonly string[], input?: string): Promise<string> => {
    const args = ['exec', '--interactive', '--user', 'postgres', name, ...command];
    return (await execa('docker', args, { input: input ?? '' })).stdout;
  };
  const deadline = performance.now() + START_MS;
  const ready = ['pg_isready', '--quiet', '--host=127.0.0.1', `--dbname=${DATABASE}`];
  for (;;) {
    const asked = await execa('docker', ['exec', name, ...ready], { reject: false });
    if (!asked.failed) break;
    if (performance.now() > deadline) throw new Error(`${image} does not answer: ${asked.stderr}`);
    await pause(EVERY_MS);
  }
  const owned = stack.move();
  return { run, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** `pg_restore -j$(nproc)`, and the role that the dump's objects belong to. */
export async function restoreByHand(server: StockServer, dumpPath: string): Promise<void> {
  const as = ['--username=postgres', `--dbname=${DATABASE}`];
  await server.run(['psql', '--no-psqlrc', '--quiet', ...as, '--command=CREATE ROLE bench_owner']);
  const file = `/dumps/${path.basename(dumpPath)}`;
  const jobs = `--jobs=${availableParallelism()}`;
  await server.run(['pg_restore', ...as, '--exit-on-error', jobs, file]);
}
