// Looks into code that the grammar hands over as a text: bodies of functions, and strings in them
// that EXECUTE would run. It follows words, not values: what is put together while it runs cannot
// be seen (docs/hostile-sql.md).
import { LIMITS } from '../kernel/index.ts';
import {
  codeOfExtension,
  codeOfFunction,
  codeOfRelation,
  codeOfSetting,
  isServerFilesRole,
  isTrustedLanguage,
  objection,
  type Objection,
} from './hostile-names.ts';
import { Reader, type Sight } from './hostile-reader.ts';
import { keptSettings, settingAt, settingByCall, settingByUpdate } from './hostile-settings.ts';
import { tokensOf, wordsOf, type Token } from './hostile-tokens.ts';

/** Strings in strings that are followed; deeper ones are refused, so that nobody hides there. */
const DEEPEST = 12;
/** How often a word of a body is looked at from statements before it; honest code: once or twice. */
const LOOKS_AT_A_WORD = 20;
/** A name or a word alone: nothing that could be run. */
const PLAIN = /^[\w\s.$%-]*$/;

/** Objections to a body; code in another language than SQL's own is judged by its bare words. */
export function objectionsInCode(code: string, language: string): Objection[] {
  if (code.length > LIMITS.codeBytes) return [TOO_LONG];
  const tokens = /^(?:sql|plpgsql)$/i.test(language) ? tokensOf(code) : wordsOf(code);
  return unique(objectionsIn(tokens, 0));
}

/** Objections to a string that is handed to a function, which may run it. */
export function objectionsInString(text: string): Objection[] {
  if (PLAIN.test(text)) return [];
  return text.length > LIMITS.codeBytes ? [TOO_LONG] : unique(objectionsIn(tokensOf(text), 1));
}

const TOO_LONG = objection('INTAKE_UNPARSABLE', 'its code is longer than anybody reads');

const TOO_TANGLED = objection(
  'INTAKE_UNPARSABLE',
  'more statements of its code begin in one another than are followed',
);

function objectionsIn(tokens: readonly Token[], depth: number): Objection[] {
  if (depth > DEEPEST) {
    return [
      objection('INTAKE_UNPARSABLE', 'strings stand in strings deeper than they are followed'),
    ];
  }
  const sight: Sight = { wordsLeft: LIMITS.statementWords + tokens.length * LOOKS_AT_A_WORD };
  const found = tokens.flatMap((token, at) => {
    if (token.kind === 'string') return inString(token.text, depth);
    if (token.kind === 'sign') return [];
    const reader = new Reader(tokens, at, sight);
    const begun = reader.beginsStatement() ? statement(reader) : [];
    return [...calls(reader), ...fragment(reader, depth), ...begun];
  });
  return sight.wordsLeft < 0 ? [...found, TOO_TANGLED] : found;
}

/** A string may be code, or the bare name of a function that is called by it. */
function inString(text: string, depth: number): Objection[] {
  if (text === '') return [];
  const name = /^\s*(?:\w+\.)?(\w+)\s*$/.exec(text)?.[1]?.toLowerCase();
  if (name === 'load' && /\s$/.test(text)) return [LOADS]; // and the library is put behind it
  if (name !== undefined) {
    const code = name === 'dblink' ? null : codeOfFunction(name);
    return code === null ? [] : [objection(code, `its code names ${name}`)];
  }
  return objectionsIn(tokensOf(text), depth + 1);
}

const LOADS = objection('HOSTILE_LOAD', 'its code loads a library');

function calls(reader: Reader): Objection[] {
  const name = reader.word(0);
  let at = 1;
  // In code that is cut by words, the quotes around the name and what they are escaped with.
  while (at <= MOST_QUOTES && isQuoting(reader.token(at))) at += 1;
  const isCall = reader.token(at)?.kind === 'sign' && reader.token(at)?.text === '(';
  const code = isCall ? codeOfFunction(name) : codeOfRelation(name);
  if (code !== null) return [objection(code, `its code ${isCall ? 'calls' : 'reads'} ${name}`)];
  return isCall && name === 'set_config' ? settingByCall(reader, at) : [];
}

const MOST_QUOTES = 100;

function isQuoting(token: Token | undefined): boolean {
  return token?.kind === 'string' ? token.text === '' : token?.text === '\\';
}

