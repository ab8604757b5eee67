// `rehearse doctor`: what would stop a rehearsal here, each with its remedy; changes nothing.
import type { Command } from 'commander';
import { lastLine, reportLines } from '../doctor/index.ts';
import { examine } from '../run/doctor/doctor.io.ts';
import type { TransportChoice } from '../sandbox/index.ts';
import type { Door } from './door.ts';
import { configOption, dumpOption, examples, transportOption } from './options.io.ts';

interface DoctorOptions {
  readonly config: string;
  readonly dump?: string;
  readonly transport?: TransportChoice;
}

export function addDoctor(program: Command, door: Door): void {
  program
    .command('doctor')
    .description('what would stop a rehearsal here, and what to do about it; changes nothing')
    .addOption(dumpOption())
    .addOption(configOption())
    .addOption(transportOption())
    .addHelpText(
      'after',
      examples('doctor', 'doctor --dump dumps/clone.dump', 'doctor --json') +
        '\n\nExit code: 0 where a rehearsal can run here, 1 where it cannot, or where nobody can tell.',
    )
    .action(async (options: DoctorOptions) => await doctorCommand(options, door));
}

async function doctorCommand(options: DoctorOptions, door: Door): Promise<void> {
  const { config, dump, transport } = options;
  const signal = door.interruptible();
  const report = await examine({ config, dump, transport, say: door.note, signal });
  for (const { text, colour } of reportLines(report)) {
    if (colour === null) door.tell(text);
    else door.tellIn(colour, text);
  }
  door.answer(report, lastLine(report));
}
