// Runs a script as production would run it: in one transaction, or statement by statement.
import type { Client } from 'pg';
import { finding, type Finding } from '../../kernel/index.ts';
import type { ChangeWatch } from '../../witness/witness-contract.ts';
import type { ScenarioStatement, Script } from '../contract.ts';
import type { ScenarioSession } from './bounded-session.io.ts';
import { failureAt } from './failure.ts';

type Failure = 'SCENARIO_APPLY_FAILED' | 'SCENARIO_REVERT_FAILED' | 'SCENARIO_SETUP_FAILED';

export interface ScriptRun {
  readonly session: ScenarioSession;
  readonly script: Script;
  readonly transaction: 'whole' | 'statement';
  readonly failure: Failure;
  /** The role that it has to be applied as; null where the script chooses by itself. */
  readonly role: string | null;
  /** Null where nobody watches: a second time, or on the way back. */
  readonly watch: ChangeWatch | null;
}

/** Commits what it ran. The first statement that fails ends it; its transaction is rolled back. */
export async function runCommitted(run: ScriptRun): Promise<Finding | null> {
  const { session, script, transaction } = run;
  const isWhole = transaction === 'whole';
  if (isWhole) await session.client.query('BEGIN');
  for (const statement of script.statements) {
    const failed = isWhole ? await runInside(run, statement) : await runAlone(run, statement);
    if (failed !== null) {
      await session.rollBack();
      run.watch?.transactionEnded();
      return failed;
    }
  }
  const line = script.statements.at(-1)?.line ?? 1;
  return isWhole ? await endTransaction(run, { ...COMMIT, line }) : null;
}

const COMMIT: ScenarioStatement = { text: 'COMMIT', line: 0, run: 'commit' };

/** Runs a statement in the transaction that is open. */
export async function runInside(
  { session, script, failure, watch, role }: ScriptRun,
  statement: ScenarioStatement,
): Promise<Finding | null> {
  const query = async (): Promise<unknown> => await session.ask(statement.text);
  try {
    await (watch === null ? query() : watch.statement(statement, query));
    return await roleLeft(session.client, script, statement, role);
  } catch (error) {
    return failureAt(failure, script.file, statement, error);
  }
}

/**
 * Runs a statement as it would run by itself. Where nobody opened a transaction it gets one of its
 * own, so that its locks can be looked at before they are gone; what may not stand in one runs bare.
 */
async function runAlone(run: ScriptRun, statement: ScenarioStatement): Promise<Finding | null> {
  const { client } = run.session;
  switch (statement.run) {
    case 'begin':
    case 'outside':
      return await runInside(run, statement).finally(() => {
        if (statement.run === 'outside') run.watch?.transactionEnded();
      });
    case 'commit':
      return await endTransaction(run, statement);
    case 'inside': {
      if (isInTransaction(client)) return await runInside(run, statement);
      await client.query('BEGIN');
      const failed = await runInside(run, statement);
      return failed ?? (await endTransaction(run, { ...COMMIT, line: statement.line }));
    }
  }
}

/** A deferred constraint fails here, and a COMMIT that the server turned into a ROLLBACK as well. */
async function endTransaction(
  { session, script, failure, watch }: ScriptRun,
  statement: ScenarioStatement,
): Promise<Finding | null> {
  try {
    const { command } = await session.ask(statement.text);
    if (command !== 'ROLLBACK') return null;
    return failureAt(failure, script.file, statement, new Error('the transaction was rolled back'));
  } catch (error) {
    return failureAt(failure, script.file, statement, error);
  } finally {
    watch?.transactionEnded();
  }
}

/** SHOW takes no snapshot: SET TRANSACTION may still follow. */
export async function roleLeft(
  client: Client,
  { file }: Pick<Script, 'file'>,
  { line }: ScenarioStatement,
  role: string | null,
): Promise<Finding | null> {
  if (role === null) return null;
  const { rows } = await client.query<{ role: string }>('SHOW role');
  if (rows[0]?.role === role) return null;
  return finding('SCENARIO_ROLE_LEFT', `${file}:${line}`, 'the role is another one behind it');
}

/** The server tells with every answer whether a transaction is open. */
function isInTransaction(client: Client): boolean {
  return client.getTransactionStatus() !== 'I';
}
