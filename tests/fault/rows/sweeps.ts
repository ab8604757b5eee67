// What ended runs leave, where it cannot be removed: told, kept for the next sweep, never forced. On an
// engine of its own: every run and every sweep beside it would come upon the same leftover.
import { FEW } from '../../container/cli.ts';
import { RUN_LABEL } from '../../../harness/sandbox/index.ts';
import { msUntil } from '../../until.ts';
import { untilQuiet } from '../aftermath.ts';
import { claimsNothing, type Fault } from '../fault.ts';
import { BEGINS } from '../moments.ts';
import type { Place } from '../place.ts';
import type { Ended } from '../victim.ts';

const IMAGE = 'clone-rehearsal/postgres:15';
const ENDS_MS = 60_000;

/** Somebody's own container, which has taken a volume of the run for its own. */
async function takeVolume({ engine, second }: Place, id: string): Promise<AsyncDisposable> {
  if (second === null) throw new TypeError('others use the engine of this machine');
  const filters = { label: [`${RUN_LABEL}=${id}`] };
  const { Volumes } = await engine.listVolumes({ filters });
  const [volume] = Volumes ?? [];
  if (volume === undefined) throw new Error('the run has no volume');
  const words = ['--detach', '--network', 'none', '--volume', `${volume.Name}:/theirs`];
  const program = ['--entrypoint', 'sleep', IMAGE, '3600'];
  const theirs = await second.docker('run', ...words, ...program);
  return {
    [Symbol.asyncDispose]: async () => void (await second.docker('rm', '--force', theirs)),
  };
}

async function untilContainersEnd({ engine }: Place, id: string): Promise<void> {
  const filters = { label: [`${RUN_LABEL}=${id}`] };
  const isSo = async (): Promise<boolean> =>
    (await engine.listContainers({ all: true, filters })).length === 0;
  if ((await msUntil(isSo, ENDS_MS)) === Infinity) throw new Error('its containers do not end');
}

export const SWEEP_FAULTS: readonly Fault[] = [
  {
    name: "a sweep after a killed run, a volume of which somebody else's container uses",
    stage: 'scenarios',
    done: 'the harness gets SIGKILL; a container without our label has one of its volumes mounted; swept, and swept again once that container is gone',
    inflict: async (place): Promise<readonly Ended[]> => {
      const sweep = async (): Promise<Ended> =>
        await place.start(['sweep', '--config', FEW, '--packets', place.evidence]).ended;
      const victim = await place.startRun({ halt: BEGINS.scenarios });
      await victim.halted();
      const id = await place.runIdOf(victim);
      const ended: Ended[] = [];
      {
        await using _ = await takeVolume(place, id);
        victim.signal('SIGKILL');
        ended.push(await victim.ended);
        const restless = await untilQuiet(place);
        if (restless.length > 0) throw new Error(restless.join('; '));
        await untilContainersEnd(place, id);
        ended.push(await sweep());
      }
      return [...ended, await sweep()];
    },
    ends: [
      claimsNothing('SIGKILL'),
      claimsNothing(70, /^SWEEP_INCOMPLETE at run-\w+: .*volume is in use/mu),
      claimsNothing(0),
    ],
    gone: 'at its end',
  },
];
