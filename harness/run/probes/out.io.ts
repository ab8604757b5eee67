// The door out: what a run would tell of a dump or its clone, really written, and read back.
import { readdir, readFile, realpath } from 'node:fs/promises';
import path from 'node:path';
import type { LaneFile } from '../../decision/index.ts';
import { explain, forbiddenTokensIn } from '../../kernel/index.ts';
import { writeOut } from '../../output/index.ts';
import {
  configWith,
  HARMLESS_NOTE,
  judgeProbes,
  ORDINARY_NAMES,
  projectFiles,
  type DoorAnswer,
  type DumpNames,
} from '../../probes/index.ts';
import { assemble, type RunFacts } from '../assemble.ts';
import { readConfig } from '../config.io.ts';
import { readInputs, rereadExecutor } from '../inputs.io.ts';
import type { RunInputs } from '../contract.ts';
import { writeEvidence } from '../packet.io.ts';
import { progressTo } from '../progress.io.ts';
import { packetStory } from '../story/packet-story.io.ts';
import { folderIn, writeFiles } from './written.io.ts';

/** What a run has to tell. */
export type Told = Pick<RunFacts, 'intake' | 'content' | 'clone' | 'inputs' | 'gateSelftest'>;

/** Everything that comes out of telling it, in one text. A broken one can be handed in. */
export type Reporter = (told: Told, folder: string) => Promise<Written>;

export interface Written {
  /** The packet's folder. */
  readonly packet: string;
  /** Every file of it, the lines that a terminal gets, and those of the run's findings. */
  readonly text: string;
}

/** A project whose files all load, in a folder of its own; the lane is the run's. */
export async function projectIn(
  parent: string,
  lane: LaneFile,
  names: DumpNames = ORDINARY_NAMES,
  change: Parameters<typeof configWith>[0] = {},
): Promise<RunInputs> {
  const folder = await folderIn(parent);
  const files = projectFiles(HARMLESS_NOTE, names);
  const scenarios = Object.keys(files)
    .filter((name) => name.endsWith('/scenario.yaml'))
    .map((name) => path.dirname(name));
  await writeFiles(folder, {
    ...files,
    'probe.lane.yaml': `${JSON.stringify(lane)}\n`,
    'rehearsal.config.yaml': configWith({ scenarios, ...change }),
  });
  return await readInputs(await readConfig(path.join(folder, 'rehearsal.config.yaml')));
}

/** The run's own way out: assembled, written as a packet, and told line by line. */
export const reportForReal: Reporter = async ({ inputs, ...told }, folder) => {
  const lines: string[] = [];
  const progress = progressTo((line) => void lines.push(line));
  const assembled = assemble({
    ...told,
    inputs,
    executor: await rereadExecutor(inputs),
    probes: NO_PROBES,
  });
  const packet = path.join(folder, 'packet');
  await writeEvidence({
    request: {
      config: inputs.config,
      dumpPath: inputs.config.dump,
      dumpName: inputs.config.dump,
      out: packet,
      cloneMethod: null,
      jobs: null,
      progress,
      signal: new AbortController().signal,
    },
    inputs,
    assembled,
    work: { path: folder, runId: 'run-probe', [Symbol.asyncDispose]: () => Promise.resolve() },
    clone: told.clone,
    startedAt: new Date(),
    place: { folder: packet, home: await realpath(folder) },
    // Without a calibration a clone's story is not whole; this packet is looked at and thrown away.
    ...(told.clone === null ? {} : { story: { ...(await packetStory()), judge: () => [] } }),
  });
  const terminal = path.join(folder, 'terminal.txt');
  const said = [...lines, ...assembled.findings.map(explain), assembled.fullStatus].join('\n');
  await writeOut({ file: terminal, text: `${said}\n`, how: 'new' });
  const names = (await readdir(packet)).sort();
  const texts = await Promise.all([
    ...names.map((name) => readFile(path.join(packet, name), 'utf8')),
    readFile(terminal, 'utf8'),
  ]);
  return { packet, text: texts.join('\n') };
};

/** Probes are asked of what a run tells; they are not asked once more of what they tell. */
const NO_PROBES = judgeProbes({
  withClone: false,
  attempts: new Map(),
  control: { answer: 'NOT_ASKED', found_codes: [], token_leaked: false },
  leftovers: null,
});

/** What was told, and all that came out of it. */
export interface Telling {
  readonly told: Told;
  readonly written: Written;
}

/** Lets out (`allowed`) means here: one of the names came out as it is. */
export function outOf({ told, written: { text } }: Telling, names: DumpNames): DoorAnswer {
  const raw = JSON.stringify([told.intake, told.content, told.clone]);
  // Names that were never there to be told would make a good answer of nothing.
  if (![names.table, names.column, names.role].every((name) => raw.includes(name))) {
    throw new TypeError('the names of the probe did not come as far as the way out');
  }
  const isOrdinary = forbiddenTokensIn(names.table).length === 0;
  // The twin's names have to come out whole: an empty report would hold no word at all.
  const isTold = isOrdinary
    ? text.includes(`public.${names.table}`)
    : forbiddenTokensIn(text).length > 0;
  return { allowed: isTold, findings: [], output: text };
}
