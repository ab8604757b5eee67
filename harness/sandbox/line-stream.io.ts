// A talk in lines with a program inside a container: what it prints is read up to the lines that
// begin with a mark of ours, and its end is heard of by whoever waits.
import { Duplex, PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import { demultiplex, type EngineContainer } from './engine.io.ts';
import { lastWordsOf } from './server-log.ts';

const MARK = 'rehearsal: ';

/** What was printed up to a marked line, and what that line says. */
export interface Said {
  readonly lines: readonly string[];
  readonly mark: string;
}

export interface LineTalk extends Disposable {
  write(line: string): void;
  /** The next marked line with everything before it; rejects once the other side has ended. */
  next(): Promise<Said>;
  /** Whether the other side is gone. */
  hasEnded(): boolean;
}

/** Over the one stream of a hijacked exec or attach; disposing closes the program's input. */
export function talkOver(container: EngineContainer, stream: NodeJS.ReadWriteStream): LineTalk {
  const said: Said[] = [];
  const waiting: PromiseWithResolvers<Said>[] = [];
  let lines: string[] = [];
  let hasEnded = false;

  const printed = new PassThrough();
  const errors = new PassThrough();
  errors.resume();
  demultiplex(container, stream, printed, errors);
  createInterface({ input: printed }).on('line', (line) => {
    if (!line.startsWith(MARK)) {
      lines.push(line);
      return;
    }
    const next = { lines, mark: line.slice(MARK.length) };
    lines = [];
    const waiter = waiting.shift();
    if (waiter === undefined) said.push(next);
    else waiter.resolve(next);
  });
  const end = (): void => {
    hasEnded = true;
    for (const waiter of waiting.splice(0)) waiter.reject(gone(lines));
  };
  stream.on('error', end);
  stream.on('end', end);
  stream.on('close', end);

  return {
    write: (line) => void stream.write(`${line}\n`),
    next: () => {
      const ready = said.shift();
      if (ready !== undefined) return Promise.resolve(ready);
      if (hasEnded) return Promise.reject(gone(lines));
      const waiter = Promise.withResolvers<Said>();
      waiting.push(waiter);
      return waiter.promise;
    },
    hasEnded: () => hasEnded,
    [Symbol.dispose]: () => {
      if (stream instanceof Duplex) stream.destroy();
      else stream.end();
    },
  };
}

function gone(lines: readonly string[]): Error {
  const last = lastWordsOf(lines);
  return new Error(`the program inside has ended${last === '' ? '' : `: ${last}`}`);
}
