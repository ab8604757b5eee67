// `rehearse demo`: the synthetic dump, then a rehearsal of it.
import path from 'node:path';
import type { Command } from 'commander';
import { readConfig } from '../run/config.io.ts';
import { makeDemoDump } from '../run/demo-dump.io.ts';
import { engineAccess } from '../run/engine-access.ts';
import type { Door } from './door.ts';
import { configOption, examples, wholeNumber } from './options.io.ts';
import { withProgress } from './progress.io.ts';
import { runCommand } from './run.io.ts';

interface DemoOptions {
  readonly major: number;
  readonly config: string;
  readonly makeOnly?: boolean;
}

export function addDemo(program: Command, door: Door): void {
  program
    .command('demo')
    .description('build the synthetic demo dump and rehearse it')
    .option('--major <number>', 'Postgres major version', wholeNumber(13, 99), 15)
    .addOption(configOption())
    .option('--make-only', 'make the dump and its attestation, rehearse nothing')
    .addHelpText('after', examples('demo', 'demo --major 17', 'demo --make-only'))
    .action(async (options: DemoOptions) => await demoCommand(options, door));
}

async function demoCommand(options: DemoOptions, door: Door): Promise<void> {
  const config = await readConfig(options.config);
  const folder = path.resolve(config.root, 'dumps');
  const dump = await withProgress(door, async (progress) => {
    using _ = progress.over(`demo dump for Postgres ${options.major}`, () => null);
    return await makeDemoDump(folder, options.major, progress.say, engineAccess(config));
  });
  const shown = path.relative(process.cwd(), dump.path);
  const told = `demo dump: ${shown} (${dump.kept ? 'kept' : 'made'})`;
  if (options.makeOnly === true) {
    door.answer({ exitCode: 0, dump: shown, isNew: !dump.kept, findings: [] }, told);
    return;
  }
  door.say(told);
  await runCommand({ dump: dump.path, config: options.config }, door);
}
