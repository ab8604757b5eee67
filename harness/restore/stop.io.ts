// Ends a restore from outside: for a dump that turned out not to fit while it is restored.
import { setTimeout as wait } from 'node:timers/promises';
import { quoteIdentifier } from '../kernel/index.ts';
import { MAINTENANCE_DATABASE, type Sandbox } from '../sandbox/contract.ts';
import { RESTORER } from './contract.ts';

/** Between two attempts: the restoring role may not be there yet, or log in once more. */
const AGAIN_MS = 200;

/**
 * Takes the restoring role's login and ends its sessions until `restoring` has come to its end;
 * what it answers then, it answers to whoever waits for it.
 */
export async function stopRestore(sandbox: Sandbox, restoring: Promise<unknown>): Promise<void> {
  const over = restoring.then(
    () => 'over' as const,
    () => 'over' as const,
  );
  for (;;) {
    await endSessions(sandbox).catch(() => undefined); // tried again; the sandbox may be gone
    if ((await Promise.race([over, wait(AGAIN_MS)])) === 'over') return;
  }
}

async function endSessions(sandbox: Sandbox): Promise<void> {
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
  await session.client.query(`ALTER ROLE ${quoteIdentifier(RESTORER)} NOLOGIN`);
  await session.client.query(
    'SELECT pg_catalog.pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = $1',
    [RESTORER],
  );
}
