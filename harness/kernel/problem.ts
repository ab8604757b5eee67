// The one exception type of the house: thrown only where a stage cannot go on.
import { explain, type Finding } from './finding.ts';

/** Carries the findings that stopped a stage; `cause` keeps the first error. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[], options?: { cause?: unknown }) {
    super(findings.map(explain).join('\n'), options);
    this.findings = findings;
  }
}

/** What an error says, without its stack; safe for any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
