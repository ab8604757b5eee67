// A sandbox of the harness with a dump restored in it, for what is measured on a standing clone.
import { copyFile, link, mkdir } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import {
  MAINTENANCE_DATABASE,
  makeWorkFolder,
  openSandbox,
  SOCKET_INSIDE,
  SUPERUSER,
  type Sandbox,
} from '../../harness/sandbox/index.ts';
import { DATABASE, MAJOR, type MadeDump } from '../data/dump.ts';

export interface RestoredSandbox extends AsyncDisposable {
  readonly sandbox: Sandbox;
}

/** How programs inside reach the server. */
export const INSIDE = [`--host=${SOCKET_INSIDE}`, `--username=${SUPERUSER}`] as const;

export async function restoredSandbox(
  dump: MadeDump,
  say: (line: string) => void,
): Promise<RestoredSandbox> {
  await using stack = new AsyncDisposableStack();
  const work = stack.use(await makeWorkFolder());
  const staged = path.join(work.path, 'staged');
  await mkdir(staged);
  const file = path.join(staged, path.basename(dump.path));
  await link(dump.path, file).catch(() => copyFile(dump.path, file));
  const sandbox = stack.use(
    await openSandbox({
      runId: work.runId,
      serverMajor: MAJOR,
      image: null,
      workFolder: work.path,
      stagedDumpPath: file,
      limits: { memoryMiB: 4096, cpus: availableParallelism(), pids: 512, lifeSeconds: 3600 },
      say,
    }),
  );
  {
    await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
    await session.client.query('CREATE ROLE bench_owner');
    await session.client.query(`CREATE DATABASE ${DATABASE} TEMPLATE template0`);
  }
  const restore = ['pg_restore', ...INSIDE, `--dbname=${DATABASE}`, '--exit-on-error'];
  const jobs = `--jobs=${availableParallelism()}`;
  const { exitCode, stderr } = await sandbox.run([...restore, jobs, sandbox.dumpPath]);
  if (exitCode !== 0) throw new Error(`pg_restore: ${stderr}`);
  const owned = stack.move();
  return { sandbox, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}
