// The keeper: one program in the sandbox's container that compares and empties the slots of
// thin clones; one exec for the whole life of a ground.
import { finding, LIMITS, Problem } from '../kernel/index.ts';
import { bounded, type EngineContainer } from './engine.io.ts';
import { talkOver } from './line-stream.io.ts';

export interface Keeper extends Disposable {
  /** Empties the slot of a clone that is gone. */
  clear(slot: number): Promise<void>;
  /** Files of a clone that differ from what stood below it; `below` nearest first. */
  differ(slot: number, below: readonly number[]): Promise<readonly string[]>;
  /** Names, sizes and times of every file of the baseline, as one hash. */
  digest(): Promise<string>;
}

export async function startKeeper(container: EngineContainer): Promise<Keeper> {
  const exec = await container.exec({
    Cmd: ['rehearsal-keeper'],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const talk = talkOver(container, await exec.start({ hijack: true, stdin: true }));
  await bounded(talk.next(), LIMITS.sandboxReadyMs);

  // One order at a time: each waits for the one before, whatever became of that.
  let before: Promise<unknown> = Promise.resolve();
  const order = (words: string): Promise<readonly string[]> => {
    const answer = before.then(async () => {
      talk.write(words);
      return answerTo(words, await bounded(talk.next(), LIMITS.ownStatementMs));
    });
    before = answer.catch(() => undefined);
    return answer;
  };
  return {
    clear: async (slot) => {
      try {
        await order(`clear ${slot}`);
      } catch (error) {
        // Where the sandbox itself is gone, so is the volume with all its slots.
        if (!talk.hasEnded()) throw error;
      }
    },
    differ: async (slot, below) =>
      (await order(['differ', slot, ...below].join(' '))).map((line) => line.slice(2)),
    digest: async () => (await order('digest')).join('\n'),
    [Symbol.dispose]: () => talk[Symbol.dispose](),
  };
}

function answerTo(
  words: string,
  { lines, mark }: { readonly lines: readonly string[]; readonly mark: string },
): readonly string[] {
  if (mark === 'ok') return lines;
  throw new Problem([finding('GROUND_NOT_MADE', 'keeper', `"${words}": ${mark.slice(0, 300)}`)]);
}
