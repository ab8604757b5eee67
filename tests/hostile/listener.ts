// A host that must not be reached: it listens on loopback alone and counts who came. At the machine's
// other addresses nobody listens: whoever is refused there has come through a network.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';

export interface Listener extends Disposable {
  readonly port: number;
  /** IPv4 addresses of this machine: loopback, its own, the engine's bridges. */
  readonly addresses: readonly string[];
  connections(): number;
  /** Comes by once, to show that it counts. */
  knock(): Promise<void>;
}

export async function listen(): Promise<Listener> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.on('error', () => undefined);
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
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
      const socket = connect({ host: '127.0.0.1', port });
      socket.on('error', () => undefined);
      await once(socket, 'close');
    },
    [Symbol.dispose]: () => void server.close(),
  };
}
