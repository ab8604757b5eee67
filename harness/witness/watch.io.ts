// Watches one session while it applies a change: rows, locks, rewritten storage, bytes of log.
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import type { Server } from '../sandbox/ground-contract.ts';
import { lockBook } from './locks.ts';
import type { Log } from './log.io.ts';
import { rewrittenOf } from './rewritten.ts';
import { countsBetween, rowsOf, type TableCounts } from './row-counts.ts';
import {
  canHandInCounts,
  factsAfter,
  factsBefore,
  handInCounts,
  insertPosition,
  locksByManual,
  locksOf,
  nodesThrough,
  pendingCounts,
} from './session-facts.io.ts';
import type { ChangeObserved, ChangeWatch, RowsChanged } from './witness-contract.ts';

export interface WatchRequest {
  readonly server: Server;
  readonly database: string;
  readonly log: Log;
  /** The session that is watched; asked itself only for what no other session can see. */
  readonly client: Client;
}

/** How often a statement outside a transaction is looked at while it runs. */
const POLL_MS = 10;

export async function watchSession(request: WatchRequest): Promise<ChangeWatch> {
  const { server, database, client, log } = request;
  const { rows } = await client.query<{ pid: number }>('SELECT pg_catalog.pg_backend_pid() AS pid');
  const pid = rows[0]?.pid ?? 0;
  const beside = await log.session();
  const canHandIn = await canHandInCounts(beside);
  const began = stateOf(client);
  if (began === 'idle' && canHandIn) await handInCounts(client);
  const pendingBefore = await pendingCounts(client);
  const { known, counted: countedBefore } = await factsBefore(server, database);
  const logBefore = await insertPosition(beside);
  const book = lockBook(known);
  let ended = 0;
  const end = (): void => {
    ended += 1;
    book.release(performance.now());
  };
  const lookUp = async (sinceMs: number): Promise<void> => {
    book.take(await locksOf(beside, pid, log.database), sinceMs);
  };

  /** Before 15 only what one transaction has counted can be told apart from what came before. */
  const rowsChanged = async (
    state: SessionState,
    countedNow: TableCounts,
  ): Promise<readonly RowsChanged[] | null> => {
    const isOneTransaction = ended === 0 && (began === 'open' || pendingBefore.size === 0);
    if (!canHandIn && !(state === 'open' && isOneTransaction)) return null;
    const counted = canHandIn ? countedNow : countedBefore;
    const pending = state === 'open' ? await pendingCounts(client) : pendingBefore;
    const moved = [countsBetween(countedBefore, counted), countsBetween(pendingBefore, pending)];
    return rowsOf(moved, known);
  };

  return {
    statement: async ({ text }, run) => {
      const isOutside = stateOf(client) === 'idle';
      const documented = isOutside ? await locksByManual(client, known, text) : [];
      const sinceMs = performance.now();
      const running = new AbortController();
      const polling = isOutside ? poll(() => lookUp(sinceMs), running.signal) : Promise.resolve();
      try {
        return await run();
      } finally {
        running.abort();
        await polling;
        book.take(documented, sinceMs);
        await lookUp(sinceMs);
        if (stateOf(client) === 'idle') end();
      }
    },
    transactionEnded: end,
    finish: async (): Promise<ChangeObserved> => {
      book.release(performance.now());
      // An error is heard of before what it made of the transaction: the next answer tells that.
      await client.query('').catch(() => undefined);
      const walBytes = Number((await insertPosition(beside)) - logBefore);
      const state = stateOf(client);
      if (state === 'idle' && canHandIn) await handInCounts(client);
      const after = await factsAfter(server, database);
      const nodes = state === 'open' ? await nodesThrough(client) : after.nodes;
      return {
        walBytes,
        rewritten: rewrittenOf(known, nodes),
        rows: await rowsChanged(state, after.counted),
        locks: book.seen(),
      };
    },
  };
}

async function poll(lookUp: () => Promise<unknown>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await lookUp();
    await delay(POLL_MS, undefined, { signal }).catch(() => undefined); // the signal wakes it
  }
}

/** `idle`: in no transaction. `open`, `failed`: in one. `gone`: there is no such session. */
type SessionState = 'idle' | 'open' | 'failed' | 'gone';

function stateOf(client: Client): SessionState {
  switch (client.getTransactionStatus()) {
    case 'I':
      return 'idle';
    case 'T':
      return 'open';
    case 'E':
      return 'failed';
    case null:
      return 'gone';
  }
}
