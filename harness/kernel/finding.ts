// A finding: an expected problem, as a value. All findings of a stage are returned, not the first.
import { CODES, type Code } from './codes.ts';
import type { Status } from './status.ts';

/**
 * One problem. `where` is a place a person can open (file, file:line, TOC entry, table.column,
 * scenario id); `what` is lower case, quotes values, and never holds row data or a secret.
 */
export interface Finding {
  readonly code: Code;
  readonly where: string;
  readonly what: string;
}

export function finding(code: Code, where: string, what: string): Finding {
  return { code, where, what };
}

/** The worst status that a list of findings forces, or `null` where they are notes at the most. */
export function statusOf(findings: readonly Finding[]): Status | null {
  const order: readonly Status[] = [
    'INTERNAL_FAULT',
    'USAGE_ERROR',
    // A bad dump is refused whether or not somebody has attested it.
    'INPUT_REJECTED',
    'READY_NOT_APPLIED',
    'ROLLBACK_NOT_PROVEN',
  ];
  const forced = new Set(findings.map((each) => CODES[each.code].forces));
  return order.find((status) => forced.has(status)) ?? null;
}

/** Two lines a person can act on: what and where, then what to do. */
export function explain(each: Finding): string {
  return `${each.code} at ${inside(each.where)}: ${inside(each.what)}\n  ${CODES[each.code].hint}`;
}

/** A table's name may hold a line end: what follows it must not read like a line of the harness. */
export function inside(text: string): string {
  return text.replaceAll('\n', '\n    ');
}
