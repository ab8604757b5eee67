// One thin clone's container: a server of its own on its layers.
import path from 'node:path';
import { finding, Problem } from '../kernel/index.ts';
import {
  servedOptions,
  startServed,
  STOPPED_CLEANLY,
  type ContainerOptions,
  type ServedContainer,
} from './container.io.ts';
import { bindMount, hardenedHostConfig, INSIDE, volumeMount } from './hardening.io.ts';
import type { CloneSettings } from './ground-contract.ts';
import type { Place } from './places.io.ts';
import { startRelay } from './relay.io.ts';
import { sharedFolder } from './shared-folder.io.ts';

export interface CloneContainerRequest {
  readonly place: Place;
  /** Names the folder of its socket. */
  readonly slot: number;
  /** The volume that shows this clone's data folder. */
  readonly overlay: Readonly<Record<string, string>>;
  readonly settings: CloneSettings;
}

export interface CloneContainer extends Omit<ServedContainer, 'stop'> {
  /** A clean stop. @throws Problem GROUND_NOT_MADE where recovery would be needed */
  stop(): Promise<void>;
}

/** @throws what the engine says, or Problem GROUND_NOT_MADE where Postgres did not come up */
export async function startCloneContainer(request: CloneContainerRequest): Promise<CloneContainer> {
  const { place, slot } = request;
  const { engine, transport, imageDocument: image } = place;
  const { runId, workFolder: ownFolder } = place.request;
  await using stack = new AsyncDisposableStack();
  const socket =
    transport === 'exec'
      ? null
      : stack.use(await sharedFolder(path.join(ownFolder, `s${slot}`))).path;
  const served = stack.use(
    await startServed({
      engine,
      options: optionsOf(request, socket),
      of: 'clone',
      transport,
      image,
      runId,
      ownFolder,
      wayInto: async (container) => socket ?? (await startRelay(container)),
      refusal: notMade,
    }),
  );
  const owned = stack.move();
  return {
    ...served,
    stop: async () => {
      const words = await served.stop();
      if (words !== STOPPED_CLEANLY) throw notMade(`Postgres did not stop cleanly: ${words}`);
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

function optionsOf(
  { place, overlay, settings }: CloneContainerRequest,
  socketFolder: string | null,
): ContainerOptions {
  const { image, request } = place;
  const { runId, limits, serverMajor } = request;
  const hostConfig = hardenedHostConfig(limits, [
    socketFolder === null
      ? volumeMount(runId, INSIDE.socket)
      : bindMount(socketFolder, INSIDE.socket),
    volumeMount(runId, INSIDE.pgdata, overlay),
    volumeMount(runId, INSIDE.kept),
  ]);
  return servedOptions({ image, runId, limits, serverMajor }, settings, hostConfig);
}

function notMade(what: string, cause?: unknown): Problem {
  return new Problem([finding('GROUND_NOT_MADE', 'clone', what)], { cause });
}