/** Pieces that are telling wherever they stand, because a statement may be joined of several. */
function fragment(reader: Reader, depth: number): Objection[] {
  if (reader.word(0) === 'update') return settingByUpdate(reader);
  if (!/^(?:from|to)$/.test(reader.word(0)) || reader.word(1) !== 'program') return [];
  const next = reader.token(2);
  const isCommand = next?.kind === 'string' || (next === undefined && depth > 0);
  return isCommand
    ? [objection('HOSTILE_COPY_PROGRAM', 'its code runs a program through COPY')]
    : [];
}

function statement(reader: Reader): Objection[] {
  switch (reader.word(0)) {
    case 'copy':
      return copy(reader);
    case 'load':
      return reader.token(1)?.kind === 'string' ? [LOADS] : [];
    case 'alter':
      return alter(reader);
    case 'create':
      return create(reader);
    case 'import':
      return reader.word(1) === 'foreign' && reader.word(2) === 'schema'
        ? [objection('HOSTILE_FOREIGN_SERVER', 'its code imports a foreign schema')]
        : [];
    case 'grant':
      return [...reader.offsets()].some((offset) => isServerFilesRole(reader.word(offset)))
        ? [objection('HOSTILE_FILE_ACCESS', 'its code grants access to files of the server')]
        : [];
    case 'set':
      return settingAt(reader, /^(?:session|local)$/.test(reader.word(1)) ? 2 : 1, codeOfSetting);
    default:
      return [];
  }
}

function copy(reader: Reader): Objection[] {
  for (const offset of reader.offsets()) {
    if (!/^(?:from|to)$/.test(reader.word(offset))) continue;
    if (reader.word(offset + 1) === 'program') {
      return [objection('HOSTILE_COPY_PROGRAM', 'its code runs a program through COPY')];
    }
    const next = reader.token(offset + 1);
    const isFile = next === undefined || next.kind === 'string' || next.text === '%';
    if (isFile) return [objection('HOSTILE_FILE_ACCESS', 'its code copies a file of the server')];
  }
  return [];
}

function alter(reader: Reader): Objection[] {
  const [first, second] = [reader.word(1), reader.word(2)];
  if (first === 'system' && /^(?:set|reset)$/.test(second)) {
    return [objection('HOSTILE_ALTER_SYSTEM', 'its code changes settings of the whole server')];
  }
  if (/^(?:database|role|user|function|procedure|routine)$/.test(first)) {
    const kept = keptSettings(reader);
    if (kept.length > 0) return kept;
  }
  return made(first, second);
}

/** CREATE, whatever of OR REPLACE, TRUSTED, PROCEDURAL stands between. */
function create(reader: Reader): Objection[] {
  let at = 1;
  while (/^(?:or|replace|trusted|procedural)$/.test(reader.word(at))) at += 1;
  if (reader.word(at) === 'extension') {
    const name = reader.word(at + 1) === 'if' ? reader.word(at + 4) : reader.word(at + 1);
    const code = codeOfExtension(name);
    return code === null ? [] : [objection(code, `its code brings the extension ${name}`)];
  }
  const kind = made(reader.word(at), reader.word(at + 1));
  if (kind.length > 0) return kind;
  if (reader.word(at) === 'language') {
    return [objection('HOSTILE_LANGUAGE', 'its code makes a language')];
  }
  const kept = keptSettings(reader);
  const language = [...reader.offsets()].find((offset) => reader.word(offset) === 'language');
  const name = language === undefined ? undefined : reader.token(language + 1);
  if (name === undefined || name.text === '%' || isTrustedLanguage(name.text)) return kept;
  return [
    ...kept,
    objection('HOSTILE_LANGUAGE', 'its code makes a function in an untrusted language'),
  ];
}

function made(first: string, second: string): Objection[] {
  const is = (code: Objection['code'], what: string): Objection[] => [
    objection(code, `its code makes or changes ${what}`),
  ];
  if (first === 'subscription') return is('HOSTILE_SUBSCRIPTION', 'a subscription');
  if (first === 'server') return is('HOSTILE_FOREIGN_SERVER', 'a foreign server');
  if (first === 'foreign') return is('HOSTILE_FOREIGN_SERVER', 'a foreign table or wrapper');
  if (first === 'user' && second === 'mapping') return is('HOSTILE_USER_MAPPING', 'a user mapping');
  if (first === 'event' && second === 'trigger')
    return is('HOSTILE_EVENT_TRIGGER', 'an event trigger');
  return [];
}

function unique(objections: readonly Objection[]): Objection[] {
  const seen = new Map(objections.map((each) => [`${each.code} ${each.what}`, each]));
  return [...seen.values()];
}
