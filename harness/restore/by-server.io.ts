// What a program of the image prints, run by the server for a session of the harness's own: one more
// command asked of the engine takes it a tenth of a second, this takes a few milliseconds.
import { quoteLiteral } from '../kernel/index.ts';
import { MAINTENANCE_DATABASE, type Sandbox } from '../sandbox/contract.ts';

/**
 * Nothing, where the image has no such program. Only before anything of a dump has run: nobody else is there who could answer instead.
 */
export async function printedInside(
  sandbox: Sandbox,
  program: 'locale -a' | 'psql --version',
): Promise<readonly string[]> {
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  const { client } = session;
  await client.query('CREATE TEMPORARY TABLE printed (line text)');
  // Names of locales come in any encoding; each byte is some character of this one.
  await client.query(
    `COPY pg_temp.printed FROM PROGRAM ${quoteLiteral(`${program} || true`)} WITH (ENCODING 'LATIN1')`,
  );
  const { rows } = await client.query<{ line: string }>('SELECT line FROM pg_temp.printed');
  return rows.map(({ line }) => line);
}
