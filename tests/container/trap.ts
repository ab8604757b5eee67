// A listener on loopback that nobody may reach: it counts who tried.
import { once } from 'node:events';
import { createServer } from 'node:net';

export interface Trap extends Disposable {
  readonly port: string;
  connections(): number;
}

export async function setTrap(): Promise<Trap> {
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    socket.destroy();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  return {
    port: String(typeof address === 'object' && address !== null ? address.port : 0),
    connections: () => connections,
    [Symbol.dispose]: () => void server.close(),
  };
}
