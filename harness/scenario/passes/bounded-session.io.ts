// A session under bounds that its SQL cannot lift: what goes on is ended by another session, then
// from outside of the server. `SET statement_timeout = 0` and a handler for cancelling change nothing.
import { setTimeout as wait } from 'node:timers/promises';
import { Query, type Client } from 'pg';
import { LIMITS } from '../../kernel/index.ts';
import { MAINTENANCE_DATABASE, type Connection } from '../../sandbox/contract.ts';
import type { Server } from '../../sandbox/ground-contract.ts';
import type { ScenarioBounds } from '../contract.ts';
import {
  answerTooLarge,
  lockTooLong,
  ownWords,
  statementTooLong,
  transactionTooLong,
  type BoundReached,
} from './bounds.ts';
import { isServerLost } from './failure.ts';

/** Of what a statement answered, enough to tell one row with one value from anything else. */
export interface Answer {
  readonly command: string;
  readonly columns: number;
  /** Not more than the first two. */
  readonly rows: readonly Readonly<Record<string, unknown>>[];
}

export interface ScenarioSession extends Connection {
  /**
   * One statement, whatever the server takes its text for: how it reads a literal is a setting of
   * the session, so that one statement for the grammar may be several for the server. Asked in this
   * way it refuses them.
   * @throws BoundReached, or what the server says
   */
  ask(text: string): Promise<Answer>;
  /** Ends the transaction that is open; where the session was ended, it has none. */
  rollBack(): Promise<void>;
  /** Whether it was ended because a statement came to a bound. */
  isEnded(): boolean;
}

/** The server's own bound strikes first, and leaves the session alive; this is for where it does not. */
const GRACE_MS = 2000;
const LOOK_AGAIN_MS = 500;
/** From the order to end to the last word of a backend. */
const END_MS = 5000;

/** `server`: where `connection` leads, whose backend has the process number `pid` there. */
export function boundedSession(
  connection: Connection,
  server: Server,
  pid: number,
  bounds: ScenarioBounds,
): ScenarioSession {
  const { client } = connection;
  let ended: BoundReached | null = null;
  let inTransactionMs = 0;

  const ask = async (text: string): Promise<Answer> => {
    if (ended !== null) throw ended;
    const beganMs = performance.now();
    const tookMs = (): number => performance.now() - beganMs;
    const overseer = new Overseer(client, server, pid, bounds);
    overseer.begin(bounds.transactionMs - inTransactionMs);
    try {
      const answer = await answerTo(client, text);
      ended = await overseer.ended();
      if (ended === null) return answer; // else the answer came while its session was being ended
      throw ended;
    } catch (error) {
      ended ??= await overseer.ended();
      throw ended ?? ownWords(error, tookMs(), bounds) ?? error;
    } finally {
      overseer.stop();
      const isOpen = client.getTransactionStatus() !== 'I';
      inTransactionMs = isOpen ? inTransactionMs + tookMs() : 0;
    }
  };
  return {
    client,
    ask,
    rollBack: async () => {
      inTransactionMs = 0;
      if (ended !== null) return;
      await client.query('ROLLBACK').catch((error: unknown) => {
        if (!isServerLost(error)) throw error; // a session that is gone has rolled back
      });
    },
    isEnded: () => ended !== null,
    [Symbol.asyncDispose]: () => connection[Symbol.asyncDispose](),
  };
}

/** Rows are dropped as they come: a change may answer any number of them. */
async function answerTo(client: Client, text: string): Promise<Answer> {
  const config = { text, queryMode: 'extended' } as { text: string }; // the types lack queryMode
  const query = new Query<Record<string, unknown>>(config);
  const rows: Record<string, unknown>[] = [];
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  query.on('row', (row) => void (rows.length < 2 && rows.push(row)));
  query.on('error', reject);
  query.on('end', ({ command, fields }) => resolve({ command, columns: fields.length, rows }));
  client.query(query);
  return await promise;
}

/** Watches one statement while it runs. */
class Overseer {
  readonly #client: Client;
  readonly #server: Server;
  readonly #pid: number;
  readonly #bounds: ScenarioBounds;
  readonly #timers: NodeJS.Timeout[] = [];
  readonly #over = new AbortController();
  #bytes = 0;
  #reached: BoundReached | null = null;
  #ending: Promise<void> = Promise.resolve();

