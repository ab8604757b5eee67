// One part of a rehearsal that is divided over several machines, and what of the plan is its own.
import { z } from 'zod';

export const partNumbersSchema = z.strictObject({
  /** From 1. */
  number: z.int().positive(),
  of: z.int().positive(),
});
export type PartNumbers = z.infer<typeof partNumbersSchema>;

/** Null in the plan of a whole rehearsal. */
export const partSchema = partNumbersSchema.extend({
  /** Ids of what is rehearsed here, in the order of the plan. */
  scenarios: z.array(z.string()).min(1),
});
export type Part = z.infer<typeof partSchema>;

interface Divisible<Rollback> {
  readonly part: Part | null;
  readonly scenarios: readonly string[];
  readonly rollbacks: readonly Rollback[];
}

/** What must be shown here: all of the plan, or what falls to this part. */
export function shareOf<Rollback extends { readonly scenario: string }>({
  part,
  scenarios,
  rollbacks,
}: Divisible<Rollback>): Pick<Divisible<Rollback>, 'scenarios' | 'rollbacks'> {
  if (part === null) return { scenarios, rollbacks };
  const own = new Set(part.scenarios);
  return {
    scenarios: scenarios.filter((id) => own.has(id)),
    rollbacks: rollbacks.filter(({ scenario }) => own.has(scenario)),
  };
}

/** e.g. `part 2 of 3: 4 of 11 scenarios`; null of a whole rehearsal. */
export function partWords({
  part,
  scenarios,
}: Pick<Divisible<never>, 'part' | 'scenarios'>): string | null {
  if (part === null) return null;
  const { number, of, scenarios: own } = part;
  return `part ${number} of ${of}: ${own.length} of ${scenarios.length} scenarios`;
}
