// Every command can be asked for help, shows examples that work, and names what it cannot take.
import { describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { rehearseProgram } from '../../../harness/commands/all.io.ts';
import { usageFinding } from '../../../harness/commands/usage-words.ts';
import { explain, Problem } from '../../../harness/kernel/index.ts';
import { examplesOf, namesOf, wordsOf } from '../../house/command-tree.ts';
import { keepingDoor } from './doors.ts';

/** The program, with commands that do nothing: what is tried is what they take. */
function idle(): Command {
  const program = rehearseProgram(keepingDoor());
  program.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  for (const command of program.commands) {
    command.action(() => undefined);
    command.configureOutput({ writeOut: () => undefined, writeErr: () => undefined });
  }
  return program;
}

async function told(...words: string[]): Promise<string[]> {
  try {
    await idle().parseAsync(words, { from: 'user' });
  } catch (error) {
    if (error instanceof Problem) return error.findings.map(explain);
    throw error;
  }
  return [];
}

describe('a command line', () => {
  const HELP = '  add --help to the command to see what it takes.';
  const LIST = '  "rehearse --help" lists the commands, docs/commands.md explains them.';

  test.each([
    [
      'gaet',
      `COMMAND_UNKNOWN at rehearse: there is no command "gaet"; did you mean gate?\n${LIST}`,
    ],
    ['xyzzyx', `COMMAND_UNKNOWN at rehearse: there is no command "xyzzyx"\n${LIST}`],
    [
      'run --jsn',
      `OPTION_UNKNOWN at rehearse run: there is no option "--jsn"; did you mean --json?\n${HELP}`,
    ],
    ['gate --qqqqq', `OPTION_UNKNOWN at rehearse gate: there is no option "--qqqqq"\n${HELP}`],
    ['scenario', `ARGUMENT_MISSING at rehearse scenario: <name> is not given\n${HELP}`],
    [
      'run --dump',
      `ARGUMENT_MISSING at rehearse run: --dump <path> is given without its value\n${HELP}`,
    ],
    ['attest', `ARGUMENT_MISSING at rehearse attest: --dump <path> is not given\n${HELP}`],
    [
      'run --jobs many',
      `ARGUMENT_INVALID at rehearse run: the value "many" of --jobs <number> cannot be taken: it must be a whole number from 1 to 32\n${HELP}`,
    ],
    [
      'run --jobs 33',
      `ARGUMENT_INVALID at rehearse run: the value "33" of --jobs <number> cannot be taken: it must be a whole number from 1 to 32\n${HELP}`,
    ],
    [
      'run --clone-method copy',
      `ARGUMENT_INVALID at rehearse run: the value "copy" of --clone-method <method> cannot be taken: it is one of overlay, template\n${HELP}`,
    ],
    [
      'sweep now please',
      `ARGUMENT_UNWANTED at rehearse sweep: 0 arguments are taken, 2 are given\n${HELP}`,
    ],
  ])('%s', async (line, said) => {
    expect(await told(...line.split(' '))).toEqual([said]);
  });

  test('is told in the library\u2019s own words where they are not known here', () => {
    expect(usageFinding('rehearse run', 'commander.new', 'error: no luck\n(today)')).toEqual({
      code: 'ARGUMENT_INVALID',
      where: 'rehearse run',
      what: 'no luck',
    });
  });

  test.each(['--json gate', 'gate --json', 'gate --quiet --debug', '--debug gate --json'])(
    'takes what holds for every command before and after its name: %s',
    async (line) => {
      expect(await told(...line.split(' '))).toEqual([]);
    },
  );
});

test('every command has its make target', async () => {
  const text = await readFile('Makefile', 'utf8');
  const targets = new Set([...text.matchAll(/^([a-z-]+):.*## /gm)].map(([, name]) => name));
  // `make rehearse` is the operators' name of it; completion is for the shell, not for make.
  const named = namesOf(idle()).map((name) => (name === 'run' ? 'rehearse' : name));
  expect(named.filter((name) => !targets.has(name))).toEqual(['completion']);
});

describe('the help of', () => {
  test.each(namesOf(idle()))('%s has examples, each of which is taken', async (name) => {
    const examples = examplesOf(idle(), name);
    expect(examples.length).toBeGreaterThan(0);
    for (const example of examples) {
      const [program, ...words] = wordsOf(example);
      expect([program, words[0]]).toEqual(['rehearse', name]);
      expect(await told(...words)).toEqual([]);
    }
  });

  test.each(namesOf(idle()))('%s says what each option is, and takes no name of all', (name) => {
    const command = idle().commands.find((each) => each.name() === name);
    expect(command?.description()).toMatch(/^\S.*[^.]$/);
    for (const { description } of command?.options ?? []) expect(description).not.toBe('');
    const own = (command?.options ?? []).map(({ long }) => long);
    for (const { long } of idle().options) expect(own).not.toContain(long);
  });

  test('the program has every exit code', () => {
    let text = '';
    const program = idle().configureOutput({ writeOut: (more) => (text += more) });
    program.outputHelp();
    for (const code of [0, 1, 2, 3, 4, 70, 130])
      expect(text).toMatch(new RegExp(`^  ${code} `, 'm'));
  });
});
