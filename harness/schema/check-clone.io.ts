// The schema check of a clone: reads its catalogs, asks about its rows, and has both judged.
import { DatabaseError } from 'pg';
import { READER, SCENARIO_LOGIN } from '../restore/contract.ts';
import type { Sandbox } from '../sandbox/contract.ts';
import { answerQuestions } from './answers.io.ts';
import { readCatalog } from './catalog.io.ts';
import { checkSchema, undecidedSchema } from './check-schema.ts';
import type { SchemaCheck, SchemaSpec } from './contract.ts';

/**
 * Reads as a login without rights that becomes the reader: should code of the dump run on the way
 * (an index expression does, in the planner), it finds nothing there to misuse.
 */
export async function checkClone(
  sandbox: Sandbox,
  database: string,
  spec: SchemaSpec,
): Promise<SchemaCheck> {
  await using session = await sandbox.connect({ database, user: SCENARIO_LOGIN });
  await session.client.query(`SET ROLE ${READER}`);
  try {
    const catalog = await readCatalog(session.client);
    return checkSchema(spec, catalog, await answerQuestions(session.client, spec, catalog));
  } catch (error) {
    if (!(error instanceof DatabaseError)) throw error;
    const state = error.code ?? 'unknown';
    return undecidedSchema(spec, `the catalogs cannot be read (SQLSTATE ${state})`);
  }
}
