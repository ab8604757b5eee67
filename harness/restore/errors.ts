// Turns what pg_restore and psql print into findings, without what a row held.
import { finding, LIMITS, type Finding } from '../kernel/index.ts';

/**
 * Every error that a restore printed. Only the primary message is kept, cut before a quoted
 * value: DETAIL and CONTEXT lines quote rows.
 */
export function restoreErrors(stderr: string): Finding[] {
  const found: Finding[] = [];
  let place = 'restore';
  for (const line of stderr.split('\n')) {
    const entry = /from TOC entry \d+; \d+ \d+ (.+)$/.exec(line);
    if (entry !== null) place = entry[1] ?? place;
    const error = /(?:^|: )(?:ERROR|FATAL|PANIC): +(.+)$/.exec(line);
    const own = /^(?:pg_restore|psql): error: (.+)$/.exec(line);
    if (error !== null) {
      const at = /^psql:<stdin>:(\d+):/.exec(line);
      found.push(finding('RESTORE_ERROR', at === null ? place : `line ${at[1]}`, clean(error[1] ?? '')));
    } else if (own !== null) found.push(finding('RESTORE_ERROR', place, clean(own[1] ?? '')));
  }
  return found.slice(0, LIMITS.findingsListed);
}

/** `invalid input syntax for type integer: "..."` quotes a value; names stand before a colon. */
function clean(message: string): string {
  return message.replace(/: ".*$/s, '').replace(/\(.*$/s, '').trim().slice(0, 300);
}
