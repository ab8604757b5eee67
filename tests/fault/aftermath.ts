// The one look at what a fault has left, that every row goes through: what is wrong, in sentences.
import { access, lstat, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { runRecordSchema } from '../../harness/evidence/index.ts';
import { RUN_LABEL } from '../../harness/sandbox/index.ts';
import { runCli } from '../container/cli.ts';
import { msUntil } from '../until.ts';
import type { Ending } from './fault.ts';
import type { Place } from './place.ts';
import type { Ended } from './victim.ts';

export const PREFIX = 'FIX7_P0_PRODUCTION_SHAPED_CLONE_REHEARSAL_';
/** What a killed run has started ends by itself: its leases, and the probes' own process. */
const BY_ITSELF_MS = 60_000;

/** How one run ended, held against how it had to. */
export async function wrongEnding(ended: Ended, must: Ending): Promise<string[]> {
  const { exit, stdout, stderr, out } = ended;
  const wrong: string[] = [];
  if (exit !== must.exit) wrong.push(`it ended with ${exit}, not with ${must.exit}`);
  for (const each of must.says) {
    const isSaid = typeof each === 'string' ? stderr.includes(each) : each.test(stderr);
    if (!isSaid) wrong.push(`standard error does not say ${String(each)}`);
  }
  const told = [...`${stdout}\n${stderr}`.matchAll(new RegExp(`${PREFIX}([A-Z_]+)`, 'gu'))];
  const statuses = [...new Set(told.map(([, status]) => status))];
  const wanted = must.status === null ? [] : [must.status];
  if (statuses.join() !== wanted.join()) {
    wrong.push(`it told the status ${statuses.join(' and ') || '(none)'}, not ${wanted.join()}`);
  }
  const isLast = stdout.trimEnd().endsWith(`\n${PREFIX}${must.status}`);
  if (must.status !== null && !isLast) wrong.push('its last line is not the status');
  wrong.push(...(await wrongPacket(out, must)));
  // What went wrong has to be seen by whoever reads the failure.
  return wrong.length === 0 ? [] : [...wrong, `it said: ${stdout}${stderr}`];
}

/** Absent, or whole: one that is there verifies, and says what the run has said. */
async function wrongPacket(out: string, must: Ending): Promise<string[]> {
  const isThere = await lstat(out).then(
    () => true,
    () => false,
  );
  if (must.packet === 'absent') return isThere ? ['a packet is there'] : [];
  if (!isThere) return ['there is no packet'];
  const verified = await runCli(['verify', out]);
  if (verified.exitCode !== 0) return [`the packet does not verify: ${verified.stderr}`];
  const record = runRecordSchema.parse(
    JSON.parse(await readFile(path.join(out, 'run.json'), 'utf8')),
  );
  const wanted = `${PREFIX}${must.status ?? must.packetSays}`;
  return record.status === wanted ? [] : [`the packet says ${record.status}`];
}

/** What of the runs still stands: on the engine, as processes, in both folders. Empty: nothing. */
export async function leftIn(place: Place, outs: readonly string[]): Promise<string[]> {
  const left: string[] = [];
  for (const id of place.runIds()) {
    const filters = { label: [`${RUN_LABEL}=${id}`] };
    const containers = await place.engine.listContainers({ all: true, filters });
    const { Volumes: volumes } = await place.engine.listVolumes({ filters });
    const networks = await place.engine.listNetworks({ filters });
    left.push(...containers.map(({ Names, State }) => `container ${Names[0]} (${State})`));
    left.push(...(volumes ?? []).map(({ Name }) => `volume ${Name}`));
    left.push(...networks.map(({ Name }) => `network ${Name}`));
  }
  left.push(...(await processesIn(place)).map((pid) => `process ${pid}`));
  const { decoys, temp, evidence } = place;
  const packets = outs.map((out) => path.basename(out));
  const unknown = async (folder: string, known: readonly string[]): Promise<string[]> =>
    (await readdir(folder)).filter((name) => !known.includes(name));
  left.push(...(await unknown(temp, decoys.inTemp)).map((name) => `in the temp folder: ${name}`));
  const beside = await unknown(evidence, [...decoys.inEvidence, ...packets]);
  left.push(...beside.map((name) => `beside the packet: ${name}`));
  return left;
}

/** Live processes whose temporary folder is this place's: the run, and whatever it has started. */
async function processesIn({ temp }: Place): Promise<string[]> {
  const found: string[] = [];
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const environment = await readFile(`/proc/${pid}/environ`, 'utf8').catch(() => '');
    if (environment.split('\0').includes(`TMPDIR=${temp}`)) found.push(pid);
  }
  return found;
}

/** Killed, a run ends nothing itself: all of its processes, the probes' too, have to be gone first. */
export async function untilQuiet(place: Place): Promise<string[]> {
  const isQuiet = async (): Promise<boolean> => (await processesIn(place)).length === 0;
  return (await msUntil(isQuiet, BY_ITSELF_MS)) === Infinity ? ['its processes do not end'] : [];
}

/** Whether the things of others are what and where they were. */
export async function touchedIn({ decoys, temp, evidence, engine }: Place): Promise<string[]> {
  const isThere = async (place: string): Promise<boolean> =>
    await access(place).then(
      () => true,
      () => false,
    );
  const touched: string[] = [];
  for (const [folder, names] of [
    [temp, decoys.inTemp],
    [evidence, decoys.inEvidence],
  ] as const) {
    for (const name of names) {
      if (!(await isThere(path.join(folder, name)))) touched.push(`${name} of others is gone`);
    }
  }
  if (!(await isThere(path.join(evidence, 'packet.partial-of-somebody/notes.md')))) {
    touched.push('a file of others is gone');
  }
  const volume = await engine
    .getVolume(decoys.volume)
    .inspect()
    .catch(() => null);
  if (volume === null) touched.push('a volume of others is gone');
  return touched;
}
