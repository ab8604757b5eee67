// Collects findings without end being possible: hostile input may hold millions. All that a lane
// could allow must be known before the list is shortened, or what was left out would be let through.
import { finding, LIMITS, type Code, type Finding } from '../kernel/index.ts';

/** About 4 MB; a dump with more to refuse is refused for that. */
const MOST = 10_000;

export class BoundedFindings {
  readonly #findings: Finding[] = [];
  #isFull = false;

  add(code: Code, where: string, what: string): void {
    if (this.#findings.length < MOST) this.#findings.push(finding(code, where, what));
    else if (!this.#isFull) {
      this.#isFull = true;
      const rest = `it has more than ${MOST} findings; from here on they are not listed`;
      this.#findings.push(finding('INTAKE_UNPARSABLE', where, rest));
    }
  }

  all(): readonly Finding[] {
    return this.#findings;
  }
}

/** As many of each code as a person reads; the rest is counted. */
export function listed<Found extends Finding>(findings: readonly Found[]): Found[] {
  const counts = new Map<Code, number>();
  const kept = findings.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= LIMITS.findingsListed;
  });
  return kept.map((each, index) => {
    const more = (counts.get(each.code) ?? 0) - LIMITS.findingsListed;
    const isLast = kept.findLastIndex(({ code }) => code === each.code) === index;
    return more > 0 && isLast ? { ...each, what: `${each.what}; and ${more} more like it` } : each;
  });
}
