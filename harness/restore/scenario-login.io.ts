// The login of scenarios may become the roles that they are meant to act as, and no other: code that
// slips into a stronger role and back would do here what it may not do in production.
import { quoteIdentifier } from '../kernel/index.ts';
import { MAINTENANCE_DATABASE, type Sandbox } from '../sandbox/contract.ts';
import { READER, SCENARIO_LOGIN } from './contract.ts';

/** Before the baseline is read: memberships are part of it. */
export async function limitScenarioLogin(
  sandbox: Sandbox,
  roles: readonly string[],
): Promise<void> {
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  const { rows } = await session.client.query<{ role: string }>(
    `SELECT held.rolname::pg_catalog.text AS role
       FROM pg_catalog.pg_auth_members AS member
       JOIN pg_catalog.pg_roles AS held ON held.oid = member.roleid
       JOIN pg_catalog.pg_roles AS login ON login.oid = member.member
      WHERE login.rolname = $1 AND held.rolname <> ALL ($2)`,
    [SCENARIO_LOGIN, [READER, ...roles]],
  );
  for (const { role } of rows) {
    await session.client.query(`REVOKE ${quoteIdentifier(role)} FROM ${SCENARIO_LOGIN}`);
  }
}
