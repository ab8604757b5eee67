// Turns what pg_restore and psql print into findings, without what a row held.
import { finding, LIMITS, withoutValues, type Code, type Finding } from '../kernel/index.ts';

// Lines of a message, of a notice or of the failed command may hold any text, "ERROR:" too: only
// what stands at the beginning of a line in a program's own form is an error.
const FROM_SERVER =
  /^(?:psql:[^:]*:(\d+): |(?:pg_restore|psql): error: .*?)?(?:ERROR|FATAL|PANIC): +(.+)$/;
const FROM_PROGRAM = /^(?:pg_restore|psql(?::[^:]*:(\d+))?): error: (.+)$/;
const AT_ENTRY = /^pg_restore: from TOC entry \d+; \d+ \d+ (.+)$/;
const AT_RAISE = /^(?:CONTEXT: +)?PL\/pgSQL function .* at (?:RAISE|ASSERT)$/;
const COMMAND = /^Command was: /;
const OWN_WORDS = 'code in the dump raised an error in words of its own';

/**
 * Every error that a restore printed. DETAIL, CONTEXT and the command quote rows and are left out;
 * of the primary message only Postgres' own words and the names of objects are kept.
 */
export function restoreErrors(stderr: string): Finding[] {
  const found: Finding[] = [];
  const lines = stderr.split(/\r?\n/);
  let place = 'restore';
  for (const [index, line] of lines.entries()) {
    place = AT_ENTRY.exec(line)?.[1] ?? place;
    const match = FROM_SERVER.exec(line) ?? FROM_PROGRAM.exec(line);
    if (match === null) continue;
    const behind = blockBehind(lines, index);
    const what = behind.some((each) => AT_RAISE.test(each))
      ? OWN_WORDS
      : withoutValues(match[2] ?? '', commandIn(behind));
    found.push(
      finding(codeOf(match[2] ?? ''), match[1] === undefined ? place : `line ${match[1]}`, what),
    );
  }
  const more = found.length - LIMITS.findingsListed;
  if (more <= 0) return found;
  return [
    ...found.slice(0, LIMITS.findingsListed),
    finding('RESTORE_ERROR', 'restore', `${more} more errors are not listed`),
  ];
}

/** What says that there was no room. Memory that servers share is a folder of a size of its own. */
function codeOf(message: string): Code {
  const isMemory = message === 'out of memory' || message.includes('shared memory');
  if (isMemory && !/^could not (?:open|find)/.test(message)) return 'RESTORE_OUT_OF_MEMORY';
  return message.endsWith(': No space left on device') ? 'RESTORE_DISK_FULL' : 'RESTORE_ERROR';
}

/** What follows an error, up to the next one. */
function blockBehind(lines: readonly string[], at: number): readonly string[] {
  const behind = lines.slice(at + 1, at + 100);
  const next = behind.findIndex((line) => FROM_SERVER.test(line) || FROM_PROGRAM.test(line));
  return next === -1 ? behind : behind.slice(0, next);
}

/**
 * The command that failed, where it is told: a name that is not there is only repeated where it
 * stands in it. Rows are no command, and where code ran, a name may have come from a row. Null where
 * nothing is told.
 */
function commandIn(behind: readonly string[]): string | null {
  const at = behind.findIndex((line) => COMMAND.test(line));
  if (at !== -1) {
    const command = behind.slice(at).join('\n').replace(COMMAND, '');
    return /^\s*(?:INSERT|COPY|EXECUTE)\b/i.test(command) ? '' : command;
  }
  return behind.some((line) => /^CONTEXT: |^LINE \d+: .*\bINSERT\b/i.test(line)) ? '' : null;
}
