// The scan's own thread: takes the content that the main thread reads, and answers once at the end.
import { parentPort, workerData } from 'node:worker_threads';
import { allowedNames } from './hosts.ts';
import type { FromWorker, ToWorker, WorkerSettings } from './protocol.ts';
import { RowTooLarge, Scanner } from './scanner.ts';
import { openTokenSearch } from './secretlint.io.ts';

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker only');
// The main thread of this program is the only one that starts it, with these settings.
const settings = workerData as WorkerSettings;

const scanner = new Scanner({
  allowedHosts: allowedNames(settings.allowedHosts),
  rowBytes: settings.rowBytes,
  searchTokens: openTokenSearch(),
});

function answer(message: FromWorker, moved: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, [...moved]);
}

function take(message: ToWorker): void {
  switch (message.kind) {
    case 'begin':
      return scanner.begin(message.source);
    case 'bytes':
      scanner.push(new Uint8Array(message.memory, 0, message.length));
      return answer({ kind: 'read', memory: message.memory }, [message.memory]);
    case 'end':
      return scanner.end();
    case 'finish':
      answer({ kind: 'result', hits: scanner.hits(), tables: scanner.tables() });
      return port?.close();
    default:
      message satisfies never;
  }
}

port.on('message', (message: ToWorker) => {
  try {
    take(message);
  } catch (error) {
    if (!(error instanceof RowTooLarge)) throw error;
    answer({ kind: 'row-too-large', where: error.where });
    port.close();
  }
});
