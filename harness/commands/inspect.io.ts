// `rehearse inspect`: what a dump holds, and all that would refuse it; needs no Docker.
import path from 'node:path';
import type { Command } from 'commander';
import { CODES, exitCodeOf } from '../kernel/index.ts';
import { readConfig } from '../run/config.io.ts';
import { inspect } from '../run/inspect.io.ts';
import {
  entryLines,
  inspectionLines,
  inspectionObject,
  inspectionStatus,
} from '../run/inspection.ts';
import type { Door } from './door.ts';
import { configOption, dumpOption, examples } from './options.io.ts';
import { withProgress } from './progress.io.ts';

interface InspectOptions {
  readonly config: string;
  readonly dump?: string;
  /** Also every entry of the table of contents. */
  readonly contents?: boolean;
}

export function addInspect(program: Command, door: Door): void {
  program
    .command('inspect')
    .description('what a dump holds, and all that would refuse it; needs no Docker')
    .addOption(dumpOption())
    .addOption(configOption())
    .option('--contents', 'list every entry of the table of contents')
    .addHelpText(
      'after',
      examples('inspect', 'inspect --dump dumps/clone.dump --contents', 'inspect --json'),
    )
    .action(async (options: InspectOptions) => await inspectCommand(options, door));
}

/** 0 where nothing refuses the dump, else the exit code of the status it would end with. */
async function inspectCommand(options: InspectOptions, door: Door): Promise<void> {
  const signal = door.interruptible();
  const config = await readConfig(options.config);
  const dumpPath = path.resolve(
    options.dump === undefined ? config.root : '.',
    options.dump ?? config.dump,
  );
  const asked = { config, dumpPath, dumpName: options.dump ?? config.dump, signal };
  const inspection = await withProgress(door, (progress) => inspect({ ...asked, progress }));
  const status = inspectionStatus(inspection);
  const exitCode = status === null ? 0 : exitCodeOf(status);
  if (options.contents === true) for (const line of entryLines(inspection)) door.tell(line);
  const lines = inspectionLines(inspection);
  for (const line of lines.slice(0, -1)) door.tell(line);
  door.complain(inspection.findings.filter(({ code }) => CODES[code].forces !== null));
  const { findings } = inspection;
  door.answer({ ...inspectionObject(inspection), exitCode, findings }, lines.at(-1) ?? '');
}
