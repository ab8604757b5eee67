// The probes' own thread: its environment leads to a trap, and nobody else's does.
import { parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../kernel/index.ts';
import { probeClone } from './on-clone.io.ts';
import { END, type FromThread, type ThreadRequest } from './thread-contract.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker only');
// The main thread of this program is the only one that starts it, with this request.
const request = workerData as ThreadRequest;

const ending = new AbortController();
const obey = (order: unknown): void => {
  if (order === END) ending.abort(new Error('the run has ended'));
};
// A run may have ended while this thread was loading.
obey(receiveMessageOnPort(port)?.message);
port.on('message', obey);

let answer: FromThread;
try {
  const found = await probeClone({ ...request, signal: ending.signal });
  answer = { kind: 'answered', found };
} catch (error) {
  answer = { kind: 'failed', why: messageOf(error) };
}
port.postMessage(answer);
port.close();
