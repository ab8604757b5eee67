// A host that must not be reached: it listens on every address of this machine and counts who came.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';

export interface Listener extends Disposable {
  readonly port: number;
  /** IPv4 addresses of this machine: loopback, its own, the engine's bridges. */
  readonly addresses: readonly string[];
  connections(): number;
  /** Comes by each address once, to show that it counts. */
  knock(): Promise<void>;
}

export async function listen(): Promise<Listener> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.destroy();
  });
  server.listen(0, '0.0.0.0');
  await once(server, 'listening');
  const bound = server.address();
  const port = typeof bound === 'object' && bound !== null ? bound.port : 0;
  const addresses = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .flatMap(({ family, address }) => (family === 'IPv4' ? [address] : []));
  return {
    port,
    addresses,
    connections: () => connections,
    knock: async () => {
      for (const host of addresses) {
        const socket = connect({ host, port });
        socket.on('error', () => undefined);
        await once(socket, 'close');
      }
    },
    [Symbol.dispose]: () => void server.close(),
  };
}
