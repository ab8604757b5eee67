// Owner, comment and grants of an object against the spec.
import { aspects, commentAspect, type DifferCode } from './check-aspects.ts';
import { grantOutcomes, type GrantKind } from './check-grants.ts';
import type { Grants, GrantsDemand } from './contract.ts';
import type { Outcome, Place } from './outcome.ts';

export interface OwnedDemand {
  readonly owner?: string | undefined;
  readonly comment?: string | false | undefined;
  readonly grants?: GrantsDemand | undefined;
}

export interface OwnedFacts {
  readonly owner: string;
  readonly comment: string | null;
  readonly grants: Grants;
}

/** What of it is exact: see `exactOf`. */
export interface Exactness {
  /** What the spec does not say of it is as a new object would have it. */
  readonly properties: boolean;
  readonly grants: boolean;
}

export function ownedOutcomes(
  code: DifferCode,
  kind: GrantKind,
  at: Place,
  demand: OwnedDemand,
  found: OwnedFacts,
  exactness: Exactness,
): Outcome[] {
  const comment = demand.comment ?? (exactness.properties ? false : undefined);
  return [
    ...aspects(code, at, [
      ['owner', found.owner, demand.owner],
      commentAspect(found.comment, comment),
    ]),
    ...grantOutcomes(
      at,
      { kind, found: found.grants, owner: found.owner },
      demand.grants,
      exactness.grants,
    ),
  ];
}
