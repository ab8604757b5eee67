// Whether code of a dump could switch a setting under a name that it puts together while it runs.
// Settings that code names in so many words are refused where they stand; this is about the others.
import { property, type ParsedStatement } from './contents.ts';

/** Code in these can do nothing by a name that it computes but through the words below. */
const PLAIN_LANGUAGES: ReadonlySet<unknown> = new Set(['sql', 'plpgsql']);
/** Runs for triggers alone, and those come behind all data; intake holds them to that. */
const FOR_TRIGGERS: ReadonlySet<unknown> = new Set(['trigger', 'event_trigger']);
/** What runs a text as SQL, or sets by a name it is given; `U&` may spell any of them. */
const COMPUTING =
  /\b(?:execute|do|set_config|pg_settings|(?:query|cursor|table|schema|database)_to_xml\w*|ts_stat|ts_rewrite|crosstab\w*|connectby|xpath_table)\b|\bU&/i;

/** What is not known to be harmless could. `text` is the statement's own. */
export function couldSwitchSettings({ kind, node }: ParsedStatement, text: string): boolean {
  if (kind !== 'CreateFunctionStmt') return TEXT_RUNNERS.test(text);
  if (FOR_TRIGGERS.has(lastName(property(property(node, 'returnType'), 'names')))) return false;
  const options = new Map(optionsOf(node));
  const language = property(property(options.get('language'), 'String'), 'sval') ?? 'sql';
  if (!PLAIN_LANGUAGES.has(language)) return true;
  // As the grammar has read them, whatever quotes they stood in; defaults run with the function.
  const code = [options.get('as'), property(node, 'sql_body'), property(node, 'parameters')];
  return COMPUTING.test(JSON.stringify(code));
}

/** Outside of functions the names of settings are judged where they stand; these hide them. */
const TEXT_RUNNERS =
  /\b(?:(?:query|cursor|table|schema|database)_to_xml\w*|ts_stat|ts_rewrite|crosstab\w*|connectby|xpath_table)\b|\bU&/i;

function optionsOf(node: unknown): [unknown, unknown][] {
  const options = property(node, 'options');
  if (!Array.isArray(options)) return [];
  return options.map((each) => {
    const element = property(each, 'DefElem');
    return [property(element, 'defname'), property(element, 'arg')];
  });
}

function lastName(names: unknown): unknown {
  const last: unknown = Array.isArray(names) ? names.at(-1) : undefined;
  return property(property(last, 'String'), 'sval');
}
