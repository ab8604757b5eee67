// Thin clones: the baseline's data folder under an overlay, a container a clone.
import { finding, Problem, weakest, type Judgement } from '../kernel/index.ts';
import { changedBlocks } from './changed-blocks.io.ts';
import { openConnection } from './connection.io.ts';
import { MAINTENANCE_DATABASE, type Loss } from './contract.ts';
import { execInside } from './exec.io.ts';
import { lossOf } from './loss.io.ts';
import { INSIDE } from './hardening.io.ts';
import { isolationFindings, judgementOf } from './isolation.ts';
import { startKeeper, type Keeper } from './keeper.io.ts';
import { statusOf } from './image.io.ts';
import {
  startCloneContainer,
  type CloneContainer,
  type CloneContainerRequest,
} from './overlay-clone.io.ts';
import { canStack, SLOTS, withoutSync, type LayerPaths, type Stacking } from './overlay-layers.ts';
import { Slots } from './slots.io.ts';
import type {
  Clone,
  CloneDisk,
  CloneGround,
  CloneRequest,
  GroundRequest,
  Layer,
} from './ground-contract.ts';
import type { Place } from './places.io.ts';

/**
 * The ground on a stopped data folder, with a first clone that was really made.
 * @throws what the engine says where it refuses overlays; Problem SANDBOX_NOT_ISOLATED
 */
