// A command whose mistakes of usage are findings, as every other mistake is.
import { Command, type ErrorOptions } from 'commander';
import { Problem } from '../kernel/index.ts';
import { usageFinding } from './usage-words.ts';

/** Made for the program and, through it, for each command. */
export class RehearseCommand extends Command {
  override createCommand(name?: string): RehearseCommand {
    return new RehearseCommand(name);
  }

  /** @throws Problem COMMAND_UNKNOWN, OPTION_UNKNOWN, ARGUMENT_* */
  override error(message: string, options?: ErrorOptions): never {
    throw new Problem([usageFinding(calledAs(this), options?.code, message)]);
  }
}

function calledAs(command: Command): string {
  const above = command.parent;
  return above === null ? command.name() : `${calledAs(above)} ${command.name()}`;
}
