// Dumps for tests, made by a real pg_dump from the demo database with a small change.
import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { writeAttestation } from '../../harness/intake/index.ts';
import { dumpInto, loadDemo } from '../../harness/run/demo-dump.io.ts';
import { MAINTENANCE_DATABASE } from '../../harness/sandbox/index.ts';
import { ROOT } from './cli.ts';
import { testSandbox, type TestSandbox } from './sandboxes.ts';

/** The demo dump that `make test` has made beforehand. */
export async function demoDump(major: number): Promise<string> {
  const file = path.join(ROOT, 'dumps', `demo-${major}.dump`);
  await access(file).catch(() => {
    throw new Error(`${file} is not there; "make test" makes it before it starts the tests`);
  });
  return file;
}

export interface DumpMaker extends AsyncDisposable {
  /** Runs the SQL on a fresh demo database and dumps it as `options` say; answers the path. */
  make(name: string, sql: string, options?: readonly string[]): Promise<string>;
}

/** One sandbox with the demo loaded once; every dump is made from a copy of it. */
export async function dumpMaker(folder: string, major: number): Promise<DumpMaker> {
  const held: TestSandbox = await testSandbox(major);
  const { sandbox } = held;
  await loadDemo(sandbox, 'demo_template');
  return {
    make: async (name, sql, options = ['--format=custom']) => {
      {
        await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
        await session.client.query('DROP DATABASE IF EXISTS directus');
        await session.client.query(
          'CREATE DATABASE directus TEMPLATE demo_template OWNER surface_owner',
        );
      }
      {
        await using session = await sandbox.connect({ database: 'directus' });
        if (sql !== '') await session.client.query(sql);
      }
      await mkdir(folder, { recursive: true });
      const target = path.join(folder, name);
      await dumpInto(sandbox, 'directus', options, target);
      return target;
    },
    [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
  };
}

/** Attests a dump as its operator would; plain dumps need the database's name. */
export async function attest(dump: string, workFolder: string): Promise<void> {
  await writeAttestation({
    dumpPath: dump,
    where: path.basename(dump),
    workFolder: path.join(workFolder, `attest-${path.basename(dump)}`),
    operator: 'a test',
    sanitizedWith: 'synthetic rows only',
    confirmation: 'sanitized non-production copy',
    database: 'directus',
    replace: true,
  });
}
