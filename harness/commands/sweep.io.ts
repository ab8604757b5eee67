// `rehearse sweep`: removes what ended runs have left on the engine and in the temporary folder.
import type { Command } from 'commander';
import { connectEngine, sweep } from '../sandbox/index.ts';
import type { Door } from './door.ts';
import { examples } from './options.io.ts';

export function addSweep(program: Command, door: Door): void {
  program
    .command('sweep')
    .description('remove what ended runs have left, and nothing else')
    .addHelpText('after', examples('sweep', 'sweep --json'))
    .action(async () => await sweepCommand(door));
}

async function sweepCommand(door: Door): Promise<void> {
  const { runs, folders } = await sweep(await connectEngine());
  for (const run of runs) door.tell(`removed what ${run} had left on the engine`);
  door.answer(
    { exitCode: 0, runs, folders, findings: [] },
    `swept: ${runs.length} runs, ${folders} folders; live runs were not touched`,
  );
}
