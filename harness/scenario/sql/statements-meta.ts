// Backslash commands of psql, and what an author writes instead of each.

const INSTEAD: readonly (readonly [RegExp, string])[] = [
  [/^(?:i|ir|include|include_relative)$/, 'put the SQL of that file here'],
  [/^(?:set|unset|prompt|getenv|setenv)$/, 'write the value where it is used'],
  [/^copy$/, 'write the rows as INSERT'],
  [/^gexec$/, 'run the text with EXECUTE in a DO block'],
  [/^gset$/, 'use a subquery, or SELECT ... INTO a variable of a DO block'],
  [/^(?:if|elif|else|endif)$/, 'use IF in a DO block'],
  [/^(?:g|gx|gdesc|crosstabview|bind|parse|;)$/, 'end the statement with a semicolon'],
  [/^(?:c|connect)$/, 'leave it out: a rehearsal is connected already'],
  [/^(?:echo|qecho|warn)$/, 'leave it out, or use RAISE NOTICE in a DO block'],
  [/^(?:!|cd)$/, 'leave it out: there is no shell here'],
  [/^\.$/, 'write the rows as INSERT: there is no input to end'],
  [/^(?:sf|sv|ef|ev|e|edit)\+?$/, 'leave it out: there is no editor here'],
  [/^(?:q|quit)$/, 'leave it out: a script ends at its end'],
  [
    /^(?:timing|x|pset|a|t|f|H|o|out|w|watch|errverbose|encoding|restrict|unrestrict|s|p|r|reset)$/,
    'leave it out: it concerns psql alone',
  ],
  [/^(?:d\S*|l\+?|z|lo_list|sf|conninfo|h|help|\?)$/, 'leave it out, or ask the catalog in SQL'],
];

/** For a text that begins with a backslash; the arguments are not repeated. */
export function adviceOnMeta(text: string): string {
  const command = /^\\([A-Za-z_]+\+?|\S)?/.exec(text)?.[1] ?? '';
  const advice = INSTEAD.find(([pattern]) => pattern.test(command))?.[1];
  return `"\\${command}" is a command of psql, not SQL; ${advice ?? 'write the statement itself'}`;
}