export async function overlayGround(
  place: Place,
  request: GroundRequest,
  stacking: Stacking,
): Promise<CloneGround> {
  await using stack = new AsyncDisposableStack();
  const keeper = stack.use(await startKeeper(place.container));
  const paths = await pathsOf(place);
  const { database } = request;
  const clones = new OverlayClones({ place, database, keeper, paths, stacking });
  stack.use(clones);
  const digest = await keeper.digest();
  // Made to be tried, and handed out first: most grounds are asked for a clone at once.
  const { firstDisk = 'synced' } = request;
  let first: Clone | null = await clones.fresh({ disk: firstDisk });
  const owned = stack.move();
  return {
    method: 'overlay',
    refusal: null,
    jobs: Math.max(1, request.jobs),
    fresh: async (wanted = {}) => {
      const { from, settings, disk = 'synced' } = wanted;
      const isPlain = from === undefined && settings !== 'archive' && disk === firstDisk;
      const ready = isPlain ? first : null;
      if (ready === null) return await clones.fresh(wanted);
      first = null;
      return ready;
    },
    release: (layer) => Promise.resolve(clones.release(layer)),
    lost: () => clones.loss,
    isolation: () => weakest(clones.measured),
    isUntouched: async () => (await keeper.digest()) === digest,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

async function pathsOf({ container }: Place): Promise<LayerPaths> {
  const { Mounts } = await container.inspect();
  const sourceOf = (inside: string): string => {
    const mount = Mounts.find(({ Destination }) => Destination === inside);
    if (mount === undefined) throw new TypeError(`the sandbox has no volume at ${inside}`);
    return mount.Source;
  };
  return { base: sourceOf(INSIDE.pgdata), scratch: sourceOf(INSIDE.scratch) };
}

interface OverlayStand {
  readonly place: Place;
  readonly database: string;
  readonly keeper: Keeper;
  readonly paths: LayerPaths;
  readonly stacking: Stacking;
}

/** All clones of one ground, so that its end is theirs. */
class OverlayClones implements AsyncDisposable {
  readonly measured: Judgement[] = [];
  loss: Loss | null = null;
  readonly #on: OverlayStand;
  readonly #slots: Slots;
  readonly #alive = new Set<Clone>();
  /** By the slot of each that is alive. */
  readonly #ends = new Map<number, () => void>();
  readonly #below = new Map<Layer, readonly number[]>();
  #canSkipSync = true;

  constructor(stand: OverlayStand) {
    this.#on = stand;
    this.#slots = new Slots(stand.keeper);
    // One clone at a time: with it goes what it wrote.
    stand.place.disk.onOver(({ slots }) => {
      const ends = slots.flatMap((slot) => this.#ends.get(slot) ?? []);
      ends[0]?.();
    });
  }

  async fresh({ from, settings = 'rehearse', disk = 'synced' }: CloneRequest): Promise<Clone> {
    const below = from === undefined ? [] : this.#below.get(from);
    if (below === undefined) throw new TypeError('this layer is not of this ground');
    const { database, keeper, paths, place, stacking } = this.#on;
    const slot = await this.#slots.take();
    if (slot === null) throw tooDeep(SLOTS.length);

    await using stack = new AsyncDisposableStack();
    let isFrozen = false;
    stack.defer(() => (isFrozen ? undefined : this.#slots.giveBack(slot)));
    const overlay = stacking(paths, slot, below);
    const running = stack.use(
      await this.#slots.whileStarting(() => this.#start({ place, slot, overlay, settings }, disk)),
    );
    this.measured.push(judgementOf(running.proof));
    if (running.proof.isolated !== 'HELD') throw new Problem(isolationFindings(running.proof));
    // An engine may take the order for an overlay, and mount a copy of the image's folder instead
    // (Podman does). What a server writes as it starts then stands in no layer of ours.
    if (this.measured.length === 1 && (await keeper.differ(slot, below)).length === 0) {
      throw notMade('what a clone writes is not in its layer');
    }

    const health = { isBroken: false, loss: null as Loss | null }; // until something is found out
    stack.defer(async () => {
      if (health.isBroken) health.loss ??= await lossOf(running.container);
      this.loss = health.loss ?? this.loss;
    });
    this.#ends.set(slot, () => {
      health.loss = 'disk';
      running.container.kill().catch(() => undefined); // it may have ended by itself
    });
    stack.defer(() => void this.#ends.delete(slot));
    const door = { ...running.door, broke: () => void (health.isBroken = true) };

    const owned = stack.move();
    let isOnItsOwnFolder = true;
    const clone: Clone = {
      database,
      keptFolder: INSIDE.kept,
      canRecover: true,
      lost: () => health.loss,
      connect: (wanted) => openConnection(door, wanted),
      run: async (command, stdin) => {
        const result = await execInside(running.container, command, stdin);
        health.isBroken ||= result.exitCode === KILLED;
        return result;
      },
      freeze: async () => {
        if (!isOnItsOwnFolder) throw notFrozen('it was started from a backup');
        const layers = [slot, ...below];
        if (!canStack(stacking, paths, layers)) throw tooDeep(layers.length);
        await running.stop();
        isFrozen = true;
        await clone[Symbol.asyncDispose]();
        const layer: Layer = { name: `layer-${slot}`, depth: layers.length };
        this.#below.set(layer, layers);
        return layer;
      },
      startFrom: async (dataFolder) => {
        isOnItsOwnFolder = false;
        await running.stop();
        await running.serve(settings, dataFolder);
      },
      changedFiles: async () => {
        if (!isOnItsOwnFolder) return null;
        await checkpoint(running);
        return await keeper.differ(slot, below);
      },
      changedBlocks: (file, blockBytes) =>
        changedBlocks(place.container, { slot, below, file, blockBytes }),
      [Symbol.asyncDispose]: async () => {
        this.#alive.delete(clone);
        await owned.disposeAsync();
      },
    };
    this.#alive.add(clone);
    return clone;
  }

  async #start(request: CloneContainerRequest, disk: CloneDisk): Promise<CloneContainer> {
    const overlay = disk === 'unsynced' && this.#canSkipSync ? withoutSync(request.overlay) : null;
    if (overlay === null) return await startCloneContainer(request);
    try {
      return await startCloneContainer({ ...request, overlay });
    } catch (cause) {
      // Kernels before 5.10 do not know the word; whatever else it is comes once more.
      if (statusOf(cause) === 0) throw cause;
      this.#canSkipSync = false;
      await this.#on.keeper.clear(request.slot);
      return await startCloneContainer(request);
    }
  }

  /** Its own slot alone: what lies below it is another layer's. */
  release(layer: Layer): void {
    const [slot] = this.#below.get(layer) ?? [];
    if (slot === undefined) throw new TypeError('this layer is not of this ground');
    this.#below.delete(layer);
    if ([...this.#below.values()].some((slots) => slots.includes(slot))) {
      throw new TypeError('another layer stands on this one');
    }
    this.#slots.giveBack(slot);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#alive].map((clone) => clone[Symbol.asyncDispose]()));
    await this.#slots.settled();
  }
}

/** The exit code of a program that was killed. */
const KILLED = 137;

async function checkpoint({ door }: CloneContainer): Promise<void> {
  await using session = await openConnection(door, { database: MAINTENANCE_DATABASE });
  await session.client.query('CHECKPOINT');
}

function tooDeep(layers: number): Problem {
  return new Problem([finding('GROUND_TOO_DEEP', 'clone', `${layers} states are kept already`)]);
}

function notFrozen(why: string): Problem {
  return notMade(`it cannot be kept: ${why}`);
}

function notMade(what: string): Problem {
  return new Problem([finding('GROUND_NOT_MADE', 'clone', what)]);
}
