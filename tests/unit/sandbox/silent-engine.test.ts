// A socket that accepts and says nothing is found out in time; whatever answers or refuses is not it.
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer as createHttpServer } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { isSilent } from '../../../harness/sandbox/silent-engine.io.ts';

const LIMIT_MS = 300;
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ping-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true });
});

async function listening(server: Server): Promise<string> {
  const socketPath = path.join(folder, 's');
  server.listen(socketPath);
  await once(server, 'listening');
  return socketPath;
}

test('finds a socket silent that accepts and does not answer, and lets go of it', async () => {
  const held: Socket[] = [];
  const server = createServer((socket) => void held.push(socket));
  const socketPath = await listening(server);
  expect(await isSilent(socketPath, LIMIT_MS)).toBe(true);
  const [only] = held;
  if (only === undefined) throw new Error('nobody came');
  only.resume();
  if (!only.closed) await once(only, 'close');
  server.close();
});

test('finds no silence where any answer comes, good or bad', async () => {
  const server = createHttpServer((_request, response) => {
    response.writeHead(500);
    response.end();
  });
  expect(await isSilent(await listening(server), LIMIT_MS)).toBe(false);
  server.close();
});

test('finds no silence where nobody listens', async () => {
  expect(await isSilent(path.join(folder, 'nobody'), LIMIT_MS)).toBe(false);
});
