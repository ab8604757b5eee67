// Scripts that complete the command line in three shells, made of what the commands say they take.

export interface CompletedOption {
  /** `-h`, `--help` */
  readonly names: readonly string[];
  readonly description: string;
  readonly takesValue: boolean;
  /** Values to choose from; none where it may be any, or a file. */
  readonly choices: readonly string[];
}

export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  /** What may stand there without an option; none where it is a file, or free. */
  readonly choices: readonly string[];
  readonly options: readonly CompletedOption[];
}

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** `options`: those of the program, which every command takes too. */
export function completionScript(
  shell: Shell,
  commands: readonly CompletedCommand[],
  options: readonly CompletedOption[],
): string {
  const all = commands.map((each) => ({ ...each, options: [...each.options, ...options] }));
  switch (shell) {
    case 'bash':
      return bashScript(all, options);
    case 'zsh':
      return zshScript(all, options);
    case 'fish':
      return fishScript(commands, options);
  }
}

const HEAD = '# Completes "rehearse"; made by "rehearse completion".';

function bashScript(
  commands: readonly CompletedCommand[],
  options: readonly CompletedOption[],
): string {
  const words = (list: readonly string[]): string =>
    `COMPREPLY=($(compgen -W "${list.join(' ')}" -- "$current"))`;
  return [
    HEAD,
    '_rehearse() {',
    '  local current="${COMP_WORDS[COMP_CWORD]}" previous="${COMP_WORDS[COMP_CWORD - 1]}" command="" word',
    '  COMPREPLY=()',
    '  for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do',
    `    case "$word" in ${namesOf(commands).join('|')}) command="$word"; break ;; esac`,
    '  done',
    '  # Left empty, the shell itself completes files.',
    '  case "$command $previous" in',
    ...valueCases(commands).map(
      ([cases, choices]) =>
        `    ${cases}) ${choices.length === 0 ? '' : `${words(choices)}; `}return ;;`,
    ),
    '  esac',
    '  case "$command:$current" in',
    `    :-*) ${words(optionNames(options))} ;;`,
    `    :*) ${words(namesOf(commands))} ;;`,
    ...commands.map(({ name, options: own }) => `    ${name}:-*) ${words(optionNames(own))} ;;`),
    ...commands.flatMap(({ name, choices }) =>
      choices.length === 0 ? [] : [`    ${name}:*) ${words(choices)} ;;`],
    ),
    '  esac',
    '}',
    'complete -o bashdefault -o default -F _rehearse rehearse',
  ].join('\n');
}

function zshScript(
  commands: readonly CompletedCommand[],
  options: readonly CompletedOption[],
): string {
  const words = (list: readonly string[]): string => `compadd -- ${list.join(' ')}`;
  return [
    '#compdef rehearse',
    HEAD,
    '_rehearse() {',
    '  local current="${words[CURRENT]}" previous="${words[CURRENT-1]}" command="" word',
    '  for word in "${(@)words[2,CURRENT-1]}"; do',
    `    case "$word" in (${namesOf(commands).join('|')}) command="$word"; break ;; esac`,
    '  done',
    '  case "$command $previous" in',
    ...valueCases(commands).map(
      ([cases, choices]) =>
        `    (${cases}) ${choices.length === 0 ? '_files' : words(choices)}; return ;;`,
    ),
    '  esac',
    '  case "$command:$current" in',
    `    (:-*) ${words(optionNames(options))} ;;`,
    `    (:*) ${words(namesOf(commands))} ;;`,
    ...commands.map(({ name, options: own }) => `    (${name}:-*) ${words(optionNames(own))} ;;`),
    ...commands.flatMap(({ name, choices }) =>
      choices.length === 0 ? [] : [`    (${name}:*) ${words(choices)} ;;`],
    ),
    '    (*) _files ;;',
    '  esac',
    '}',
    'compdef _rehearse rehearse',
  ].join('\n');
}

function fishScript(
  commands: readonly CompletedCommand[],
  options: readonly CompletedOption[],
): string {
  const optionLine = (option: CompletedOption, command: string | null): string => {
    const when =
      command === null ? '' : ` -n ${fishQuoted(`__fish_seen_subcommand_from ${command}`)}`;
    const names = option.names.map((name) =>
      name.startsWith('--') ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`,
    );
    const chosen =
      option.choices.length === 0 ? '' : ` -x -a ${fishQuoted(option.choices.join(' '))}`;
    const value = option.takesValue && chosen === '' ? ' -r' : chosen;
    return `complete -c rehearse${when} ${names.join(' ')}${value} -d ${fishQuoted(option.description)}`;
  };
  return [
    HEAD,
    ...commands.flatMap(({ name, description, choices, options: own }) => [
      `complete -c rehearse -f -n __fish_use_subcommand -a ${name} -d ${fishQuoted(description)}`,
      ...own.map((option) => optionLine(option, name)),
      ...(choices.length === 0
        ? []
        : [
            `complete -c rehearse -f -n ${fishQuoted(`__fish_seen_subcommand_from ${name}`)} -a ${fishQuoted(choices.join(' '))}`,
          ]),
    ]),
    ...options.map((option) => optionLine(option, null)),
  ].join('\n');
}

/** `"run --kind"|...` with the values to choose from: none where the value is a file, or free. */
function valueCases(
  commands: readonly CompletedCommand[],
): (readonly [string, readonly string[]])[] {
  return commands.flatMap(({ name, options }) =>
    options
      .filter(({ takesValue }) => takesValue)
      .map(
        ({ names, choices }) =>
          [names.map((each) => `"${name} ${each}"`).join('|'), choices] as const,
      ),
  );
}

function namesOf(commands: readonly CompletedCommand[]): string[] {
  return commands.map(({ name }) => name);
}

function optionNames(options: readonly CompletedOption[]): string[] {
  return options.flatMap(({ names }) => names);
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
