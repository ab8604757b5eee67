// `rehearse sweep`: removes what ended runs have left on the engine and in the temporary folder.
import type { Command } from 'commander';
import { exitCodeOf } from '../kernel/index.ts';
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
  const engine = await connectEngine(await namedEngine(config));
  const { runs, folders, findings } = await sweep(engine);
  for (const run of runs) door.tell(`removed what ${run} had left on the engine`);
  door.complain(findings);
  const left = findings.length === 0 ? '' : `${findings.length} could not be removed; `;
  door.answer(
    { exitCode: findings.length === 0 ? 0 : exitCodeOf('INTERNAL_FAULT'), runs, folders, findings },
    `swept: ${runs.length} runs, ${folders} folders; ${left}live runs were not touched`,
  );
}
