// Back to where one was, as others do it: a copy by CREATE DATABASE ... TEMPLATE, testcontainers' own
// snapshot and restore over TCP as its users run it, and the dump restored once more. A small and a large database take turns in every lap.
import path from 'node:path';
import { availableParallelism } from 'node:os';
import type { StartedPostgreSqlContainer } from '@testcontainers/postgresql';
import pg from 'pg';
import { DATABASE, madeDump } from '../data/dump.ts';
import { BENCH_LABEL, INITDB, stockImage } from '../sides/stock-server.ts';
import type { OpenRow, RowRequest, Values } from './contract.ts';
import { inTurns, timed } from './turns.ts';

/** Flat or not shows at two sizes; each measure bears the name of its own. */
export const BOTH_SIZES = [
  ['100MB', '100 MB'],
  ['1GB', '1 GB'],
] as const;
const WRITE = 'UPDATE public.events SET kind = kind WHERE id <= 1000';
const READ = 'SELECT count(*) FROM public.events WHERE id <= 1000';
/** Restored anew in every lap, so that what the snapshot is of stands meanwhile. */
const AGAIN = 'bench_again';
const COPY = 'bench_copy';
/** As testcontainers calls what it keeps. */
const KEPT = 'migrated_template';
const AS = '--username=postgres';

export async function peers({ shape, say }: RowRequest): Promise<OpenRow> {
  // No reaper: its image is one more to have, and what is started here ends with its scope.
  process.env['TESTCONTAINERS_RYUK_DISABLED'] = 'true';
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql');
  // Its health check is killed where it takes longer than a second. As first process Postgres would
  // inherit what that leaves behind, and take its end for a crash of its own.
  class WithInit extends PostgreSqlContainer {
    constructor(image: string) {
      super(image);
      this.hostConfig.Init = true;
    }
  }
  const image = await stockImage();
  await using stack = new AsyncDisposableStack();
  const sides: (() => Promise<Values>)[] = [];
  for (const [size, name] of BOTH_SIZES) {
    const dump = await madeDump(shape, size, say);
    const container = await new WithInit(image)
      .withDatabase(DATABASE)
      .withUsername('postgres')
      .withEnvironment({ POSTGRES_INITDB_ARGS: INITDB })
      .withLabels(BENCH_LABEL)
      .withBindMounts([{ source: path.dirname(dump.path), target: '/dumps', mode: 'ro' }])
      .start();
    stack.defer(async () => void (await container.stop({ removeVolumes: true })));
    await inside(container, ['psql', AS, '--command=CREATE ROLE bench_owner']);
    const restore = restoring(container, `/dumps/${path.basename(dump.path)}`);
    await restore(DATABASE);
    await container.snapshot();
    const snapshot = async (): Promise<void> => {
      await container.restoreSnapshot();
      await asks(container, DATABASE, READ);
    };
    const again = async (): Promise<void> => {
      await inside(container, ['dropdb', AS, '--if-exists', AGAIN]);
      await inside(container, ['createdb', AS, '--template=template0', AGAIN]);
      await restore(AGAIN);
      await asks(container, AGAIN, READ);
    };
    sides.push(async () => {
      await asks(container, DATABASE, WRITE);
      return { [`testcontainers snapshot, ${name}`]: await timed(snapshot) };
    });
    const copied = async (): Promise<void> => {
      await inside(container, ['dropdb', AS, '--if-exists', COPY]);
      await inside(container, ['createdb', AS, `--template=${KEPT}`, COPY]);
      await asks(container, COPY, READ);
    };
    sides.push(async () => {
      await copied();
      await asks(container, COPY, WRITE);
      return { [`CREATE DATABASE ... TEMPLATE, ${name}`]: await timed(copied) };
    });
    sides.push(async () => ({ [`restored again, ${name}`]: await timed(again) }));
  }
  const owned = stack.move();
  return {
    lap: (request) => inTurns(request, sides),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function restoring(container: StartedPostgreSqlContainer, file: string) {
  const jobs = `--jobs=${availableParallelism()}`;
  return async (database: string): Promise<void> => {
    const told = [AS, `--dbname=${database}`, '--exit-on-error', jobs, file];
    await inside(container, ['pg_restore', ...told]);
  };
}

async function inside(
  container: StartedPostgreSqlContainer,
  command: readonly string[],
): Promise<void> {
  const { exitCode, output } = await container.exec([...command], { user: 'postgres' });
  if (exitCode !== 0) throw new Error(`${command.join(' ')}: ${output}`);
}

async function asks(
  container: StartedPostgreSqlContainer,
  database: string,
  text: string,
): Promise<void> {
  const to = { host: container.getHost(), port: container.getPort(), user: 'postgres' };
  const client = new pg.Client({ ...to, password: container.getPassword(), database });
  await client.connect();
  try {
    await client.query(text);
  } finally {
    await client.end();
  }
}
