// Makes the network that a breached container is joined to; it goes with all that bears the label.
import { finding, messageOf, Problem } from '../kernel/index.ts';
import type { Engine } from './engine.io.ts';
import { labelsOf } from './labels.io.ts';

/** Which of these an engine has differs; any of them is a device and an address in the container. */
const DRIVERS = ['bridge', 'macvlan', 'ipvlan'] as const;

/** Its name. Internal: there is a device and an address, and no way off this machine. */
export async function makeNetwork(
  engine: Pick<Engine, 'createNetwork'>,
  runId: string,
): Promise<string> {
  const causes: unknown[] = [];
  for (const Driver of DRIVERS) {
    try {
      const Labels = labelsOf(runId);
      await engine.createNetwork({ Name: runId, Driver, Internal: true, Labels });
      return runId;
    } catch (cause) {
      causes.push(cause);
    }
  }
  const what = `no driver makes one: ${messageOf(causes[0])}`;
  throw new Problem([finding('PROBE_NETWORK_UNAVAILABLE', 'docker engine', what)], {
    cause: causes[0],
  });
}
