// Tries a fault in a place of its own, and answers what was wrong and what was seen.
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { FEW } from '../container/cli.ts';
import type { FarEngine } from '../container/far-engine.ts';
import { msUntil } from '../until.ts';
import { leftIn, PREFIX, touchedIn, untilQuiet, wrongEnding } from './aftermath.ts';
import { claimsNothing, type Ending, type Fault } from './fault.ts';
import { makePlace, type Place } from './place.ts';
import type { Ended } from './victim.ts';

/** Ten runs at once on a machine that others use too. */
const SLOW_MS = 1_200_000;
const LOCK_MS = 30_000;

/** For the page: how it ended, and what was left for how long. */
export interface Seen {
  readonly ended: string;
  readonly left: string;
}

interface Tried {
  /** Empty where all is as it must be. */
  readonly wrong: readonly string[];
  readonly seen: Seen;
}

/**
 * One test for each; where FAULTS_SEEN names a file, what was seen goes there. `second`: the engine
 * that they come over, where it is not the machine's.
 */
export function faultTests(
  faults: readonly Fault[],
  second: () => FarEngine | null = () => null,
): void {
  test.each(faults.map((fault) => [fault.name, fault] as const))(
    '%s',
    async (_name, fault) => {
      const { wrong, seen } = await tried(fault, second());
      expect(wrong).toEqual([]);
      await keep(fault, seen);
    },
    SLOW_MS,
  );
}

async function tried(fault: Fault, second: FarEngine | null): Promise<Tried> {
  await using place = await makePlace(second);
  const runs = [await fault.inflict(place)].flat();
  const wrong: string[] = [];
  for (const [index, run] of runs.entries()) {
    wrong.push(...(await wrongEnding(run, endingOf(fault, index))));
  }
  const outs = runs.map(({ out }) => out);
  const left = await leavings(fault, place, outs);
  wrong.push(...left.wrong, ...(await touchedIn(place)));
  const ended = runs.map((run) => lasting(endWords(run), place)).join('; ');
  return { wrong, seen: { ended, left: left.words } };
}

function endingOf({ ends }: Fault, index: number): Ending {
  const ending = Array.isArray(ends) ? ends[index] : ends;
  if (ending === undefined) throw new TypeError(`nobody has said how run ${index} must end`);
  return ending as Ending; // a list was taken apart above: what is left is one
}

async function leavings(
  { gone }: Fault,
  place: Place,
  outs: readonly string[],
): Promise<{ readonly wrong: string[]; readonly words: string }> {
  if (gone === 'at its end') return { wrong: await leftIn(place, outs), words: 'nothing' };
  const wrong = await untilQuiet(place);
  const before = (await leftIn(place, outs)).map(kindOf);
  const words =
    before.length === 0 ? 'nothing' : `${[...new Set(before)].join(', ')}; ${gone} nothing`;
  if (gone === 'after a sweep') {
    const { exit, stderr } = await (await sweepIn(place)).ended;
    if (exit !== 0) wrong.push(`the sweep ended with ${exit}: ${stderr}`);
  } else {
    const next = await (await place.startRun({ name: 'next' })).ended;
    wrong.push(...(await wrongEnding(next, { ...claimsNothing(0), ...READY })));
    return { wrong: [...wrong, ...(await leftIn(place, [...outs, next.out]))], words };
  }
  return { wrong: [...wrong, ...(await leftIn(place, outs))], words };
}

const READY = { status: 'ROLLBACK_READY', packet: 'whole' } as const;

async function sweepIn(place: Place): Promise<ReturnType<Place['start']>> {
  return place.start(['sweep', '--config', FEW, '--packets', place.evidence]);
}

/** `container x (running)` and `container y (created)` are one kind. */
function kindOf(left: string): string {
  if (left.startsWith('in the temp folder')) return 'its work folders';
  if (left.startsWith('beside the packet')) return 'a part of its packet';
  return `its ${left.split(' ')[0]}s`;
}

/** Where a place stood, and what an engine and a process called things, is another each time. */
function lasting(words: string, { folder }: Place): string {
  return words
    .replaceAll(folder, '…')
    .replaceAll(/[0-9a-f]{64}/gu, '…')
    .replaceAll(/(?<=\.partial-)[-\w]+/gu, '…')
    .replaceAll(/\brun-\w{6}\b/gu, 'run-…');
}

function endWords({ exit, stdout, stderr }: Ended): string {
  const status = new RegExp(`^${PREFIX}(\\w+)$`, 'mu').exec(stdout)?.[1];
  // The first code tells what a run ended for; what has none is told in a line of its own.
  const said =
    status ?? /^(?:[A-Z_]+ at .*|interrupted: .*|internal fault: .*)$/mu.exec(stderr)?.[0];
  return said === undefined ? String(exit) : `${exit}: ${said.trimEnd()}`;
}

/** Others keep what they saw in the same file. */
async function keep(fault: Fault, seen: Seen): Promise<void> {
  const file = process.env['FAULTS_SEEN'];
  if (file === undefined) return;
  const lock = `${file}.lock`;
  const isMine = async (): Promise<boolean> =>
    await mkdir(lock).then(
      () => true,
      () => false,
    );
  if ((await msUntil(isMine, LOCK_MS)) === Infinity) throw new Error(`${lock} is somebody's`);
  try {
    await keepIn(file, fault, seen);
  } finally {
    await rmdir(lock);
  }
}

async function keepIn(file: string, { name }: Fault, seen: Seen): Promise<void> {
  const all = JSON.parse(await readFile(file, 'utf8')) as Record<string, Seen>; // the page's own file
  all[name] = seen;
  const sorted = Object.fromEntries(Object.entries(all).sort(([a], [b]) => (a < b ? -1 : 1)));
  await writeFile(file, `${JSON.stringify(sorted, null, 2)}\n`);
}
