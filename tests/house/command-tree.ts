// What the tree of commands says of itself, for tests and for the page that is made of it.
import type { Command } from 'commander';

export function namesOf(program: Command): string[] {
  return program.commands.map((command) => command.name());
}

/** What stands under the help of a command, without its options. */
export function examplesOf(program: Command, name: string): string[] {
  const command = program.commands.find((each) => each.name() === name);
  let text = '';
  command?.configureOutput({ writeOut: (more) => (text += more) }).outputHelp();
  return text
    .split('\n')
    .filter((line) => line.startsWith('  $ '))
    .map((line) => line.slice('  $ '.length));
}

/** Words of a line as a shell has them, quotes and all; no more than the examples use. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
