// Which sandboxes this process has begun, its probes' too: its end asks the engine about all of them.
import type { Leftovers } from './contract.ts';
import { countLabelled } from './disposal.io.ts';
import { connectEngine } from './engine.io.ts';

/** Run ids, each with the engine that the configuration names for it. */
const begun = new Map<string, string | null>();

/** Told before anything of it is made. */
export function noteBegun(runId: string, named: string | null): void {
  begun.set(runId, named);
}

/** What is left of all of them together; null: none was begun. @throws where an engine does not answer */
export async function askBegun(): Promise<Omit<Leftovers, 'socketFolderGone'> | null> {
  if (begun.size === 0) return null;
  const sum = { containers: 0, volumes: 0, networks: 0 };
  for (const [runId, named] of begun) {
    const left = await countLabelled(await connectEngine(named), runId);
    sum.containers += left.containers;
    sum.volumes += left.volumes;
    sum.networks += left.networks;
  }
  return sum;
}
