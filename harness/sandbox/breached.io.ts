// Opens a sandbox that is not isolated, to see that it is refused. Nothing of a dump goes into it.
import type { Sandbox, SandboxRequest } from './contract.ts';
import { openWith } from './open.io.ts';
import type { Breach } from './sandbox-container.io.ts';

/**
 * As `openSandbox`, but joined to a network of its own, with `folder` mounted (one of the engine's
 * machine, where that sees none of this one) and `variable` given. The network leads nowhere: it is
 * internal, and nobody else is on it.
 * @throws Problem PROBE_NETWORK_UNAVAILABLE, and those of `openSandbox`
 */
export async function openBreachedSandbox(
  request: SandboxRequest,
  holes: Omit<Breach, 'network'>,
): Promise<Sandbox> {
  return await openWith(request, holes);
}
