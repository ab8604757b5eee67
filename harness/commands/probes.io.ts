// `rehearse probes`: every bad input through the door that real inputs go through.
import path from 'node:path';
import type { Command } from 'commander';
import { loadLane } from '../decision/index.ts';
import { gateSelftest } from '../gate/index.ts';
import { Problem } from '../kernel/index.ts';
import type { ProbesResult } from '../probes/index.ts';
import { readConfig } from '../run/config.io.ts';
import { probedClone, startProbes } from '../run/probes/probes.io.ts';
import { connectEngine, makeWorkFolder } from '../sandbox/index.ts';
import type { Door } from './door.ts';
import { configOption, examples } from './options.io.ts';
import { withProgress } from './progress.io.ts';

interface ProbesOptions {
  readonly config: string;
}

export function addProbes(program: Command, door: Door): void {
  program
    .command('probes')
    .description('push every bad input through the harness\u2019s own doors, on real containers')
    .addOption(configOption())
    .addHelpText('after', examples('probes', 'probes --json'))
    .action(async (options: ProbesOptions) => await probesCommand(options, door));
}

/** The clone-side ones need an engine: where none answers, that is said, and they are not asked. */
async function probesCommand(options: ProbesOptions, door: Door): Promise<void> {
  const signal = door.interruptible();
  const config = await readConfig(options.config);
  const { lane, findings: mistakes } = await loadLane(path.resolve(config.root, config.lane));
  if (lane === null) throw new Problem(mistakes);
  await using work = await makeWorkFolder();
  await using probing = startProbes({
    workFolder: work.path,
    lane,
    selftest: await gateSelftest(work.path),
    clone: (await hasEngine(door, config.engine))
      ? probedClone(config, { serverMajor: MAJOR })
      : null,
    say: door.note,
    signal,
  });
  const { result, findings } = await withProgress(
    door,
    async (progress) => {
      using _ = progress.over('probes', () => null);
      return await probing.judged();
    },
    'stderr',
  );
  signal.throwIfAborted();
  for (const line of linesOf(result)) door.tell(line);
  door.complain(findings);
  door.answer(
    { exitCode: result.judgement === 'HELD' ? 0 : 1, findings, result },
    `probes: ${result.judgement}`,
  );
}

/** Any would do: the doors are the same. */
const MAJOR = 15;

async function hasEngine(door: Door, named: string | undefined): Promise<boolean> {
  try {
    await connectEngine(named);
    return true;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    door.complain(error.findings);
    door.note('the probes that need a clone are not asked');
    return false;
  }
}

function linesOf({ probes, control_allowed: isAllowed }: ProbesResult): string[] {
  return [
    ...probes.flatMap(({ id, outcome, tries, attempts }) => [
      `${outcome.padEnd(13)} ${id.padEnd(30)} ${tries}`,
      ...attempts.map(
        (each) => `  ${each.outcome.padEnd(13)} ${each.door.padEnd(12)} ${each.input}`,
      ),
    ]),
    `${isAllowed ? 'ALLOWED' : 'REFUSED'}       control`,
  ];
}
