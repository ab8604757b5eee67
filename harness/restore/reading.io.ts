// How much of the archive pg_restore has read so far: the kernel counts it, and the server may ask.
import { MAINTENANCE_DATABASE, type Connection, type Sandbox } from '../sandbox/contract.ts';

/**
 * Read by the superuser in a database that holds nothing of the dump. `rchar` of a process is what
 * it read from files; what comes over a socket is not in it. Workers of pg_restore count each for
 * themselves, and are summed up.
 */
const BYTES_READ = `
SELECT sum(pg_catalog.substring(
         pg_catalog.pg_read_file('/proc/' || pid || '/io', 0, 4096, true), 'rchar: ([0-9]+)')
       ::pg_catalog.int8)::pg_catalog.text AS bytes
  FROM pg_catalog.pg_ls_dir('/proc') AS pid
 WHERE CASE WHEN pid ~ '^[0-9]+$'
            THEN pg_catalog.pg_read_file('/proc/' || pid || '/comm', 0, 64, true) = E'pg_restore\n'
       END`;

/** Longer than that, it would be a load and not a question. */
const ANSWER_MS = 1000;

/** A session of its own, opened when somebody asks for the first time. */
export class ArchiveReading implements AsyncDisposable {
  readonly #sandbox: Sandbox;
  #session: Promise<Connection> | null = null;
  #isOver = false;

  constructor(sandbox: Sandbox) {
    this.#sandbox = sandbox;
  }

  /** null where no pg_restore runs. Fails where a process ended in the middle of the question. */
  async bytesRead(): Promise<number | null> {
    if (this.#isOver) return null;
    this.#session ??= this.#sandbox.connect({
      database: MAINTENANCE_DATABASE,
      statementTimeoutMs: ANSWER_MS,
    });
    const { client } = await this.#session;
    const { rows } = await client.query<{ bytes: string | null }>(BYTES_READ);
    const bytes = rows[0]?.bytes ?? null;
    return bytes === null ? null : Number(bytes);
  }

  /** Never fails: whoever counts is no part of the restore. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#isOver = true;
    try {
      const session = await this.#session;
      await session?.[Symbol.asyncDispose]();
    } catch {
      // Not opened, or gone with the server: there is nothing to end.
    }
  }
}
