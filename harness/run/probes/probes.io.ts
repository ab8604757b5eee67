// Runs the probes: what needs a clone beside the run, on containers of its own; the rest at its end.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { LoadedConfig } from '../../config/index.ts';
import type { LaneFile } from '../../decision/index.ts';
import type { GateSelftest } from '../../gate/index.ts';
import type { DumpFacts } from '../../intake/index.ts';
import { messageOf } from '../../kernel/index.ts';
import { judgeProbes, type ProbesRun } from '../../probes/index.ts';
import { connectEngine, ensureImage, type TransportChoice } from '../../sandbox/index.ts';
import { engineAccess } from '../engine-access.ts';
import { probeFiles, type OnFiles, type ToldBy } from './on-files.io.ts';
import type { CloneProbesRequest, OnClone } from './on-clone.io.ts';
import type { BesideRequest } from './beside-contract.ts';
import { startBeside, type CloneProbes } from './beside.io.ts';

type ProbedClone = Pick<CloneProbesRequest, 'major' | 'image' | 'access'>;

export interface ProbesRequest {
  /** Private folder of the run. */
  readonly workFolder: string;
  readonly lane: LaneFile;
  readonly selftest: GateSelftest;
  /** The server that the run's own clone has; null: there is no clone, and none is started. */
  readonly clone: ProbedClone | null;
  /** Told why a door could not be asked. */
  readonly say: (line: string) => void;
  /** Ends them: nobody waits for what they would have found. */
  readonly signal: AbortSignal;
}

/** Probes that go on; what they started ends with the scope. */
export interface Probing extends AsyncDisposable {
  /** Asks what is left, waits for the others, and judges all of them. */
  judged(): Promise<ProbesRun>;
}

export function startProbes(request: ProbesRequest): Probing {
  const { workFolder, clone, say, signal, ...told } = request;
  const beside = clone === null ? null : besideRun({ ...clone, ...told }, say);
  const files = onFiles(workFolder, told);
  files.catch(() => undefined); // whoever asks for the judgement hears of it
  const end = (): void => void beside?.[Symbol.asyncDispose]();
  signal.addEventListener('abort', end);
  return {
    judged: async () => {
      const { attempts, control } = await files;
      const found = beside === null ? null : await beside.found;
      signal.throwIfAborted();
      for (const trouble of found?.troubles ?? []) say(`probes: ${trouble}`);
      return judgeProbes({
        withClone: clone !== null,
        attempts: new Map([...attempts, ...(found?.attempts ?? [])]),
        control,
        leftovers: found?.leftovers ?? null,
      });
    },
    [Symbol.asyncDispose]: async () => {
      signal.removeEventListener('abort', end);
      await files.catch(() => undefined);
      await beside?.[Symbol.asyncDispose]();
    },
  };
}

async function onFiles(workFolder: string, told: ToldBy): Promise<OnFiles> {
  const folder = path.join(workFolder, 'probes');
  await mkdir(folder, { mode: 0o700 });
  return await probeFiles(folder, told);
}

/** The server that a run's own clone has. */
export function probedClone(
  config: Pick<LoadedConfig, 'images' | 'engine'>,
  { serverMajor: major }: Pick<DumpFacts, 'serverMajor'>,
  { transport }: { readonly transport?: TransportChoice } = {},
): ProbedClone {
  const image = config.images[String(major)] ?? null;
  return { major, image, access: engineAccess(config, transport) };
}

/** It begins once the image is there: two processes would build it twice. */
function besideRun(request: BesideRequest, say: ProbesRequest['say']): CloneProbes {
  const ended = new AbortController();
  const image = async (): Promise<void> => {
    const { major: serverMajor, image, access } = request;
    await ensureImage(await connectEngine(access?.named), { serverMajor, image, say });
  };
  const child = image().then(() => (ended.signal.aborted ? null : startBeside(request)));
  const found = async (): Promise<OnClone> => {
    const nothing = { attempts: new Map(), leftovers: null, troubles: ['they did not begin'] };
    const begun = await child.catch((error: unknown) => messageOf(error));
    if (typeof begun === 'string') return { ...nothing, troubles: [begun] };
    return (await begun?.found) ?? nothing;
  };
  return {
    found: found(),
    [Symbol.asyncDispose]: async () => {
      ended.abort();
      await (await child.catch(() => null))?.[Symbol.asyncDispose]();
    },
  };
}
