// `rehearse probes`: every bad input through the door that real inputs go through.
import path from 'node:path';
import { loadLane } from '../decision/index.ts';
import { gateSelftest } from '../gate/index.ts';
import { canonicalJson, explain, Problem } from '../kernel/index.ts';
import { toStderr, toStdout } from '../output/index.ts';
import type { ProbesResult } from '../probes/index.ts';
import { readConfig } from '../run/config.io.ts';
import { probedClone, startProbes } from '../run/probes/probes.io.ts';
import { connectEngine, makeWorkFolder } from '../sandbox/index.ts';

export interface ProbesOptions {
  readonly config: string;
  readonly json?: boolean;
  readonly signal: AbortSignal;
}

/** The clone-side ones need an engine: where none answers, that is said, and they are not asked. */
export async function probesCommand(options: ProbesOptions): Promise<number> {
  const config = await readConfig(options.config);
  const { lane, findings: mistakes } = await loadLane(path.resolve(config.root, config.lane));
  if (lane === null) throw new Problem(mistakes);
  await using work = await makeWorkFolder();
  await using probing = startProbes({
    workFolder: work.path,
    lane,
    selftest: await gateSelftest(work.path),
    clone: (await hasEngine()) ? probedClone(config, { serverMajor: MAJOR }) : null,
    say: toStderr,
  });
  const end = (): void => void probing[Symbol.asyncDispose]();
  options.signal.addEventListener('abort', end);
  const { result, findings } = await probing.judged();
  options.signal.removeEventListener('abort', end);
  options.signal.throwIfAborted();
  if (options.json === true) toStdout(canonicalJson(result).trimEnd());
  else for (const line of linesOf(result)) toStdout(line);
  for (const each of findings) toStderr(explain(each));
  return result.judgement === 'HELD' ? 0 : 1;
}

/** Any would do: the doors are the same. */
const MAJOR = 15;

async function hasEngine(): Promise<boolean> {
  try {
    await connectEngine();
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    for (const each of error.findings) toStderr(explain(each));
    toStderr('the probes that need a clone are not asked');
    return false;
  }
}

function linesOf({ probes, control_allowed: isAllowed, judgement }: ProbesResult): string[] {
  return [
    ...probes.flatMap(({ id, outcome, tries, attempts }) => [
      `${outcome.padEnd(13)} ${id.padEnd(30)} ${tries}`,
      ...attempts.map(
        (each) => `  ${each.outcome.padEnd(13)} ${each.door.padEnd(12)} ${each.input}`,
      ),
    ]),
    `${isAllowed ? 'ALLOWED' : 'REFUSED'}       control`,
    `probes: ${judgement}`,
  ];
}