  constructor(client: Client, server: Server, pid: number, bounds: ScenarioBounds) {
    this.#client = client;
    this.#server = server;
    this.#pid = pid;
    this.#bounds = bounds;
  }

  begin(leftOfTransactionMs: number): void {
    const bounds = this.#bounds;
    const after = (ms: number, act: () => void): void =>
      void this.#timers.push(setTimeout(act, Math.max(0, ms)));
    after(bounds.statementMs + GRACE_MS, () => this.#reach(statementTooLong(bounds)));
    after(leftOfTransactionMs, () => this.#reach(transactionTooLong(bounds)));
    after(bounds.lockMs + GRACE_MS, () => void this.#watchLocks().catch(() => undefined));
    this.#client.connection.stream.on('data', this.#count);
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#over.abort();
    this.#client.connection.stream.off('data', this.#count);
  }

  /** The bound that ended the session; its backend is gone then. null: none did. */
  async ended(): Promise<BoundReached | null> {
    await this.#ending;
    return this.#reached;
  }

  readonly #count = (chunk: Buffer): void => {
    this.#bytes += chunk.length;
    if (this.#bytes <= this.#bounds.answerBytes) return;
    // Nothing more is taken in: one row alone may be a gigabyte.
    this.#client.connection.stream.destroy();
    this.#reach(answerTooLarge(this.#bounds));
  };

  #reach(bound: BoundReached): void {
    if (this.#reached !== null || this.#over.signal.aborted) return;
    this.#reached = bound;
    this.#ending = this.#end();
  }

  /** Waits in a queue are seen by others alone; one session for as long as the statement runs. */
  async #watchLocks(): Promise<void> {
    await using beside = await this.#server.connect({ database: MAINTENANCE_DATABASE });
    const { signal } = this.#over;
    let sinceMs: number | null = null;
    while (!signal.aborted) {
      const { rows } = await beside.client.query<{ waited: number | null }>(WAITED, [this.#pid]);
      const [waiting] = rows;
      // Servers before 14 do not say since when.
      sinceMs = waiting === undefined ? null : (sinceMs ?? performance.now() - this.#bounds.lockMs);
      const waitedMs = waiting?.waited ?? (sinceMs === null ? 0 : performance.now() - sinceMs);
      if (waiting !== undefined && waitedMs > this.#bounds.lockMs + GRACE_MS) {
        this.#reach(lockTooLong(this.#bounds));
      }
      await wait(LOOK_AGAIN_MS, undefined, { signal }).catch(() => undefined); // its end wakes it
    }
  }

  /** First the server is asked, then the kernel; whatever they do, nobody goes on waiting here. */
  async #end(): Promise<void> {
    try {
      const isGone = await this.#terminate().catch(() => false);
      if (!isGone) await this.#server.run(['kill', '-KILL', String(this.#pid)]);
    } catch {
      // Where not even that can be run, the clone is ended with all that is in it.
    } finally {
      this.#client.connection.stream.destroy();
    }
  }

  /** A backend says its last word before it gives its locks up: waited for until it is gone. */
  async #terminate(): Promise<boolean> {
    await using beside = await this.#server.connect({
      database: MAINTENANCE_DATABASE,
      statementTimeoutMs: LIMITS.connectMs,
    });
    await beside.client.query('SELECT pg_catalog.pg_terminate_backend($1)', [this.#pid]);
    const until = performance.now() + END_MS;
    for (;;) {
      const { rows } = await beside.client.query(THERE, [this.#pid]);
      if (rows.length === 0) return true;
      if (performance.now() > until) return false;
      await wait(20);
    }
  }
}

const THERE = 'SELECT FROM pg_catalog.pg_stat_activity WHERE pid = $1';
const WAITED = `
SELECT (EXTRACT(epoch FROM pg_catalog.clock_timestamp()
        - (pg_catalog.to_jsonb(each) ->> 'waitstart')::pg_catalog.timestamptz) * 1000
       )::pg_catalog.float8 AS waited
  FROM pg_catalog.pg_locks AS each WHERE pid = $1 AND NOT granted`;
