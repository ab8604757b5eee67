// Back to the baseline: a thin clone that was written to is dropped and a fresh one answers; then what its
// first access to the large table takes. A small and a large database take turns in every lap.
import { setTimeout as pause } from 'node:timers/promises';
import { groundOn, type Clone, type CloneGround } from '../../harness/sandbox/index.ts';
import { DATABASE, madeDump } from '../data/dump.ts';
import { restoredSandbox } from '../sides/restored-sandbox.ts';
import type { OpenRow, RowRequest, Values } from './contract.ts';
import { BOTH_SIZES } from './peers.ts';
import { inTurns, timed } from './turns.ts';

/** Rows of the large table, so that its file is the clone's own. */
const WRITE = 'UPDATE public.events SET kind = kind WHERE id <= 1000';
const READ = 'SELECT count(*) FROM public.events WHERE id <= 1000';
/** Needs a session in the database, and its catalog. */
const ANSWER = 'SELECT count(*) FROM pg_class';
/** What an earlier clone wrote is removed in the background: not while the next is timed. */
const QUIET_MS = 1500;

export async function baseline({ shape, say }: RowRequest): Promise<OpenRow> {
  await using stack = new AsyncDisposableStack();
  const grounds: { readonly name: string; readonly ground: CloneGround }[] = [];
  for (const [size, name] of BOTH_SIZES) {
    const dump = await madeDump(shape, size, say);
    const { sandbox } = stack.use(await restoredSandbox(dump, say));
    const asked = { database: DATABASE, method: 'overlay', jobs: 1 } as const;
    const ground = stack.use(await groundOn(sandbox, asked));
    if (ground.method !== 'overlay') throw new Error(`thin clones were refused: ${ground.refusal}`);
    grounds.push({ name: `thin clone, ${name}`, ground });
  }
  const owned = stack.move();
  return {
    lap: (request) => inTurns(request, grounds.map(sideOf)),
    [Symbol.asyncDispose]: async () => {
      try {
        for (const { name, ground } of grounds) {
          if ((await ground.isUntouched()) === false) throw new Error(`${name}: it was written`);
        }
      } finally {
        await owned.disposeAsync();
      }
    },
  };
}

function sideOf({ name, ground }: { name: string; ground: CloneGround }): () => Promise<Values> {
  return async () => {
    const clone = await ground.fresh();
    await asks(clone, WRITE);
    await pause(QUIET_MS);
    let next: Clone | undefined;
    try {
      const seconds = await timed(async () => {
        await clone[Symbol.asyncDispose]();
        next = await ground.fresh();
        await asks(next, ANSWER);
      });
      // Where files cannot share blocks, the first access copies those of the table.
      const fresh = next;
      const first = fresh === undefined ? Number.NaN : await timed(() => asks(fresh, READ));
      return { [name]: seconds, [`${name}: and its table read`]: seconds + first };
    } finally {
      await next?.[Symbol.asyncDispose]();
    }
  };
}

async function asks(clone: Clone, text: string): Promise<void> {
  await using session = await clone.connect({ database: DATABASE });
  await session.client.query(text);
}
