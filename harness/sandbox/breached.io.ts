// Opens a sandbox that is not isolated, to see that it is refused. Nothing of a dump goes into it.
import type { Breach } from './container.io.ts';
import type { Sandbox, SandboxRequest } from './contract.ts';
import { destroyRun } from './disposal.io.ts';
import { connectEngine } from './engine.io.ts';
import { makeNetwork } from './network.io.ts';
import { openWith } from './open.io.ts';

/**
 * As `openSandbox`, but joined to a network of its own, with `folder` of this machine mounted and
 * `variable` given. The network leads nowhere: it is internal, and nobody else is on it.
 * @throws Problem PROBE_NETWORK_UNAVAILABLE, and those of `openSandbox`
 */
export async function openBreachedSandbox(
  request: SandboxRequest,
  { folder, variable }: Omit<Breach, 'network'>,
): Promise<Sandbox> {
  const engine = await connectEngine(request.access?.named);
  await using stack = new AsyncDisposableStack();
  stack.defer(() => destroyRun(engine, request.runId));
  const network = await makeNetwork(engine, request.runId);
  const sandbox = await openWith(request, { network, folder, variable });
  stack.move(); // the sandbox's own end removes all that carries the run's label
  return sandbox;
}
