// Where hostile dumps are made: a sandbox with the rich database, real pg_dump, and dumps rewritten.
import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { takeIn, type IntakeOutcome } from '../../harness/intake/index.ts';
import { CODES, type Allowance, type Code } from '../../harness/kernel/index.ts';
import { MAINTENANCE_DATABASE, SUPERUSER } from '../../harness/sandbox/index.ts';
import { dumpInto } from '../../harness/run/demo-dump.io.ts';
import { attest } from '../container/made-dumps.ts';
import { testSandbox, type TestSandbox } from '../container/sandboxes.ts';

const INSIDE = ['--host=/rehearsal/socket', `--username=${SUPERUSER}`];
const RICH = path.join(import.meta.dirname, 'rich.sql');

export interface Kitchen extends AsyncDisposable {
  /** A database of its own for one dump. */
  database(name: string, sql: string): Promise<void>;
  /** Real pg_dump; answers the path. */
  dump(database: string, options: readonly string[], name: string): Promise<string>;
  /** Text of a whole cluster by pg_dumpall. */
  dumpCluster(options: readonly string[]): Promise<string>;
}

/** One sandbox, with the rich database in it. */
export async function openKitchen(folder: string, major: number): Promise<Kitchen> {
  const held: TestSandbox = await testSandbox(major);
  const { sandbox } = held;
  const run = async (database: string, sql: string): Promise<void> => {
    await using session = await sandbox.connect({ database });
    await session.client.query(sql);
  };
  await run(MAINTENANCE_DATABASE, 'CREATE ROLE maker SUPERUSER');
  await run(MAINTENANCE_DATABASE, 'CREATE DATABASE rich TEMPLATE template0');
  const psql = ['psql', '--no-psqlrc', '--quiet', '--set=ON_ERROR_STOP=1', '--dbname=rich'];
  const loaded = await sandbox.run([...psql, ...INSIDE], createReadStream(RICH));
  if (loaded.exitCode !== 0) throw new Error(loaded.stderr);
  return {
    database: async (name, sql) => {
      // Not by the sandbox's own superuser: a dump that names that one is refused for it.
      await run(MAINTENANCE_DATABASE, `CREATE DATABASE ${name} TEMPLATE template0 OWNER maker`);
      await run(name, `SET SESSION AUTHORIZATION maker; ${sql}`);
    },
    dump: async (database, options, name) => {
      const target = path.join(folder, name);
      await dumpInto(sandbox, database, options, target);
      return target;
    },
    dumpCluster: async (options) => {
      const command = ['pg_dumpall', ...INSIDE, ...options];
      const { exitCode, stdout, stderr } = await sandbox.run(command);
      if (exitCode !== 0) throw new Error(stderr);
      return stdout;
    },
    [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
  };
}

let staged = 0;

/** Attests and takes in, as an operator who believes in it would. */
export async function attestAndTake(
  dumpPath: string,
  folder: string,
  allowances: readonly Allowance[] = [],
): Promise<IntakeOutcome> {
  await attest(dumpPath, folder);
  return await take(dumpPath, folder, allowances);
}

export async function take(
  dumpPath: string,
  folder: string,
  allowances: readonly Allowance[] = [],
): Promise<IntakeOutcome> {
  staged += 1;
  const workFolder = path.join(folder, `staged-${staged}`);
  return await takeIn({ dumpPath, where: path.basename(dumpPath), workFolder, allowances });
}

/** Codes that refuse, each once, sorted; notes are left out. */
export function refusalsOf({ findings }: IntakeOutcome): Code[] {
  const codes = findings.flatMap(({ code }) => (CODES[code].forces === null ? [] : [code]));
  return [...new Set(codes)].sort();
}

/** The bytes as a dump in the folder; answers the path. */
export async function written(
  folder: string,
  name: string,
  bytes: Uint8Array | string,
): Promise<string> {
  const target = path.join(folder, name);
  await writeFile(target, bytes);
  return target;
}

const FOOTER = '--\n-- PostgreSQL database dump complete\n';

/** A real plain dump with more in it, right before its footer. */
export function spliced(plain: string, more: string): string {
  const at = plain.lastIndexOf(FOOTER);
  if (at === -1) throw new Error('the plain dump has no footer');
  return `${plain.slice(0, at)}${more}\n\n${plain.slice(at)}`;
}
