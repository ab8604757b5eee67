// A full fingerprint of a restored clone, against one psql whose COPY is piped into sha256sum.
import { Readable } from 'node:stream';
import { DATABASE, madeDump } from '../data/dump.ts';
import { availableParallelism } from 'node:os';
import { INSIDE, restoredSandbox } from '../sides/restored-sandbox.ts';
import type { Sandbox } from '../../harness/sandbox/index.ts';
import { lookAt } from '../../harness/witness/index.ts';
import type { OpenRow, RowRequest } from './contract.ts';
import { inTurns, timed } from './turns.ts';

const PSQL = `psql --no-psqlrc --quiet --tuples-only --no-align ${INSIDE.join(' ')} ${DATABASE}`;

export async function fingerprint({ shape, size, say }: RowRequest): Promise<OpenRow> {
  const dump = await madeDump(shape, size, say);
  const held = await restoredSandbox(dump, say);
  const { sandbox } = held;
  try {
    const tables = await tablesIn(sandbox);
    const inOrder = byHand(
      sandbox,
      copies(tables, (table) => `(SELECT * FROM ${table} ORDER BY id)`),
    );
    const plain = byHand(
      sandbox,
      copies(tables, (table) => table),
    );
    const floor = timedInside(sandbox, [
      PSQL,
      copies(tables, (table) => table).replaceAll('TO STDOUT', `TO PROGRAM 'cat >/dev/null'`),
    ]);
    const ours = async (): Promise<string | undefined> => {
      const print = await lookAt(sandbox, DATABASE, availableParallelism());
      return print.tables[0]?.sha256;
    };
    // The first reading after a restore writes what it learns of the rows: not measured.
    const [seen, told] = [await ours(), await inOrder()];
    if (tables.length === 1 && told.printed !== seen) {
      throw new Error(`by hand it is ${told.printed}, the fingerprint says ${seen}`);
    }
    return {
      lap: (request) =>
        inTurns(request, [
          async () => ({ fingerprint: await timed(ours) }),
          async () => ({ 'psql | sha256sum': (await plain()).seconds }),
          async () => ({ 'psql | sha256sum, by key': (await inOrder()).seconds }),
          async () => ({ 'COPY TO PROGRAM': (await floor()).seconds }),
        ]),
      [Symbol.asyncDispose]: () => held[Symbol.asyncDispose](),
    };
  } catch (error) {
    await held[Symbol.asyncDispose]();
    throw error;
  }
}

async function tablesIn(sandbox: Sandbox): Promise<readonly string[]> {
  await using session = await sandbox.connect({ database: DATABASE });
  const { rows } = await session.client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' ORDER BY relname`,
  );
  return rows.map(({ name }) => `public.${name}`);
}

function copies(tables: readonly string[], source: (table: string) => string): string {
  const statements = tables.map((table) => `COPY ${source(table)} TO STDOUT;`);
  return ['SET timezone = UTC;', ...statements, ''].join('\n');
}

type TimedInside = () => Promise<{ readonly seconds: number; readonly printed: string }>;

function byHand(sandbox: Sandbox, script: string): TimedInside {
  return timedInside(sandbox, [`${PSQL} | sha256sum | cut -c 1-64`, script]);
}

/** Timed inside, so that the way into the container is not this side's burden. */
function timedInside(sandbox: Sandbox, [command, script]: readonly [string, string]): TimedInside {
  const shell = `set -euo pipefail; from=$EPOCHREALTIME; ${command}; echo "$from $EPOCHREALTIME"`;
  return async () => {
    const input = Readable.from([script]);
    const { exitCode, stdout, stderr } = await sandbox.run(['bash', '-c', shell], input);
    if (exitCode !== 0) throw new Error(`${command}: ${stderr}`);
    const lines = stdout.trim().split('\n');
    const [from, to] = (lines.pop() ?? '').split(' ').map(Number);
    return { seconds: (to ?? Number.NaN) - (from ?? Number.NaN), printed: lines.join('') };
  };
}
