// Runs side by side on one machine, and sweeps beside them.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { execa } from 'execa';
import { FEW, ROOT } from '../../container/cli.ts';
import type { Ending, Fault } from '../fault.ts';
import { BEGINS } from '../moments.ts';
import type { Place } from '../place.ts';
import { startVictim, type Ended, type Halt } from '../victim.ts';

const READY: Ending = { exit: 0, status: 'ROLLBACK_READY', says: [], packet: 'whole' };

/** All of the same dump at the same time; their packets must be the same. */
async function sideBySide(
  place: Place,
  names: readonly string[],
  halt?: Halt,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): Promise<Ended[]> {
  const asked = names.map((name) => ({ name, ...(halt === undefined ? {} : { halt }) }));
  const runs = await Promise.all(asked.map((each) => place.startRun(each)));
  if (halt !== undefined) await Promise.all(runs.map((run) => run.halted()));
  await meanwhile();
  for (const run of runs) run.goOn();
  const ended = await Promise.all(runs.map((run) => run.ended));
  const trees = ended.map(({ stdout }) => /^packet tree {2}([0-9a-f]{64})$/mu.exec(stdout)?.[1]);
  if (trees.includes(undefined) || new Set(trees).size !== 1) {
    throw new Error(`their trees: ${trees.join(', ')}; ${ended.map((each) => each.stderr).join()}`);
  }
  return ended;
}

const SWEEP = ['sweep', '--config', FEW];

/** From the same temporary folder, from another one, and where processes have other numbers. */
async function sweepAround(place: Place): Promise<void> {
  const elsewhere = path.join(place.folder, 'e');
  await mkdir(elsewhere);
  const args = [...SWEEP, '--packets', place.evidence];
  const out = path.join(place.evidence, 'none');
  const swept: { readonly exit: unknown; readonly stdout: string }[] = [];
  for (const temp of [place.temp, elsewhere]) {
    await using sweeping = startVictim({ args, out, temp });
    swept.push(await sweeping.ended);
  }
  const command = [process.execPath, path.join(ROOT, 'harness/cli.ts'), ...args];
  const { exitCode: exit, stdout } = await execa(
    'unshare',
    ['--pid', '--fork', '--mount-proc', ...command],
    { env: { TMPDIR: place.temp, NODE_OPTIONS: '' }, cwd: ROOT, reject: false },
  );
  swept.push({ exit, stdout });
  const ids = place.runIds();
  const wrong = swept.filter(
    (each) => each.exit !== 0 || ids.some((id) => each.stdout.includes(id)),
  );
  if (ids.length === 0 || wrong.length > 0) {
    throw new Error(`a sweep took what lives: ${wrong.map((each) => each.stdout).join('; ')}`);
  }
}

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `packet-${at}`);

export const MANY_RUNS_FAULTS: readonly Fault[] = [
  {
    name: 'two runs at once, and sweeps from all around while both live',
    stage: 'scenarios',
    done: 'both stand still while others sweep: from their temporary folder, from another one, and from another namespace of processes',
    inflict: (place) => sideBySide(place, names(2), BEGINS.scenarios, () => sweepAround(place)),
    ends: [READY, READY],
    gone: 'at its end',
  },
  {
    name: 'ten runs at once',
    stage: 'any',
    done: 'all of one dump, begun at the same time, on one engine; their trees must be equal',
    inflict: (place) => sideBySide(place, names(10)),
    ends: READY,
    gone: 'at its end',
  },
];
