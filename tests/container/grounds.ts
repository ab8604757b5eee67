// Grounds for tests: a small surface that every kind of trace can be left on, and ways to ask it.
import {
  connectEngine,
  groundOn,
  RUN_LABEL,
  type CloneGround,
  type Server,
} from '../../harness/sandbox/index.ts';
import { testSandbox, type TestSandbox } from './sandboxes.ts';

export const SLOW_MS = 180_000;
export const DATABASE = 'surface';

/** A table with an index, an unlogged one, a sequence, a role, a setting and comments. */
const BASELINE = `
  CREATE TABLE births (id int PRIMARY KEY, name text);
  INSERT INTO births SELECT n, 'birth ' || n FROM generate_series(1, 500) AS n;
  CREATE TABLE other AS SELECT n FROM generate_series(1, 500) AS n;
  CREATE UNLOGGED TABLE scratchpad AS SELECT 1 AS n;
  CREATE SEQUENCE counter;
  CREATE ROLE keeper;
  ALTER ROLE keeper SET search_path = births;
  ALTER DATABASE ${DATABASE} SET work_mem = '5MB';
  COMMENT ON DATABASE ${DATABASE} IS 'the surface';`;

export async function answer<Row extends object>(
  server: Server,
  text: string,
  database = DATABASE,
): Promise<Row[]> {
  await using session = await server.connect({ database });
  const { rows } = await session.client.query<Row>(text);
  return rows;
}

export async function say(server: Server, text: string): Promise<void> {
  await using session = await server.connect({ database: DATABASE });
  await session.client.query(text);
}

export const rowsOf = async (server: Server): Promise<number> => {
  const [row] = await answer<{ rows: number }>(server, 'SELECT count(*)::int AS rows FROM births');
  return row?.rows ?? -1;
};

export interface Held extends AsyncDisposable {
  readonly test: TestSandbox;
  readonly ground: CloneGround;
}

export async function heldGround(major: number, method?: 'overlay' | 'template'): Promise<Held> {
  await using stack = new AsyncDisposableStack();
  const held = stack.use(await testSandbox(major));
  await fill(held);
  const wanted = { database: DATABASE, jobs: 2, ...(method === undefined ? {} : { method }) };
  const ground = stack.use(await groundOn(held.sandbox, wanted));
  const owned = stack.move();
  return { test: held, ground, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

export async function fill({ sandbox }: TestSandbox): Promise<void> {
  {
    await using session = await sandbox.connect({ database: 'rehearsal_maintenance' });
    await session.client.query(`CREATE DATABASE ${DATABASE}`);
  }
  await say(sandbox, BASELINE);
}

export async function engineHolds(runId: string): Promise<{ containers: number; volumes: number }> {
  const engine = await connectEngine();
  const filters = { label: [`${RUN_LABEL}=${runId}`] };
  const containers = await engine.listContainers({ all: true, filters });
  const { Volumes } = await engine.listVolumes({ filters });
  return { containers: containers.length, volumes: Volumes?.length ?? 0 };
}
