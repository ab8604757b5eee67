// What was wrong with a command line, as a finding: the library's message in the words of the house.
import { finding, type Code, type Finding } from '../kernel/index.ts';

const CODE_OF: Readonly<Record<string, Code>> = {
  'commander.unknownCommand': 'COMMAND_UNKNOWN',
  'commander.unknownOption': 'OPTION_UNKNOWN',
  'commander.missingArgument': 'ARGUMENT_MISSING',
  'commander.optionMissingArgument': 'ARGUMENT_MISSING',
  'commander.missingMandatoryOptionValue': 'ARGUMENT_MISSING',
  'commander.excessArguments': 'ARGUMENT_UNWANTED',
  'commander.conflictingOption': 'ARGUMENT_UNWANTED',
};

/** `where` is the command as it was called: `rehearse run`; `kind` and `message` are commander's. */
export function usageFinding(where: string, kind: string | undefined, message: string): Finding {
  const code = CODE_OF[kind ?? ''] ?? 'ARGUMENT_INVALID';
  const [said = '', ...others] = message.replace(/^error: /, '').split('\n');
  const near = /^\(Did you mean (?:one of )?(.*)\?\)$/.exec(others.join(' '))?.[1];
  const hint = near === undefined ? '' : `; did you mean ${near.replaceAll(', ', ' or ')}?`;
  return finding(code, where, `${plain(said)}${hint}`);
}

/** Each of commander's sentences; one that is not known is said as it stands. */
const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/^unknown (command|option) '(.*)'$/s, 'there is no $1 "$2"'],
  [/^missing required argument '(.*)'$/s, '<$1> is not given'],
  [/^option '(.*)' argument missing$/s, '$1 is given without its value'],
  [/^required option '(.*)' not specified$/s, '$1 is not given'],
  [/^option '(.*)' cannot be used with option '(.*)'$/s, '$1 and $2 are not given together'],
  [
    /^option '(.*)' argument '(.*)' is invalid\. (.*?)\.?$/s,
    'the value "$2" of $1 cannot be taken: $3',
  ],
  [
    /^command-argument value '(.*)' is invalid for argument '(.*)'\. (.*?)\.?$/s,
    'the value "$1" of <$2> cannot be taken: $3',
  ],
  [
    /^too many arguments(?: for '.*')?\. Expected (\d+) arguments? but got (\d+)(?:: .*)?\.$/s,
    '$1 arguments are taken, $2 are given',
  ],
];

function plain(said: string): string {
  const known = SENTENCES.find(([pattern]) => pattern.test(said));
  const words = known === undefined ? said : said.replace(known[0], known[1]);
  return words.replace('Allowed choices are', 'it is one of');
}
