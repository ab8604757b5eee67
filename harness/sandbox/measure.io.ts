// Measures a running container: what it sees and reaches, what the engine says, which server it is.
import { openConnection, type Door } from './connection.io.ts';
import { MAINTENANCE_DATABASE, type IsolationFacts, type IsolationProof } from './contract.ts';
import type { Engine } from './engine.io.ts';
import { execInside } from './exec.io.ts';
import { judgeIsolation } from './isolation.ts';

/**
 * Runs the measuring program inside and asks the engine; both are judged together. `ownFolder` is
 * the run's: without one, nobody can say whose folders are mounted.
 */
export async function measureIsolation(
  engine: Engine,
  containerId: string,
  image: string,
  of: Pick<IsolationFacts, 'ownFolder' | 'transport'> = {},
): Promise<IsolationProof> {
  const container = engine.getContainer(containerId);
  const [inside, inspect, imageDocument] = await Promise.all([
    execInside(container, ['rehearsal-isolation']),
    container.inspect(),
    engine.getImage(image).inspect(),
  ]);
  // A measurement that did not come to its end is none.
  const measured = inside.exitCode === 0 ? inside.stdout : '';
  return judgeIsolation({ ...of, of: 'sandbox', inside: measured, inspect, image: imageDocument });
}

/** e.g. `15.20`. */
export async function versionOf(door: Door): Promise<string> {
  await using session = await openConnection(door, { database: MAINTENANCE_DATABASE });
  const { rows } = await session.client.query<{ version: string }>(
    `SELECT pg_catalog.current_setting('server_version') AS version`,
  );
  return (rows[0]?.version ?? '').split(' ')[0] ?? '';
}
