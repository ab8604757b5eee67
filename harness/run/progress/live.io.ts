// A terminal that somebody watches: what goes on moves at its end, what has ended stands above it.
import { Listr, Spinner, type ListrTaskObject } from 'listr2';
import type { Region } from '../../output/index.ts';
import { frameOf } from './frame.ts';
import type { Clock } from './plain.ts';
import type { GoingOn, Show } from './stages.ts';

const FRAME_MS = 200;
/** To count costs a question to the server; nobody reads faster. */
const ASK_MS = 1000;

/**
 * The stages are tasks of listr2; the renderer is our own, because its renderers write to the
 * streams themselves, past the guard, and hide the cursor of a terminal that they may never give back.
 */
export function liveShow(
  region: Region,
  clock: Clock,
  write: (line: string) => void,
): Show & Disposable {
  const board = new Board(region, clock);
  const ending = new Map<GoingOn, () => void>();
  const ends = (each: GoingOn): void => {
    board.remove(each);
    ending.get(each)?.();
    ending.delete(each);
  };
  return {
    begins: (each) => {
      const { promise, resolve } = Promise.withResolvers<void>();
      ending.set(each, resolve);
      const task = { title: each.name, task: (): Promise<void> => promise };
      const list = new Listr(task, {
        renderer: BoardRenderer,
        rendererOptions: { board, each },
        // Signals end the sandbox first: they are the command line's.
        registerSignalListeners: false,
      });
      list.run().catch(() => undefined); // its only task cannot fail
    },
    ends,
    says: write,
    [Symbol.dispose]: () => {
      board.close();
      for (const each of ending.keys()) ends(each);
    },
  };
}

type Task = ListrTaskObject<unknown, typeof BoardRenderer>;

interface BoardOptions {
  readonly board: Board;
  readonly each: GoingOn;
}

/** What listr2 calls when a task begins. */
class BoardRenderer {
  static readonly nonTTY = true;
  static readonly rendererOptions: BoardOptions;
  static readonly rendererTaskOptions: never;
  readonly #tasks: readonly Task[];
  readonly #options: BoardOptions;

  constructor(tasks: Task[], options: BoardOptions) {
    this.#tasks = tasks;
    this.#options = options;
  }

  render(): void {
    for (const task of this.#tasks) this.#options.board.add(this.#options.each, task);
  }

  /** A stage has left the board before its task ends: the line of what it came to stands there. */
  end(): void {}
}

/** All tasks that go on, drawn again and again. */
class Board {
  readonly #going = new Map<GoingOn, Task>();
  readonly #spinner = new Spinner();
  readonly #region: Region;
  readonly #clock: Clock;
  readonly #stops: readonly (() => void)[];

  constructor(region: Region, clock: Clock) {
    this.#region = region;
    this.#clock = clock;
    this.#stops = [
      clock.every(FRAME_MS, () => {
        this.#spinner.spin();
        this.#draw();
      }),
      clock.every(ASK_MS, () => {
        for (const { gauge } of this.#going.keys()) void gauge?.ask(() => clock.now());
      }),
    ];
  }

  add(each: GoingOn, task: Task): void {
    this.#going.set(each, task);
    this.#draw();
  }

  remove(each: GoingOn): void {
    this.#going.delete(each);
    this.#draw();
  }

  close(): void {
    for (const stop of this.#stops) stop();
    this.#going.clear();
    this.#region[Symbol.dispose]();
  }

  #draw(): void {
    const now = this.#clock.now();
    const rows = [...this.#going].map(([{ beganMs, gauge }, task]) => ({
      name: task.title ?? '',
      ms: now - beganMs,
      gauge,
    }));
    const mark = this.#spinner.fetch();
    this.#region.draw(frameOf(rows, this.#region.size()).map((text) => ({ mark, text })));
  }
}
