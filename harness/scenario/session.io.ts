// The sessions of a scenario: a login without rights that becomes the scenario's role.
import type { Client } from 'pg';
import { finding, LIMITS, quoteIdentifier, serverMessage, type Finding } from '../kernel/index.ts';
import { READER, SCENARIO_LOGIN } from '../restore/contract.ts';
import type { Connection } from '../sandbox/contract.ts';
import type { RehearsalGround, Scenario, ScenarioStatement } from './contract.ts';

export function roleOf(scenario: Scenario, ground: RehearsalGround): string {
  return scenario.role ?? ground.role;
}

/** A session that acts as the scenario's role. */
export async function openScenarioSession(
  scenario: Scenario,
  ground: RehearsalGround,
  database: string,
): Promise<Connection> {
  const session = await ground.sandbox.connect({
    database,
    user: SCENARIO_LOGIN,
    statementTimeoutMs: ground.statementTimeoutMs,
  });
  await session.client.query(
    `SET lock_timeout = ${LIMITS.scenarioLockMs}; SET ROLE ${quoteIdentifier(roleOf(scenario, ground))}`,
  );
  return session;
}

/** Becomes the witness's reader for the rest of the transaction. */
export async function becomeReader(client: Client): Promise<void> {
  await client.query(`SET LOCAL ROLE ${READER}`);
}

/** Runs statements one by one; the first that fails ends it, with file and line. */
export async function runStatements(
  client: Client,
  statements: readonly ScenarioStatement[],
  file: string,
): Promise<Finding | null> {
  for (const { text, line } of statements) {
    try {
      await client.query(text);
    } catch (error) {
      return finding('SCENARIO_APPLY_FAILED', `${file}:${line}`, serverMessage(error));
    }
  }
  return null;
}

/** Each statement of verify.sql answers one row with one true; anything else is not verified. */
export async function verify(client: Client, scenario: Scenario): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const { text, line } of scenario.verify) {
    const where = `${scenario.folder}/verify.sql:${line}`;
    try {
      const { rows, fields } = await client.query<Record<string, unknown>>(text);
      const answer =
        rows.length === 1 && fields.length === 1 ? Object.values(rows[0] ?? {})[0] : null;
      if (answer !== true)
        findings.push(finding('SCENARIO_NOT_VERIFIED', where, 'it did not answer one true'));
    } catch (error) {
      findings.push(finding('SCENARIO_NOT_VERIFIED', where, serverMessage(error)));
    }
  }
  return findings;
}
