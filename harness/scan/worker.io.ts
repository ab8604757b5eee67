// The scan's own thread: takes the content that the main thread reads, and answers once at the end.
import { parentPort, workerData } from 'node:worker_threads';
import { allowedNames } from './hosts.ts';
import type { Content, FromWorker, ToWorker, WorkerSettings } from './protocol.ts';
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

function read({ memory, length, marks }: Content): void {
  let from = 0;
  const readTo = (to: number): void => {
    if (to > from) scanner.push(new Uint8Array(memory, from, to - from));
    from = to;
  };
  for (const mark of marks) {
    readTo(mark.at);
    if (mark.kind === 'begin') scanner.begin(mark.source);
    else scanner.end();
  }
  readTo(length);
  answer({ kind: 'read', memory }, [memory]);
}

function take(message: ToWorker): void {
  switch (message.kind) {
    case 'content':
      return read(message.content);
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
