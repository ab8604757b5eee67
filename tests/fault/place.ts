// Where one fault happens: temporary and evidence folders of its own, with things of others in them.
import { randomBytes } from 'node:crypto';
import { watch } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { markOfThisProcess } from '../../harness/output/index.ts';
import { connectEngine, destroyRun } from '../../harness/sandbox/index.ts';
import { FEW } from '../container/cli.ts';
import type { FarEngine } from '../container/far-engine.ts';
import { demoDump } from '../container/made-dumps.ts';
import { startVictim, type Victim, type VictimRequest } from './victim.ts';

export type Engine = Awaited<ReturnType<typeof connectEngine>>;

export interface RunAsked extends Partial<Pick<VictimRequest, 'halt' | 'environment'>> {
  /** Name of its packet below the evidence folder. */
  readonly name?: string;
  readonly config?: string;
  readonly dump?: string;
  /** More of the command line. */
  readonly more?: readonly string[];
}

export interface Place extends AsyncDisposable {
  readonly engine: Engine;
  /** The same, where it is one that may be ended; null: it is the machine's. */
  readonly second: FarEngine | null;
  /** For whatever a fault needs of its own; nobody looks here afterwards. */
  readonly folder: string;
  /** The temporary folder of all runs started here. */
  readonly temp: string;
  /** The folder that packets stand in. */
  readonly evidence: string;
  /** Names of other people's things: in `temp`, in `evidence`, and a volume of the engine. */
  readonly decoys: Decoys;
  /** Of every run that began here, its probes' too, whether or not it lives. */
  runIds(): readonly string[];
  /** The id of a run by its process, once it has its work folder. */
  runIdOf(victim: Victim): Promise<string>;
  /** A rehearsal of the demo dump with few scenarios, one after the other. */
  startRun(asked?: RunAsked): Promise<Victim>;
  /** Any other command of the harness. */
  start(args: readonly string[], halt?: VictimRequest['halt']): Victim;
}

export interface Decoys {
  readonly inTemp: readonly string[];
  readonly inEvidence: readonly string[];
  readonly volume: string;
}

const PREFIX = 'clone-rehearsal-';

/** On `second`, all that runs here uses that engine; else the machine's. */
export async function makePlace(second: FarEngine | null = null): Promise<Place> {
  const own = await connectEngine();
  const engine = second === null ? own : clientOf(own, second.socket);
  const elsewhere = second === null ? {} : { DOCKER_HOST: second.uri };
  await using stack = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'f-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const [temp, evidence] = [path.join(folder, 't'), path.join(folder, 'evidence')];
  for (const each of [temp, evidence]) await mkdir(each);
  const decoys = await plantDecoys({ engine, temp, evidence });
  stack.defer(async () => await engine.getVolume(decoys.volume).remove({ force: true }));

  const ids = new Set<string>();
  const watcher = watch(temp, (_event, name) => {
    const isOthers = name === null || decoys.inTemp.includes(name) || !name.startsWith(PREFIX);
    if (!isOthers) ids.add(`run-${name.slice(PREFIX.length)}`);
  });
  stack.defer(() => watcher.close());
  // Whatever a test came to, nothing that it started outlives it.
  stack.defer(async () => await removeAll(engine, ids));

  const owned = stack.move();
  const started = ({ environment, ...request }: VictimRequest): Victim =>
    owned.use(startVictim({ ...request, environment: { ...elsewhere, ...environment } }));
  return {
    engine,
    second,
    folder,
    temp,
    evidence,
    decoys,
    runIds: () => [...ids],
    runIdOf: async ({ pid }) => {
      for (const name of await readdir(temp)) {
        const mark = await readFile(path.join(temp, name, 'owner'), 'utf8').catch(() => '');
        if (mark.startsWith(`${pid} `)) return `run-${name.slice(PREFIX.length)}`;
      }
      throw new Error(`process ${pid} has no work folder`);
    },
    startRun: async ({ name = 'packet', config = FEW, dump, more = [], ...rest } = {}) => {
      const out = path.join(evidence, name);
      const from = dump ?? (await demoDump(15));
      const args = ['run', '--config', config, '--dump', from, '--out', out, '--jobs', '1'];
      return started({ args: [...args, ...more], out, temp, ...rest });
    },
    start: (args, halt) =>
      started({
        args,
        out: path.join(evidence, 'none'),
        temp,
        ...(halt === undefined ? {} : { halt }),
      }),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}

/** The one client of this process knows one engine only. */
function clientOf(own: Engine, socketPath: string): Engine {
  const Client = own.constructor as new (options: { readonly socketPath: string }) => Engine; // its class
  return new Client({ socketPath });
}

/** Another process' folder that lives (this one's), others' files, and a volume without our label. */
async function plantDecoys(place: Pick<Place, 'engine' | 'temp' | 'evidence'>): Promise<Decoys> {
  const living = path.join(place.temp, `${PREFIX}others`);
  await mkdir(living, { mode: 0o700 });
  await writeFile(path.join(living, 'owner'), await markOfThisProcess());
  await writeFile(path.join(place.temp, 'somebodys'), 'theirs');
  const aside = path.join(place.evidence, 'packet.partial-of-somebody');
  await mkdir(aside);
  await writeFile(path.join(aside, 'notes.md'), 'theirs');
  await writeFile(path.join(place.evidence, 'notes.partial-1'), 'theirs');
  const volume = `decoy-${randomBytes(6).toString('hex')}`;
  await place.engine.createVolume({ Name: volume, Labels: { 'clone-rehearsal': 'theirs' } });
  return {
    inTemp: [`${PREFIX}others`, 'somebodys'],
    inEvidence: ['notes.partial-1', 'packet.partial-of-somebody'],
    volume,
  };
}

async function removeAll(engine: Engine, ids: Iterable<string>): Promise<void> {
  for (const id of ids) await destroyRun(engine, id);
}
