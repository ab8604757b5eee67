// One worker of jest, over its socket: what it asks for is done, and its clones go when it goes.
import type { Socket } from 'node:net';
import { createInterface } from 'node:readline';
import { explain, finding, messageOf, Problem } from '../kernel/index.ts';
import { guardText } from '../output/index.ts';
import type { HeldBaseline } from './baseline.io.ts';
import {
  messageSchema,
  type Asked,
  type ErrorTold,
  type Reply,
  type Standing,
} from './protocol.ts';
import { rehearseEntry } from './rehearsal.io.ts';
import { queryFailure, Suite } from './suite.io.ts';

type BaselineFor = (standing: Standing) => Promise<HeldBaseline>;

interface Opened {
  readonly baseline: HeldBaseline;
  readonly suite: Suite | null;
}

export function serveWorker(socket: Socket, baselineFor: BaselineFor): AsyncDisposable {
  const worker = new Worker(baselineFor);
  const answer = async (line: string): Promise<void> => {
    const reply = await worker.reply(line);
    if (socket.writable) socket.write(`${JSON.stringify(reply)}\n`);
  };
  const lines = createInterface({ input: socket });
  lines.on('line', (line) => {
    void answer(line);
  });
  socket.on('error', () => undefined); // a worker that was killed: its end comes next
  const end = (): Promise<void> => worker.end();
  socket.once('close', () => void end().catch(() => undefined)); // the sandbox's end removes them too
  return {
    [Symbol.asyncDispose]: async () => {
      socket.destroy();
      await end();
    },
  };
}

class Worker {
  readonly #baselineFor: BaselineFor;
  readonly #opened = new Map<number, Opened>();
  #made = 0;
  #isGone = false;

  constructor(baselineFor: BaselineFor) {
    this.#baselineFor = baselineFor;
  }

  async reply(line: string): Promise<Reply> {
    const said: unknown = JSON.parse(line); // our own client's: a line that is no JSON is a bug
    const parsed = messageSchema.safeParse(said);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const what = `"${issue?.path.join('.') ?? ''}": ${issue?.message ?? ''}`;
      const message = explain(finding('JEST_MISUSED', 'request', what));
      return {
        id: Number(Reflect.get(Object(said), 'id')),
        error: { message, code: 'JEST_MISUSED' },
      };
    }
    const { id, asked } = parsed.data;
    try {
      return { id, answer: (await this.#do(asked)) ?? null };
    } catch (error) {
      return { id, error: errorTold(error, asked) };
    }
  }

  async end(): Promise<void> {
    this.#isGone = true;
    const opened = [...this.#opened.values()];
    this.#opened.clear();
    await Promise.all(opened.map(async ({ suite }) => await suite?.[Symbol.asyncDispose]()));
  }

  async #do(asked: Asked): Promise<unknown> {
    switch (asked.do) {
      case 'open':
        return await this.#open(asked.standing, asked.hasClone);
      case 'close':
        return await this.#close(asked.suite);
      case 'rehearse':
        return await this.#rehearse(asked.suite, asked.entry);
      case 'query':
        return await this.#suite(asked.suite).query(asked.session, asked.text, asked.values);
      case 'apply':
        return await this.#suite(asked.suite).apply(asked.way, asked.script);
      case 'begin':
        return await this.#suite(asked.suite).begin(asked.how);
      case 'end':
        return await this.#suite(asked.suite).endSession(asked.session);
      case 'fingerprint':
        return await this.#suite(asked.suite).fingerprint(asked.session);
    }
  }

  async #open(standing: Standing, hasClone: boolean): Promise<number> {
    const baseline = await this.#baselineFor(standing);
    const suite = hasClone ? await Suite.open(baseline) : null;
    if (this.#isGone) {
      await suite?.[Symbol.asyncDispose]();
      throw new Error('the worker has ended');
    }
    this.#made += 1;
    this.#opened.set(this.#made, { baseline, suite });
    return this.#made;
  }

  async #close(id: number): Promise<void> {
    const { suite, baseline } = this.#known(id);
    this.#opened.delete(id);
    const findings = suite === null ? await baseline.calibrated : await suite.close();
    if (findings.length > 0) throw new Problem(findings);
  }

  async #rehearse(id: number, entry: Parameters<typeof rehearseEntry>[1]): Promise<unknown> {
    const { suite, baseline } = this.#known(id);
    if (suite !== null && baseline.ground.method === 'template') {
      const what = 'copies share a server here: a suite with a clone cannot rehearse';
      throw new Problem([finding('JEST_MISUSED', 'rehearse', what)]);
    }
    return await rehearseEntry(baseline, entry);
  }

  #suite(id: number): Suite {
    const { suite } = this.#known(id);
    if (suite !== null) return suite;
    const what = 'this suite was opened with "fresh: never", and has no clone';
    throw new Problem([finding('JEST_MISUSED', 'clone', what)]);
  }

  #known(id: number): Opened {
    const opened = this.#opened.get(id);
    if (opened !== undefined) return opened;
    const what = 'its clone is gone; await everything inside of tests and hooks';
    throw new Problem([finding('JEST_MISUSED', 'clone', what)]);
  }
}

function errorTold(error: unknown, asked: Asked): ErrorTold {
  if (error instanceof Problem) {
    return {
      message: guardText(error.findings.map(explain).join('\n')),
      code: error.findings[0]?.code ?? null,
    };
  }
  const code: unknown = Reflect.get(Object(error), 'code');
  const message = asked.do === 'query' ? queryFailure(error, asked.text) : messageOf(error);
  return { message: guardText(message), code: typeof code === 'string' ? code : null };
}
