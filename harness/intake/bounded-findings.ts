// Collects as many findings as a person reads; notes are counted apart, so that they never push
// out what refuses.
import { CODES, finding, LIMITS, type Code, type Finding } from '../kernel/index.ts';

export class BoundedFindings {
  readonly #refusals: Finding[] = [];
  readonly #notes: Finding[] = [];

  add(code: Code, where: string, what: string): void {
    const list = CODES[code].forces === null ? this.#notes : this.#refusals;
    if (list.length < LIMITS.findingsListed) list.push(finding(code, where, what));
  }

  /** What refuses, then notes. */
  all(): readonly Finding[] {
    return [...this.#refusals, ...this.#notes];
  }
}
