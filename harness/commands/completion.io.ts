// `rehearse completion`: a script that completes the command line in a shell.
import { Argument, Option, type Command } from 'commander';
import {
  completionScript,
  SHELLS,
  type CompletedCommand,
  type CompletedOption,
  type Shell,
} from './completion-scripts.ts';
import type { Door } from './door.ts';
import { examples } from './options.io.ts';

export function addCompletion(program: Command, door: Door): void {
  program
    .command('completion')
    .description('print a script that completes commands, options, choices and files in a shell')
    .addArgument(new Argument('<shell>', 'the shell').choices(SHELLS))
    .addHelpText('after', examples('completion bash', 'completion zsh', 'completion fish'))
    .action((shell: Shell) => {
      const options = [...program.options, HELP].map(completedOption);
      const script = completionScript(shell, program.commands.map(completedCommand), options);
      door.answer({ exitCode: 0, shell, script, findings: [] }, script);
    });
}

/** Commander keeps its own beside the others. */
const HELP = new Option('-h, --help', 'print this');

function completedCommand(command: Command): CompletedCommand {
  return {
    name: command.name(),
    description: command.description(),
    choices: command.registeredArguments.flatMap(({ argChoices }) => argChoices ?? []),
    options: command.options.map(completedOption),
  };
}

function completedOption({
  short,
  long,
  description,
  required,
  argChoices,
}: Option): CompletedOption {
  const names = [short, long].flatMap((name) =>
    name === undefined || name === null ? [] : [name],
  );
  return { names, description, takesValue: required, choices: argChoices ?? [] };
}
