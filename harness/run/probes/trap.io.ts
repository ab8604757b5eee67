// An environment that leads to a trap: whoever follows it knocks on a door that only counts.
import { once } from 'node:events';
import { createServer } from 'node:net';

export interface Trap extends AsyncDisposable {
  /** How often somebody came. */
  connections(): number;
  /** What a shell of an operator may hold, all of it leading here. */
  readonly environment: Readonly<Record<string, string>>;
}

export async function setTrap(): Promise<Trap> {
  let count = 0;
  const server = createServer((socket) => {
    count += 1;
    socket.on('error', () => undefined).destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? String(address.port) : '';
  return {
    connections: () => count,
    environment: {
      PGHOST: '127.0.0.1',
      PGHOSTADDR: '127.0.0.1',
      PGPORT: port,
      PGUSER: 'somebody',
      PGPASSWORD: 'a-word-of-the-probe',
      PGDATABASE: 'production',
      PGSERVICE: 'production',
      PGOPTIONS: '-c search_path=elsewhere',
      PGAPPNAME: 'elsewhere',
      PGSSLMODE: 'disable',
      DATABASE_URL: `postgres://somebody@127.0.0.1:${port}/production`,
      POSTGRES_URL: `postgres://somebody@127.0.0.1:${port}/production`,
    },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

/** Puts variables into this process' environment, until the end of its scope. */
export function plant(variables: Readonly<Record<string, string>>): Disposable {
  const before = Object.keys(variables).map((name) => [name, process.env[name]] as const);
  Object.assign(process.env, variables);
  return {
    [Symbol.dispose]: () => {
      for (const [name, value] of before) {
        if (value === undefined) delete process.env[name];
        else process.env[name] = value;
      }
    },
  };
}
