// Finds the settings that a body makes: by SET, by set_config(), by writing pg_settings, and those
// that it lets a database, a role or a function keep.
import { codeOfKeptSetting, codeOfSetting, objection, type Objection } from './hostile-names.ts';
import type { Reader } from './hostile-reader.ts';
import type { Token } from './hostile-tokens.ts';
import { isBentWithin } from './plain-settings.ts';

type CodeOf = (name: string) => Objection['code'] | null;

/** SET whose name stands so far on. */
export function settingAt(reader: Reader, at: number, codeOf: CodeOf): Objection[] {
  // In code that is cut by words, a quote may stand before the name, and before the value.
  const offset = reader.token(at)?.text === '' ? at + 1 : at;
  const isDotted = reader.token(offset + 1)?.text === '.';
  const first = reader.word(offset);
  // SET NAMES 'UTF8'.
  if (first === 'names') return setting('client_encoding', reader.token(offset + 1)?.text, codeOf);
  if (isDotted) return setting(`${first}.${reader.word(offset + 2)}`, undefined, codeOf);
  const sign = reader.token(offset + 1)?.text;
  if (sign === 'from') return setting(first, 'default', codeOf); // FROM CURRENT
  const values = [2, 3].map((far) => reader.token(offset + far)?.text);
  return setting(first, values[0] === '' ? values[1] : values[0], codeOf);
}

/** Every SET of a statement that makes or changes what keeps settings. */
export function keptSettings(reader: Reader): Objection[] {
  return [...reader.offsets()].flatMap((offset) =>
    reader.word(offset) === 'set' ? settingAt(reader, offset + 1, codeOfKeptSetting) : [],
  );
}

/** set_config(...), its parenthesis so far on. */
export function settingByCall(reader: Reader, parenthesis: number): Objection[] {
  const [first = [], second = []] = argumentsOf(reader, parenthesis);
  const name = constantIn(first) ?? first.find(isString)?.text;
  return name === undefined ? [] : setting(name, constantIn(second), codeOfSetting);
}

/** UPDATE pg_settings SET setting = ...: whatever it sets is in a value. */
export function settingByUpdate(reader: Reader): Objection[] {
  const at = reader.word(1) === 'only' ? 2 : 1;
  const name = reader.word(at) === 'pg_catalog' ? reader.word(at + 2) : reader.word(at);
  return name === 'pg_settings'
    ? [objection('HOSTILE_SETTING', 'its code writes pg_settings')]
    : [];
}

function setting(given: string, value: string | undefined, codeOf: CodeOf): Objection[] {
  const name = given.toLowerCase();
  const code = isBentWithin(name, value) ? 'INTAKE_UNPARSABLE' : codeOf(name);
  return code === null ? [] : [objection(code, `its code sets ${name}`)];
}

/** Name and value, in the order of set_config's own parameters. */
function argumentsOf(reader: Reader, parenthesis: number): readonly (readonly Token[])[] {
  const given: Token[][] = [[]];
  for (let depth = 1, at = parenthesis + 1; at <= parenthesis + MOST_WORDS; at += 1) {
    const token = reader.token(at);
    const sign = token?.kind === 'sign' ? token.text : '';
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0;
    if (token === undefined || depth === 0) break;
    if (depth === 1 && sign === ',') given.push([]);
    else given.at(-1)?.push(token);
  }
  return ['setting_name', 'new_value'].map((label, at) => {
    const named = given.find(([first]) => first?.kind === 'word' && first.text === label);
    return named?.slice(1).filter(({ text }) => !/^(?::=|=>|[:=>])$/.test(text)) ?? given[at] ?? [];
  });
}

const MOST_WORDS = 50;

/** What an argument says if it is a constant; where code is cut by words, a word in quotes. */
function constantIn(tokens: readonly Token[]): string | undefined {
  const telling = tokens.filter(({ text }) => text !== '' && text !== '\\');
  const [only] = telling;
  const isQuoted = telling.length < tokens.length || (only !== undefined && isString(only));
  return telling.length === 1 && isQuoted ? only?.text : undefined;
}

function isString({ kind }: Token): boolean {
  return kind === 'string';
}
