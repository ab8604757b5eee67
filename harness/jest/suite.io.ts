// One suite's own clone, and what may be asked of it.
import {
  finding,
  LIMITS,
  messageOf,
  Problem,
  serverMessage,
  type Finding,
} from '../kernel/index.ts';
import type { Clone, Connection } from '../sandbox/index.ts';
import {
  applyAndLook,
  becomeReader,
  missedFindings,
  openScenarioSession,
  readScript,
  readText,
  runRevert,
  type Scenario,
  type Script,
} from '../scenario/index.ts';
import { changedParts, type Witness } from '../witness/index.ts';
import type { HeldBaseline } from './baseline.io.ts';
import { packedCell } from './cells.ts';
import { Permits } from './permits.ts';
import type { ScriptAsked } from './protocol.ts';
import type * as Told from './index.cjs';
import { changeTold, stateTold } from './told.ts';

interface Session {
  readonly connection: Connection;
  /** The transaction that is rolled back at its end; null for a session without. */
  readonly transaction: string | null;
}

export class Suite implements AsyncDisposable {
  readonly #baseline: HeldBaseline;
  readonly #clone: Clone;
  readonly #witness: Witness;
  readonly #owned: AsyncDisposableStack;
  readonly #sessions = new Map<number, Session>();
  /** Looks and changes one after the other: a look in the middle of a change would be of neither. */
  readonly #turn = new Permits(1);
  #made = 0;

  private constructor(
    baseline: HeldBaseline,
    clone: Clone,
    witness: Witness,
    owned: AsyncDisposableStack,
  ) {
    this.#baseline = baseline;
    this.#clone = clone;
    this.#witness = witness;
    this.#owned = owned;
  }

  /** Waits until there is room. @throws Problem SCENARIO_CLONE_DIFFERS, SANDBOX_*, GROUND_* */
  static async open(baseline: HeldBaseline): Promise<Suite> {
    const { ground, rehearsal, clones } = baseline;
    await using stack = new AsyncDisposableStack();
    const permit = await clones.take();
    stack.defer(() => permit[Symbol.dispose]());
    const clone = stack.use(await ground.fresh());
    const start = rehearsal.baseline.print;
    const witness = stack.use(
      await rehearsal.witnesses.open({ server: clone, database: clone.database, start }),
    );
    const unlike = changedParts(start, witness.before);
    if (unlike.length > 0) {
      throw new Problem(
        unlike.map((part) => finding('SCENARIO_CLONE_DIFFERS', 'clone', `"${part}" differs`)),
      );
    }
    return new Suite(baseline, clone, witness, stack.move());
  }

