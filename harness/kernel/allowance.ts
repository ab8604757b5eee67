// What a team has allowed, by code and with its reason: the finding stays on record, the refusal goes.
import { CODES, type Code } from './codes.ts';
import type { Finding } from './finding.ts';

export interface Allowance {
  readonly code: Code;
  /** The finding's own `where`; every place where absent. */
  readonly where?: string | undefined;
  readonly reason: string;
}

export interface AllowedFinding extends Finding {
  readonly reason: string;
}

export interface Sorted {
  /** Force a status. */
  readonly refused: readonly Finding[];
  readonly allowed: readonly AllowedFinding[];
  /** Force nothing by themselves. */
  readonly notes: readonly Finding[];
}

/** Sorts findings; only a code that the registry calls allowable is ever allowed. */
export function sortFindings(
  findings: readonly Finding[],
  allowances: readonly Allowance[],
): Sorted {
  const refused: Finding[] = [];
  const allowed: AllowedFinding[] = [];
  const notes: Finding[] = [];
  for (const each of findings) {
    const allowance = allowances.find(
      ({ code, where }) => code === each.code && (where === undefined || where === each.where),
    );
    if (CODES[each.code].forces === null) notes.push(each);
    else if (allowance !== undefined && isAllowable(each.code)) {
      allowed.push({ ...each, reason: allowance.reason });
    } else refused.push(each);
  }
  return { refused, allowed, notes };
}

/** `everywhere`: by code alone. `somewhere`: only together with the place. */
export function allowable(code: Code): 'everywhere' | 'somewhere' | 'never' {
  const entry: { readonly allowable?: 'everywhere' | 'somewhere' } = CODES[code];
  return entry.allowable ?? 'never';
}

function isAllowable(code: Code): boolean {
  return allowable(code) !== 'never';
}
