// The fallback ground: copies by CREATE DATABASE ... TEMPLATE in the sandbox's own server, where the
// engine has no thin clones. What all databases of a server share is put back for each copy.
import { finding, Problem, quoteIdentifier, quoteLiteral } from '../kernel/index.ts';
import type { Loss, Sandbox } from './contract.ts';
import { INSIDE } from './hardening.io.ts';
import { judgementOf } from './isolation.ts';
import { keepShared, putSharedBack } from './template-shared.io.ts';
import { copyDatabase, dropDatabase, inMaintenance } from './template-copy.io.ts';
import type { Clone, CloneGround, CloneRequest, Layer } from './ground-contract.ts';

const BASELINE = 'rehearsal_baseline';

/** The restored database is renamed: clones bear its own name, as production does. */
export async function templateGround(
  sandbox: Sandbox,
  database: string,
  refusal: string | null,
): Promise<CloneGround> {
  await inMaintenance(sandbox, [
    `ALTER DATABASE ${quoteIdentifier(database)} RENAME TO ${quoteIdentifier(BASELINE)}`,
  ]);
  await keepShared(sandbox, BASELINE);
  const clones = new TemplateClones(sandbox, database);
  return {
    method: 'template',
    refusal,
    jobs: 1,
    fresh: (wanted = {}) => clones.fresh(wanted),
    release: (layer) => clones.release(layer),
    // What its server came to, the sandbox tells.
    lost: () => null,
    // Copies live in the sandbox's own container, whose isolation was measured when it was opened.
    isolation: () => judgementOf(sandbox.isolation),
    isUntouched: () => Promise.resolve(null),
    [Symbol.asyncDispose]: () => clones[Symbol.asyncDispose](),
  };
}

/** One copy at a time: all bear one name, and share what a server has only once. */
class TemplateClones implements AsyncDisposable {
  readonly #sandbox: Sandbox;
  readonly #database: string;
  readonly #depths = new Map<Layer, number>();
  #alive: Clone | null = null;
  /** From the first step towards a copy to the last of its end. */
  #isTaken = false;
  #made = 0;

  constructor(sandbox: Sandbox, database: string) {
    this.#sandbox = sandbox;
    this.#database = database;
  }

  async fresh({ from, settings }: CloneRequest): Promise<Clone> {
    const depth = from === undefined ? 0 : this.#depths.get(from);
    if (depth === undefined) throw new TypeError('this layer is not of this ground');
    if (this.#isTaken) throw refused('another one lives, and they share a server');
    if (settings === 'archive') throw refused('archiving WAL asks for a server of its own');
    this.#isTaken = true;
    this.#made += 1;
    const source = from?.name ?? BASELINE;
    const keptFolder = `${INSIDE.scratch}/kept/${this.#made}`;
    const sandbox = this.#sandbox;
    const database = this.#database;

    await using stack = new AsyncDisposableStack();
    stack.defer(() => void (this.#isTaken = false));
    stack.defer(() => putSharedBack(sandbox, BASELINE));
    await putSharedBack(sandbox, source);
    stack.defer(() => inMaintenance(sandbox, [byServer(`rm -rf ${keptFolder}`)]));
    await inMaintenance(sandbox, [byServer(`mkdir -m 0700 ${keptFolder}`)]);
    stack.defer(() => dropDatabase(sandbox, database));
    await copyDatabase(sandbox, source, database);
    // The server is the sandbox's: what it came to is asked while it is still there.
    let isBroken = false;
    let loss: Loss | null = null;
    stack.defer(async () => {
      if (isBroken) loss = await sandbox.lost();
    });
    const owned = stack.move();
    const clone: Clone = {
      database,
      keptFolder,
      lost: () => loss,
      canRecover: false,
      connect: async (wanted) => {
        const connection = await sandbox.connect(wanted);
        connection.client.on('error', () => void (isBroken = true));
        return connection;
      },
      run: (command, stdin) => sandbox.run(command, stdin),
      freeze: async () => {
        const layer: Layer = { name: `rehearsal_layer_${this.#made}`, depth: depth + 1 };
        await copyDatabase(sandbox, database, layer.name);
        await keepShared(sandbox, layer.name);
        this.#depths.set(layer, layer.depth);
        await clone[Symbol.asyncDispose]();
        return layer;
      },
      startFrom: () => Promise.reject(refused('a copy has no server of its own to recover')),
      changedFiles: () => Promise.resolve(null),
      changedBlocks: () => Promise.reject(new TypeError('a copy has no files of its own')),
      [Symbol.asyncDispose]: async () => {
        if (this.#alive === clone) this.#alive = null;
        await owned.disposeAsync();
      },
    };
    this.#alive = clone;
    return clone;
  }

  async release(layer: Layer): Promise<void> {
    if (!this.#depths.delete(layer)) throw new TypeError('this layer is not of this ground');
    await dropDatabase(this.#sandbox, layer.name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#alive?.[Symbol.asyncDispose]();
    for (const { name } of this.#depths.keys()) await dropDatabase(this.#sandbox, name);
  }
}

/**
 * A program that the server runs, for a session of the harness's own: asked of the engine it would
 * take most of the time of a copy. It is given nothing to read.
 */
function byServer(program: string): string {
  return `COPY (SELECT WHERE false) TO PROGRAM ${quoteLiteral(program)}`;
}

function refused(why: string): Problem {
  return new Problem([finding('GROUND_NOT_MADE', 'clone', why)]);
}
