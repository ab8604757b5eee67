// Finds the settings by which psql would read the rest of a plain dump in another way than we do.
import { constantsIn, property, type ParsedStatement } from './contents.ts';

/**
 * Encodings in which no byte of a longer character can be read as a backslash or a quote
 * (pg_wchar.h). A list of what is known to be safe: Postgres accepts many spellings of the others.
 */
const SAFE_ENCODINGS: ReadonlySet<string> = new Set(
  (
    'UTF8 SQL_ASCII EUC_JP EUC_CN EUC_KR EUC_TW EUC_JIS_2004 KOI8R KOI8U MULE_INTERNAL WIN866 ' +
    'WIN874 WIN1250 WIN1251 WIN1252 WIN1253 WIN1254 WIN1255 WIN1256 WIN1257 WIN1258 ' +
    'LATIN1 LATIN2 LATIN3 LATIN4 LATIN5 LATIN6 LATIN7 LATIN8 LATIN9 LATIN10 ' +
    'ISO_8859_5 ISO_8859_6 ISO_8859_7 ISO_8859_8'
  ).split(' '),
);
/** The same as Postgres compares them, and the names of its own documents that are common. */
const SAFE_SPELLINGS: ReadonlySet<string> = new Set([
  ...[...SAFE_ENCODINGS].map(spelled),
  'unicode',
  'utf8',
  'iso88591',
]);

/** The setting that a statement makes so that quotes or characters of the rest are unsure; else null. */
export function bentSetting({ kind, node }: ParsedStatement): string | null {
  if (kind !== 'VariableSetStmt') return bentByCall(node);
  const given = property(node, 'name');
  const name = typeof given === 'string' ? given.toLowerCase() : '';
  const value = constantsIn(property(node, 'args'))[0];
  return isBent(name, value) ? name : null;
}

function isBent(name: string, value: string | undefined): boolean {
  if (name === 'standard_conforming_strings') return value?.toLowerCase() !== 'on';
  return name === 'client_encoding' && !SAFE_ENCODINGS.has(value ?? '');
}

/**
 * The same for a setting that stands in code, or that an object keeps: it is in force only while
 * rows are restored, and there these bend no less.
 */
export function isBentWithin(name: string, value: string | undefined): boolean {
  const given = value?.toLowerCase();
  switch (name) {
    case 'standard_conforming_strings':
      return !/^(?:on|true|default)$/.test(given ?? '');
    case 'backslash_quote':
      return !/^(?:off|false|safe_encoding|default)$/.test(given ?? '');
    case 'client_encoding':
      return given !== 'default' && !SAFE_SPELLINGS.has(spelled(given ?? ''));
    default:
      return false;
  }
}

function spelled(encoding: string): string {
  return encoding.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

/** set_config('name', 'value', ...), wherever it is called; a name that is computed may be any. */
function bentByCall(statement: unknown): string | null {
  const open: unknown[] = [statement];
  while (open.length > 0) {
    const node = open.pop();
    if (typeof node !== 'object' || node === null) continue;
    if (nameOf(property(node, 'funcname')) === 'set_config') {
      const [name, value] = firstArguments(property(node, 'args'));
      if (name === undefined) return 'a setting whose name is computed';
      if (isBentWithin(name.toLowerCase(), value)) return name.toLowerCase();
    }
    const children: readonly unknown[] = Object.values(node);
    for (const child of children) open.push(child);
  }
  return null;
}

function nameOf(path: unknown): unknown {
  const last: unknown = Array.isArray(path) ? path.at(-1) : undefined;
  return property(property(last, 'String'), 'sval');
}

function firstArguments(args: unknown): readonly (string | undefined)[] {
  return Array.isArray(args) ? args.slice(0, 2).map((each) => constantsIn([each])[0]) : [];
}
