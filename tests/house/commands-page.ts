// Makes docs/commands.md from the program itself: `node tests/house/commands-page.ts --write`.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Command, Option } from 'commander';
import { format } from 'prettier';
import { z } from 'zod';
import { rehearseProgram } from '../../harness/commands/all.io.ts';
import { ANSWERS, failureSchema } from '../../harness/commands/answers.ts';
import type { Door } from '../../harness/commands/door.ts';
import { examplesOf } from './command-tree.ts';

export const COMMANDS_PAGE = path.join(import.meta.dirname, '../../docs/commands.md');

const INTRODUCTION = `# Commands

    npm run -s rehearse -- COMMAND ...    # from the project's folder
    harness/rehearse.sh COMMAND ...       # from any folder

Link \`harness/rehearse.sh\` into a folder of your \`PATH\` under the name \`rehearse\`, and the examples here
work as they stand. \`make help\` lists the targets that call them. This page is made from the program by
\`node tests/house/commands-page.ts --write\`; a test holds the two equal, and tries every example.

## What holds for every command

These stand before or after the name of the command:

`;

const OUTPUT = `
Standard output holds the answer, standard error what went wrong and what stands beside the answer.
The last line of standard output is the verdict. Colours are shown on a terminal only, and not where
\`NO_COLOR\` is set or \`TERM\` is \`dumb\`; nothing is animated anywhere else.

Every message names a code, a place (\`file:line:column\` where there is one), what was found, and what
to do. [codes.md](codes.md) has all codes. A mistyped command, option or key is answered with the
name that was probably meant. A stack is printed with \`--debug\` only.

## Exit codes

| code | what it means                                                     |
| ---- | ----------------------------------------------------------------- |
| 0    | it holds: \`ROLLBACK_READY\`, \`PART_HELD\`, \`HELD\`, identical, nothing refused      |
| 1    | it does not: \`ROLLBACK_NOT_PROVEN\`, \`NOT_HELD\`, \`NOT_DECIDED\`, different |
| 2    | wrong usage or configuration; nothing was started                 |
| 3    | \`READY_NOT_APPLIED\`: the dump or its attestation is missing       |
| 4    | \`INPUT_REJECTED\`: the dump, the isolation or the schema was refused |
| 70   | a bug, or a broken engine; nothing is claimed                     |
| 130  | interrupted by Ctrl-C (143: by SIGTERM, 129: by SIGHUP); nothing is claimed |

\`make\` turns every failure into 2. A process that was killed leaves no answer, and no sandbox.

## With --json

Standard output is one object on one line, whatever happens. Each has \`exitCode\` and \`findings\`: a
list of \`{ code, where, what }\`, empty where nothing was found. Progress goes to standard error, and
nowhere with \`--quiet\`. Where a command comes to no answer of its own, it is:

`;

const COMPLETION = `
## Completion in the shell

\`rehearse completion\` prints a script that completes commands, options, choices and files. It is made of
the commands themselves, each time that a shell starts:

    source <(rehearse completion bash)    # in ~/.bashrc
    source <(rehearse completion zsh)     # in ~/.zshrc, after compinit
    rehearse completion fish | source     # in ~/.config/fish/config.fish
`;

/** The whole page, formatted as the house formats its documents. */
export async function commandsPage(): Promise<string> {
  const program = rehearseProgram(SILENT);
  const commands = program.commands.map((command) => sectionOf(program, command)).join('');
  const text =
    `${INTRODUCTION}${optionsTable([...program.options])}${OUTPUT}${shapeOf(failureSchema)}` +
    `${commands}${COMPLETION}`;
  return await format(text, { parser: 'markdown', printWidth: 100 });
}

const nothing = (): void => undefined;
const SILENT: Door = {
  mayMove: () => false,
  say: nothing,
  note: nothing,
  tell: nothing,
  tellIn: nothing,
  complain: nothing,
  answer: nothing,
  interruptible: () => new AbortController().signal,
};

function sectionOf(program: Command, command: Command): string {
  const name = command.name();
  const taken = command.registeredArguments.map((each) => [`<${each.name()}>`, each.description]);
  const examples = examplesOf(program, name).map((line) => `    ${line}\n`);
  const answer = ANSWERS[name];
  return [
    `\n## ${name}\n\n${sentence(command.description())}\n\n`,
    `\`rehearse ${name} ${command.usage()}\`\n\n`,
    table(['argument', 'what it is'], taken),
    optionsTable([...command.options]),
    `\n${examples.join('')}\n`,
    answer === undefined ? '' : `With \`--json\`:\n\n${shapeOf(answer)}`,
  ].join('');
}

function optionsTable(options: readonly Option[]): string {
  return table(
    ['option', 'what it is'],
    options.map((option) => [`\`${option.flags}\``, wordsFor(option)]),
  );
}

function wordsFor({ description, argChoices, defaultValue, mandatory }: Option): string {
  const choices = argChoices === undefined ? '' : `: ${argChoices.join(', ')}`;
  const fallback = defaultValue === undefined ? '' : ` (default: \`${String(defaultValue)}\`)`;
  return `${description}${choices}${fallback}${mandatory ? '; has to be given' : ''}`;
}

function shapeOf(schema: z.ZodType): string {
  const form = z.toJSONSchema(schema, { io: 'output' });
  const forms: readonly unknown[] = Array.isArray(form.anyOf) ? form.anyOf : [form];
  return forms.map((each) => table(['key', 'what it is'], keysOf(each))).join('\nor\n\n');
}

function keysOf(form: unknown): string[][] {
  const properties: unknown = at(form, 'properties');
  return Object.entries(Object(properties)).map(([key, property]) => {
    const said: unknown = at(property, 'description');
    return [`\`${key}\``, `${kindOf(property)}${typeof said === 'string' ? `; ${said}` : ''}`];
  });
}

/** A few words for the form of a value; what lies deeper is told in words. */
function kindOf(form: unknown): string {
  const any: unknown = at(form, 'anyOf');
  if (Array.isArray(any)) return any.map(kindOf).join(' or ');
  const listed: unknown = at(form, 'enum');
  if (Array.isArray(listed)) return listed.length > 10 ? 'a code' : listed.map(code).join(', ');
  const fixed: unknown = at(form, 'const');
  if (fixed !== undefined) return code(fixed);
  switch (at(form, 'type')) {
    case 'array': {
      const items: unknown = at(form, 'items');
      const keys = Object.keys(Object(at(items, 'properties')));
      if (keys.length > 0) return `a list of \`{ ${keys.join(', ')} }\``;
      return at(items, 'type') === 'string' ? 'a list of texts' : 'a list';
    }
    case 'integer':
    case 'number':
      return 'a number';
    case 'boolean':
      return 'true or false';
    case 'null':
      return '`null`';
    case 'string':
      return 'a text';
    default:
      return 'an object';
  }
}

function code(value: unknown): string {
  return `\`${String(value)}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return '';
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
  return `${line(head)}${line(head.map(() => '-'))}${rows.map(line).join('')}\n`;
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

if (process.argv[1] === import.meta.filename) {
  if (!process.argv.includes('--write')) throw new Error('say --write');
  await writeFile(COMMANDS_PAGE, await commandsPage());
}
