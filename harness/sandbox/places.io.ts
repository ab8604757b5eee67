// Where a sandbox stands on its engine: known to the ground alone, shown to no later stage.
import type { Sandbox, SandboxRequest, Transport } from './contract.ts';
import type { Engine, EngineContainer } from './engine.io.ts';
import type { DiskWatch } from './disk.io.ts';

export interface Place {
  readonly engine: Engine;
  readonly container: EngineContainer;
  readonly image: string;
  /** The engine's inspect document of the image. */
  readonly imageDocument: unknown;
  /** With no more processors than the engine has. */
  readonly request: SandboxRequest;
  readonly transport: Transport;
  /** Says when the run takes more room than it may. */
  readonly disk: DiskWatch;
  /** While clones stand on its data folder, the sandbox's own server may not run. */
  readonly keeps: { isBaseline: boolean };
  /** Ends the sandbox's own server; answers what the program inside said of its end. */
  stop(): Promise<string>;
}

const places = new WeakMap<Sandbox, Place>();

export function placed(sandbox: Sandbox, place: Place): Sandbox {
  places.set(sandbox, place);
  return sandbox;
}

export function placeOf(sandbox: Sandbox): Place {
  const place = places.get(sandbox);
  if (place === undefined) throw new TypeError('this sandbox was opened by nobody here');
  return place;
}
