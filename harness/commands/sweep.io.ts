// `rehearse sweep`: removes what ended runs have left on the engine, in the temporary folder and
// beside their packets.
import path from 'node:path';
import type { Command } from 'commander';
import { exitCodeOf } from '../kernel/index.ts';
import { sweepAside } from '../output/index.ts';
import { sweptPlaces } from '../run/named-engine.io.ts';
import { connectEngine, sweep } from '../sandbox/index.ts';
import type { Door } from './door.ts';
import { configOption, examples } from './options.io.ts';

export function addSweep(program: Command, door: Door): void {
  program
    .command('sweep')
    .description('remove what ended runs have left, and nothing else')
    .addOption(configOption())
    .option(
      '--packets <dir>',
      'where packets were written to (default: the configuration\u2019s folder)',
    )
    .addHelpText('after', examples('sweep', 'sweep --packets /srv/evidence', 'sweep --json'))
    .action(async (options: SweepOptions) => await sweepCommand(options, door));
}

interface SweepOptions {
  readonly config: string;
  readonly packets?: string;
}

async function sweepCommand({ config, packets }: SweepOptions, door: Door): Promise<void> {
  const places = await sweptPlaces(config);
  const written = packets ?? places.packets;
  // Needs no engine: an evidence folder is swept where none answers, too.
  const partials = written === null ? 0 : await sweepAside(path.resolve(written));
  const { runs, folders, findings } = await sweep(await connectEngine(places.engine));
  for (const run of runs) door.tell(`removed what ${run} had left on the engine`);
  if (partials > 0) door.tell(`removed ${partials} that were never finished beside the packets`);
  door.complain(findings);
  const left = findings.length === 0 ? '' : `${findings.length} could not be removed; `;
  const exitCode = findings.length === 0 ? 0 : exitCodeOf('INTERNAL_FAULT');
  door.answer(
    { exitCode, runs, folders, partials, findings },
    `swept: ${runs.length} runs, ${folders} folders; ${left}live runs were not touched`,
  );
}
