// Makes the dump of a shape and a size, once: it is kept while its recipe stays the same.
import { mkdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { writeAttestation } from '../../harness/intake/index.ts';
import { sha256 } from '../../harness/kernel/index.ts';
import { dumpInto } from '../../harness/run/demo-dump.io.ts';
import {
  MAINTENANCE_DATABASE,
  makeWorkFolder,
  openSandbox,
  type Sandbox,
} from '../../harness/sandbox/index.ts';
import { CACHE } from '../places.ts';
import { statementsOf, type Shape, type Size } from './shapes.ts';

export const MAJOR = 15;
export const DATABASE = 'bench';
/** As pg_dump is run when nobody thinks about it. */
const DUMP_OPTIONS = ['--format=custom'];

export interface MadeDump {
  readonly path: string;
  readonly bytes: number;
}

export async function madeDump(
  shape: Shape,
  size: Size,
  say: (line: string) => void,
): Promise<MadeDump> {
  const statements = statementsOf(shape, size);
  const recipe = sha256([MAJOR, ...DUMP_OPTIONS, ...statements].join('\n')).slice(0, 12);
  const target = path.join(CACHE, 'dumps', `${shape}-${size}-${recipe}.dump`);
  const attestation = `${target}.attestation.yaml`;
  // The attestation is written last: what has none was not finished.
  if ((await stat(attestation).catch(() => null)) === null) {
    say(`making ${path.basename(target)} (once)`);
    await makeDump(target, statements, say);
  }
  return { path: target, bytes: (await stat(target)).size };
}

async function makeDump(
  target: string,
  statements: readonly string[],
  say: (line: string) => void,
): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  await rm(`${target}.attestation.yaml`, { force: true });
  await using work = await makeWorkFolder();
  await mkdir(path.join(work.path, 'staged'));
  await using sandbox = await openSandbox({
    runId: work.runId,
    serverMajor: MAJOR,
    image: null,
    workFolder: work.path,
    stagedDumpPath: path.join(work.path, 'staged', 'none'),
    limits: { memoryMiB: 4096, cpus: 2, pids: 256, lifeSeconds: 3600 },
    say,
  });
  await fill(sandbox, statements);
  await dumpInto(sandbox, DATABASE, DUMP_OPTIONS, target);
  await writeAttestation({
    dumpPath: target,
    where: path.basename(target),
    workFolder: path.join(work.path, 'attest'),
    operator: 'bench',
    sanitizedWith: 'computed rows only',
    confirmation: 'sanitized non-production copy',
    replace: true,
  });
}

async function fill(sandbox: Sandbox, statements: readonly string[]): Promise<void> {
  {
    await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
    await session.client.query(`CREATE DATABASE ${DATABASE} TEMPLATE template0 ENCODING 'UTF8'`);
  }
  await using session = await sandbox.connect({ database: DATABASE, statementTimeoutMs: 600_000 });
  for (const statement of statements) await session.client.query(statement);
  // A dump that nobody's superuser owns: what a superuser is called is this machine's business.
  await session.client.query(`ALTER DATABASE ${DATABASE} OWNER TO bench_owner`);
}
