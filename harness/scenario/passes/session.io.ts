// The sessions of a scenario: a login without rights that becomes the scenario's role.
import type { Client } from 'pg';
import { finding, quoteIdentifier, type Finding } from '../../kernel/index.ts';
import { READER, SCENARIO_LOGIN } from '../../restore/contract.ts';
import type { Server } from '../../sandbox/ground-contract.ts';
import type { RehearsalGround, Scenario, Script } from '../contract.ts';
import { roleLeft } from './apply.io.ts';
import { boundedSession, type ScenarioSession } from './bounded-session.io.ts';
import { failureAt } from './failure.ts';

export function roleOf(scenario: Scenario, ground: RehearsalGround): string {
  return scenario.role ?? ground.role;
}

/** The role that every statement has to be applied as; null for an executor, which chooses itself. */
export function actingRole(scenario: Scenario, ground: RehearsalGround): string | null {
  return scenario.executor === null ? roleOf(scenario, ground) : null;
}

/** A session that acts as the scenario's role. */
export async function openScenarioSession(
  scenario: Scenario,
  ground: RehearsalGround,
  server: Server,
  database: string,
): Promise<ScenarioSession> {
  const { bounds } = ground;
  await using stack = new AsyncDisposableStack();
  const session = stack.use(
    await server.connect({
      database,
      user: SCENARIO_LOGIN,
      statementTimeoutMs: bounds.statementMs,
    }),
  );
  const { rows } = await session.client.query<{ pid: number }>(
    'SELECT pg_catalog.pg_backend_pid() AS pid',
  );
  const [{ pid } = { pid: 0 }] = rows;
  if (pid === 0) throw new TypeError('a server that does not say which process serves');
  await session.client.query(
    `SET lock_timeout = ${bounds.lockMs}; SET ROLE ${quoteIdentifier(roleOf(scenario, ground))}`,
  );
  stack.move();
  return boundedSession(session, server, pid, bounds);
}

/** Becomes the witness's reader for the rest of the transaction. */
export async function becomeReader(client: Client): Promise<void> {
  await client.query(`SET LOCAL ROLE ${READER}`);
}

/** Runs verify.sql in a transaction that cannot write; what it wrote would stand for the change. */
export async function verifyCommitted(
  scenario: Scenario,
  ground: RehearsalGround,
  server: Server,
  database: string,
): Promise<Finding[]> {
  if (scenario.verify === null) return [];
  await using session = await openScenarioSession(scenario, ground, server, database);
  await session.client.query('BEGIN TRANSACTION READ ONLY');
  const role = roleOf(scenario, ground);
  const findings = await verify(session, scenario.verify, role);
  await session.rollBack();
  return findings;
}

/** Each statement of a verify script answers one row with one true; anything else is not verified. */
export async function verify(
  session: ScenarioSession,
  script: Script | null,
  role: string | null,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const statement of script?.statements ?? []) {
    const where = `${script?.file ?? ''}:${statement.line}`;
    try {
      const { rows, columns } = await session.ask(statement.text);
      // What another role may see says nothing of what this one left.
      const left = await roleLeft(session.client, { file: script?.file ?? '' }, statement, role);
      if (left !== null) return [...findings, left];
      // Another tool's check: it raises an error where it does not hold, and answers nothing of use.
      if (script?.holdsWithout === 'error') continue;
      const answer = rows.length === 1 && columns === 1 ? Object.values(rows[0] ?? {})[0] : null;
      if (answer !== true)
        findings.push(finding('SCENARIO_NOT_VERIFIED', where, 'it did not answer one true'));
    } catch (error) {
      findings.push(failureAt('SCENARIO_NOT_VERIFIED', script?.file ?? '', statement, error));
      if (session.isEnded()) return findings;
    }
  }
  return findings;
}