  async query(
    session: number | null,
    text: string,
    values: readonly unknown[],
  ): Promise<Told.Answer> {
    await using own = session === null ? await this.#connect() : null;
    const { client } = own ?? this.#session(session ?? 0).connection;
    // Several statements only without values: the protocol has no other way.
    const asked = values.length === 0 ? { text } : { text, values: [...values] };
    const result = await client.query<Record<string, unknown>>(asked);
    // Of several statements pg hands a list of answers over: the last one's is the answer.
    const last = Array.isArray(result) ? (result.at(-1) as typeof result | undefined) : result; // see above
    const rows = (last?.rows ?? []).map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, packedCell(cell)])),
    );
    return { rows, rowCount: last?.rowCount ?? null };
  }

  async apply(way: 'apply' | 'revert', asked: ScriptAsked): Promise<Told.Change | null> {
    using _turn = await this.#turn.take();
    const scenario = this.#scenario(await scriptOf(asked), asked.transaction);
    const { rehearsal } = this.#baseline;
    if (way === 'revert') {
      refuse(await runRevert(scenario, rehearsal, this.#clone));
      return null;
    }
    const applied = await applyAndLook(scenario, rehearsal, this.#clone, this.#witness);
    refuse(applied.findings);
    if (applied.change === null) throw new TypeError('a change that held was not watched');
    return changeTold(applied.change, applied.applyMs);
  }

  async begin(how: 'session' | 'transaction'): Promise<number> {
    await using stack = new AsyncDisposableStack();
    const connection = stack.use(await this.#connect());
    let transaction: string | null = null;
    if (how === 'transaction') {
      await connection.client.query('BEGIN');
      transaction = await transactionOf(connection);
      await connection.client.query(`SAVEPOINT ${BEGUN}`);
    }
    stack.move();
    this.#made += 1;
    this.#sessions.set(this.#made, { connection, transaction });
    return this.#made;
  }

  /** @throws Problem SCENARIO_ENDED_TRANSACTION where something in it has committed */
  async endSession(id: number): Promise<void> {
    const { connection, transaction } = this.#session(id);
    this.#sessions.delete(id);
    await using _ended = connection;
    if (transaction === null) return;
    const { client } = connection;
    // Back to where it began: one that failed can be asked again. Of another one there is no such place.
    const now = await client
      .query(`ROLLBACK TO SAVEPOINT ${BEGUN}`)
      .then(async () => await transactionOf(connection))
      .catch(messageOf);
    await client.query('ROLLBACK');
    if (now === transaction) return;
    const what = 'the transaction is another one';
    throw new Problem([finding('SCENARIO_ENDED_TRANSACTION', 'rolledBack', what)]);
  }

  async fingerprint(session: number | null): Promise<Told.Fingerprint> {
    using _turn = await this.#turn.take();
    if (session !== null) return await this.#fingerprintInside(this.#session(session));
    const { print } = await this.#witness.look();
    return stateTold(print, await this.#witness.residue(print));
  }

  async #fingerprintInside({ connection, transaction }: Session): Promise<Told.Fingerprint> {
    const { client } = connection;
    if (transaction === null) {
      const what = 'only "rolledBack" has a transaction to look into; ask the clone instead';
      throw new Problem([finding('JEST_MISUSED', 'session.fingerprint', what)]);
    }
    await client.query('SAVEPOINT rehearsal_look');
    try {
      await becomeReader(client);
      const { print } = await this.#witness.lookInside(client);
      return stateTold(print, null);
    } finally {
      // With it go the reader's role and its settings.
      await client.query('ROLLBACK TO SAVEPOINT rehearsal_look; RELEASE rehearsal_look');
    }
  }

  /** What the witnesses missed, by the disk's own word; then the clone is gone. */
  async close(): Promise<readonly Finding[]> {
    await using _gone = { [Symbol.asyncDispose]: () => this[Symbol.asyncDispose]() };
    for (const id of this.#sessions.keys()) await this.endSession(id);
    using _turn = await this.#turn.take();
    const scenario = this.#scenario({ file: 'suite', statements: [] }, 'whole');
    // The log is read to its end first: the checkpoint that comes next may remove its older part.
    await this.#witness.look();
    return [
      ...(await missedFindings(scenario, this.#clone, this.#witness)),
      ...(await this.#baseline.calibrated),
    ];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { connection } of this.#sessions.values()) await connection[Symbol.asyncDispose]();
    this.#sessions.clear();
    await this.#owned.disposeAsync();
  }

  #session(id: number): Session {
    const session = this.#sessions.get(id);
    if (session !== undefined) return session;
    const what = 'the session has ended; await everything inside its callback';
    throw new Problem([finding('JEST_MISUSED', 'session', what)]);
  }

  async #connect(): Promise<Connection> {
    const scenario = this.#scenario({ file: 'suite', statements: [] }, 'whole');
    const { rehearsal } = this.#baseline;
    return await openScenarioSession(scenario, rehearsal, this.#clone, this.#clone.database);
  }

  /** A script by itself, as the change and the way back of a scenario. */
  #scenario(script: Script, transaction: Scenario['transaction']): Scenario {
    return {
      ...NO_SCENARIO,
      transaction,
      apply: script,
      revert: script,
    };
  }
}

const BEGUN = 'rehearsal_begun';

const NO_SCENARIO = {
  id: 'jest suite',
  title: '',
  why: '',
  kind: 'snapshot',
  tables: null,
  role: null,
  methods: null,
  expect: null,
  folder: '',
  setup: null,
  verify: null,
  executor: null,
  files: {},
} as const;

function refuse(findings: readonly Finding[]): void {
  if (findings.length > 0) throw new Problem(findings);
}

/** @throws Problem SCENARIO_* with every mistake in it */
async function scriptOf({ name, file, sql, transaction }: ScriptAsked): Promise<Script> {
  let text = sql;
  if (file !== null) {
    const found = await readText(file, name);
    if (found.kind === 'refused') throw new Problem([found.finding]);
    if (found.kind === 'absent') {
      throw new Problem([finding('SCENARIO_INVALID', name, 'it is missing')]);
    }
    text = found.text;
  }
  if (text === null || Buffer.byteLength(text) > LIMITS.scenarioSqlBytes) {
    const what = `it is larger than ${LIMITS.scenarioSqlBytes} bytes`;
    throw new Problem([finding('SCENARIO_INVALID', name, what)]);
  }
  const { script, findings } = readScript(name, text, transaction);
  refuse(findings);
  return script;
}

async function transactionOf({ client }: Connection): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT pg_catalog.pg_current_xact_id()::pg_catalog.text AS id',
  );
  return rows[0]?.id ?? '';
}

/** In the server's own words, without a row's values. */
export function queryFailure(error: unknown, text: string): string {
  return serverMessage(error, text);
}
