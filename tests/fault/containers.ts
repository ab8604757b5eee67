// The containers of one run: found by its label, and killed as an engine's or a kernel's fault would.
import { execInside } from '../../harness/sandbox/exec.io.ts';
import { RUN_LABEL } from '../../harness/sandbox/index.ts';
import { msUntil } from '../until.ts';
import type { Place } from './place.ts';
import type { Victim } from './victim.ts';

/** The one that the dump is restored in, or a thin clone of it. */
export type Which = 'sandbox' | 'clone';

/** Both begin with the same program, under other settings. */
const PROGRAM = { sandbox: 'rehearsal-clone restore', clone: 'rehearsal-clone rehearse' } as const;
const COME_MS = 120_000;

type Container = ReturnType<Place['engine']['getContainer']>;

/** The run's own; its probes have others. Waits until it is there. */
export async function containerOf(place: Place, victim: Victim, which: Which): Promise<Container> {
  const filters = { label: [`${RUN_LABEL}=${await place.runIdOf(victim)}`] };
  let found: string | undefined;
  const isThere = async (): Promise<boolean> => {
    const all = await place.engine.listContainers({ filters });
    found = all.find(({ Command }) => Command.includes(PROGRAM[which]))?.Id;
    return found !== undefined || victim.hasEnded();
  };
  await msUntil(isThere, COME_MS);
  if (found === undefined) throw new Error(`the run has no ${which}`);
  return place.engine.getContainer(found);
}

/** Its first process is killed, as by the machine's own memory killer. */
export async function killContainer(container: Container): Promise<void> {
  await container.kill({ signal: 'SIGKILL' });
}

/** The server's main process is killed, once there is one; the container goes on. */
export async function killPostgres(container: Container): Promise<void> {
  const isDone = async (): Promise<boolean> =>
    (await execInside(container, ['bash', '-c', KILL])).exitCode === 0;
  if ((await msUntil(isDone, COME_MS)) === Infinity) throw new Error('there is no Postgres in it');
}

const KILL = 'read -r pid < /rehearsal/pgdata/postmaster.pid && kill -9 "$pid"';

/** The clone in which a session of the role that applies scenarios is in the middle of a statement. */
export async function applyingClone(place: Place, victim: Victim): Promise<Container> {
  const filters = { label: [`${RUN_LABEL}=${await place.runIdOf(victim)}`] };
  const ask = ['bash', '-c', 'grep -qsa "[r]ehearsal_scenario .*SELECT" /proc/[0-9]*/cmdline'];
  let found: Container | undefined;
  const isSo = async (): Promise<boolean> => {
    for (const { Command, Id } of await place.engine.listContainers({ filters })) {
      if (!Command.includes(PROGRAM.clone)) continue;
      const clone = place.engine.getContainer(Id);
      // One that is being removed just now cannot be asked, and is not meant.
      const code = await execInside(clone, ask).then(
        ({ exitCode }) => exitCode,
        () => -1,
      );
      if (code === 0) found = clone;
    }
    return found !== undefined || victim.hasEnded();
  };
  await msUntil(isSo, COME_MS);
  if (found === undefined) throw new Error('no scenario is applied');
  return found;
}

/** Those of the probes, whose runs have ids of their own; waits until there is one. */
export async function probeContainers(place: Place, victim: Victim): Promise<Container[]> {
  const own = await place.runIdOf(victim);
  let found: string[] = [];
  const isThere = async (): Promise<boolean> => {
    const others = place.runIds().filter((id) => id !== own);
    const lists = others.map((id) =>
      place.engine.listContainers({ filters: { label: [`${RUN_LABEL}=${id}`] } }),
    );
    found = (await Promise.all(lists)).flat().map(({ Id }) => Id);
    return found.length > 0;
  };
  await msUntil(isThere, COME_MS);
  return found.map((id) => place.engine.getContainer(id));
}
