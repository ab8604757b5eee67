// `rehearse sweep`: removes what ended runs have left on the engine and in the temporary folder.
import type { Command } from 'commander';
import { namedEngine } from '../run/named-engine.io.ts';
import { connectEngine, sweep } from '../sandbox/index.ts';
import type { Door } from './door.ts';
import { configOption, examples } from './options.io.ts';

export function addSweep(program: Command, door: Door): void {
  program
    .command('sweep')
    .description('remove what ended runs have left, and nothing else')
    .addOption(configOption())
    .addHelpText('after', examples('sweep', 'sweep --json'))
    .action(async (options: { config: string }) => await sweepCommand(options, door));
}

async function sweepCommand({ config }: { config: string }, door: Door): Promise<void> {
  const { runs, folders } = await sweep(await connectEngine(await namedEngine(config)));
  for (const run of runs) door.tell(`removed what ${run} had left on the engine`);
  door.answer(
    { exitCode: 0, runs, folders, findings: [] },
    `swept: ${runs.length} runs, ${folders} folders; live runs were not touched`,
  );
}
