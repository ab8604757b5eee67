// The scan's own thread: takes the content that the main thread reads, and answers once at the end
// of each scan. Of one scan nothing is left for the next.
import { setPriority } from 'node:os';
import { parentPort } from 'node:worker_threads';
import { allowedNames } from './hosts.ts';
import type { Content, FromWorker, ScanSettings, ToWorker } from './protocol.ts';
import { RowTooLarge, Scanner } from './scanner.ts';
import { openTokenSearch } from './secretlint.io.ts';

/** Of twenty steps down. */
const BEHIND_OTHERS = 10;

const port = parentPort;
if (port === null) throw new Error('this file runs as a worker only');

// Whoever restores beside it comes first: the scan is done long before. On Linux this is the thread's
// own; elsewhere it would be the whole process's.
if (process.platform === 'linux') setPriority(BEHIND_OTHERS);

let scanner: Scanner | null = null;

function scannerFor({ allowedHosts, rowBytes }: ScanSettings): Scanner {
  return new Scanner({
    allowedHosts: allowedNames(allowedHosts),
    rowBytes,
    searchTokens: openTokenSearch(),
  });
}

function answer(message: FromWorker, moved: readonly ArrayBuffer[] = []): void {
  port?.postMessage(message, [...moved]);
}

function read(by: Scanner, { memory, length, marks }: Content): void {
  let from = 0;
  const readTo = (to: number): void => {
    if (to > from) by.push(new Uint8Array(memory, from, to - from));
    from = to;
  };
  for (const mark of marks) {
    readTo(mark.at);
    if (mark.kind === 'begin') by.begin(mark.source);
    else by.end();
  }
  readTo(length);
  answer({ kind: 'read', memory }, [memory]);
}

function take(message: ToWorker): void {
  if (message.kind === 'settings') {
    scanner = scannerFor(message.settings);
    return;
  }
  if (scanner === null) throw new Error('content came before what to look for in it');
  switch (message.kind) {
    case 'content':
      return read(scanner, message.content);
    case 'finish': {
      const found = { hits: scanner.hits(), tables: scanner.tables() };
      scanner = null;
      return answer({ kind: 'result', ...found });
    }
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
