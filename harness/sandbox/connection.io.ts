// Opens sessions, over the socket or the relay, with every setting given: nothing comes from the environment.
import { Client } from 'pg';
import { finding, LIMITS, messageOf, Problem } from '../kernel/index.ts';
import { SUPERUSER, type Connection, type ConnectionRequest } from './contract.ts';
import { SOCKET_INSIDE } from './ground-contract.ts';
import type { Relay } from './relay.io.ts';
import { SessionSocket } from './session-socket.io.ts';

export interface Door {
  /** Folder of the Unix socket on this machine, or the relay that stands before it. */
  readonly way: string | Relay;
  /** What the server must say it is called: this run's id. */
  readonly clusterName: string;
  /** Told of a session that ended without being asked to. */
  readonly broke?: () => void;
}

/** @throws Problem SANDBOX_CONNECTION_FAILED, SANDBOX_WRONG_SERVER */
export async function openConnection(door: Door, request: ConnectionRequest): Promise<Connection> {
  const { way } = door;
  const statementTimeoutMs = request.statementTimeoutMs ?? LIMITS.ownStatementMs;
  const client = new Client({
    host: typeof way === 'string' ? way : SOCKET_INSIDE,
    stream: () => (typeof way === 'string' ? new SessionSocket() : way.dial()),
    port: 5432,
    user: request.user ?? SUPERUSER,
    database: request.database,
    password: 'not-asked-for',
    ssl: false,
    sslnegotiation: 'postgres',
    // Filled because the library takes PGOPTIONS, PGAPPNAME and the like for what is left empty.
    options: `-c statement_timeout=${statementTimeoutMs} -c timezone=UTC`,
    application_name: 'rehearsal',
    client_encoding: 'UTF8',
    replication: 'false',
    connectionTimeoutMillis: LIMITS.connectMs,
  } as ConstructorParameters<typeof Client>[0]); // the types lack what the library knows
  // A session that dies between two queries must not end the process; the next query will tell.
  client.on('error', () => door.broke?.());
  try {
    await client.connect();
    await askWhoItIs(client, door);
  } catch (cause) {
    await client.end().catch(() => undefined);
    if (cause instanceof Problem) throw cause;
    const what = `database "${request.database}": ${messageOf(cause)}`;
    throw new Problem([finding('SANDBOX_CONNECTION_FAILED', 'sandbox', what)], { cause });
  }
  return { client, [Symbol.asyncDispose]: () => endOf(client) };
}

/** The server behind the socket must be this run's own, reached over no network. */
async function askWhoItIs(client: Client, door: Door): Promise<void> {
  const { rows } = await client.query<{ cluster: string; address: string | null }>(
    `SELECT pg_catalog.current_setting('cluster_name') AS cluster,
            pg_catalog.inet_server_addr()::pg_catalog.text AS address`,
  );
  const answer = rows[0];
  if (answer?.cluster !== door.clusterName || answer.address !== null) {
    throw new Problem([
      finding(
        'SANDBOX_WRONG_SERVER',
        'sandbox',
        'the server behind the socket is not this run\u2019s',
      ),
    ]);
  }
}

async function endOf(client: Client): Promise<void> {
  await client.end().catch(() => undefined); // a session whose server is gone has ended
}
