// What of a server's log may be repeated: which kind of line it was, and Postgres' own words in it.
import { withoutValues } from '../kernel/index.ts';

/** `2026-01-01 00:00:00 UTC [7] FATAL:  the words`, as a server logs; programs print the rest. */
const LOGGED = /\b(LOG|WARNING|ERROR|FATAL|PANIC): {1,2}(.*)$/;
/** Lines of an error that quote rows and statements, and lines that go on with one. */
const QUOTING =
  /\b(?:DETAIL|HINT|CONTEXT|STATEMENT|QUERY|LOCATION|NOTICE|INFO|DEBUG\d?): {1,2}|^\s/;

/**
 * The last words of a program inside, for a finding. A server that went down in the middle of its
 * work has logged what it was working on: the row that broke a rule, the statement with its values.
 */
export function lastWordsOf(lines: readonly string[]): string {
  return lines
    .filter((line) => line.trim() !== '' && !(QUOTING.test(line) && !LOGGED.test(line)))
    .slice(-3)
    .map((line) => {
      const [, severity, words] = LOGGED.exec(line) ?? [];
      return severity === undefined
        ? withoutValues(line, '')
        : `${severity}: ${withoutValues(words ?? '', '')}`;
    })
    .join(' / ')
    .slice(0, 400);
}
