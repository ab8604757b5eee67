// Whether a function's code could switch a setting under a name that it puts together while it runs.
// Settings that code names in so many words are refused where they stand; this is about the others.

/** Code in these languages can do nothing by a name that it computes but through the words below. */
const PLAIN_LANGUAGES = /\bLANGUAGE\s+(?:"(?:sql|plpgsql)"|(?:sql|plpgsql)\b)/i;
const COMPUTING_WORDS = /\b(?:execute|set_config|pg_settings|do)\b|\bU&|\bE'/i;
/** As pg_dump writes a body; in any other quotes a word could hide behind an escape. */
const DOLLAR_QUOTED = /\bAS\s+\$/i;
const OTHER_QUOTES = /\bAS\s+(?:E|U&)?'/i;
const STANDARD_BODY = /\b(?:BEGIN\s+ATOMIC|RETURN\b)/i;

/** Runs for triggers alone, and those come behind all data; intake holds them to that. */
const FOR_TRIGGERS = /\bRETURNS\s+(?:pg_catalog\.)?(?:event_)?trigger\b/i;

/** Text of CREATE FUNCTION or PROCEDURE. What is not known to be harmless could. */
export function couldSwitchSettings(definition: string): boolean {
  if (FOR_TRIGGERS.test(definition)) return false;
  if (!PLAIN_LANGUAGES.test(definition)) return true;
  if (OTHER_QUOTES.test(definition)) return true;
  if (!DOLLAR_QUOTED.test(definition) && !STANDARD_BODY.test(definition)) return true;
  return COMPUTING_WORDS.test(definition);
}
