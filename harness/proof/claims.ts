// The complete list of what an entry must show. Each claim starts unproven and is judged alone.
import { defuseTokens, isSha256, sha256, type Code } from '../kernel/index.ts';
import { PRODUCTION_ROLLBACK_STATUS, WAYS_OF_CLASS, type RollbackEntry } from './contract.ts';

/** A claim that is not held says why, but where another claim already names the reason. */
export type ClaimVerdict =
  | { readonly judgement: 'HELD' }
  | { readonly judgement: 'NOT_HELD' | 'NOT_DECIDED'; readonly code: null }
  | {
      readonly judgement: 'NOT_HELD' | 'NOT_DECIDED';
      readonly code: Code;
      readonly what: string;
    };

type Claim = (entry: RollbackEntry) => ClaimVerdict;

const HELD: ClaimVerdict = { judgement: 'HELD' };
const broken = (code: Code, what: string): ClaimVerdict => ({ judgement: 'NOT_HELD', code, what });
const missing = (code: Code, what: string): ClaimVerdict => ({
  judgement: 'NOT_DECIDED',
  code,
  what,
});
/** A hash that the comparison needs is missing; that it is has a claim of its own. */
const INCOMPARABLE: ClaimVerdict = { judgement: 'NOT_DECIDED', code: null };

/** In the order of their codes: what makes every other claim meaningless stands first. */
export const CLAIMS: readonly Claim[] = [
  ({ before_hash: before, after_apply_hash: changed }) => {
    if (isAbsent(before) || isAbsent(changed)) return INCOMPARABLE;
    return isSame(before, changed)
      ? broken('ROLLBACK_APPLY_DID_NOT_MUTATE', 'after_apply_hash equals before_hash')
      : HELD;
  },
  ...(
    [
      ['before_hash', 'ROLLBACK_BEFORE_HASH_MISSING'],
      ['after_apply_hash', 'ROLLBACK_AFTER_APPLY_HASH_MISSING'],
      ['after_rollback_hash', 'ROLLBACK_AFTER_ROLLBACK_HASH_MISSING'],
      ['expected_hash', 'ROLLBACK_EXPECTED_HASH_MISSING'],
    ] as const
  ).map(([field, code]) => hashClaim(field, code)),
  ({ before_hash: before, after_rollback_hash: restored }) => {
    if (isAbsent(before) || isAbsent(restored)) return INCOMPARABLE;
    return isSame(before, restored)
      ? HELD
      : broken('ROLLBACK_NOT_RESTORED', 'after_rollback_hash differs from before_hash');
  },
  ({ before_hash: before, expected_hash: expected }) => {
    if (isAbsent(before) || isAbsent(expected)) return INCOMPARABLE;
    return isSame(before, expected)
      ? HELD
      : broken('ROLLBACK_EXPECTED_DIFFERS', 'before_hash differs from expected_hash');
  },
  restoredMatchClaim,
  ({ row_count_before: before, row_count_after: after }) => {
    if (before === null)
      return missing('ROLLBACK_ROW_COUNT_MISSING', 'row_count_before is missing');
    if (after === null) return missing('ROLLBACK_ROW_COUNT_MISSING', 'row_count_after is missing');
    return before === after
      ? HELD
      : broken('ROLLBACK_ROW_COUNT_DIFFERS', `${before} rows before, ${after} after`);
  },
  // Zero rows looked at are no evidence, however equal the hashes are.
  ({ row_count_before: before }) =>
    before === 0 ? missing('ROLLBACK_NO_ROWS_COUNTED', 'row_count_before is 0') : HELD,
  ({ production_rollback_status: status }) =>
    status === PRODUCTION_ROLLBACK_STATUS
      ? HELD
      : broken('ROLLBACK_PRODUCTION_CLAIMED', `production_rollback_status ${shown(status)}`),
  ({ rollback_class: rollbackClass }) =>
    isClass(rollbackClass)
      ? HELD
      : missing('ROLLBACK_CLASS_UNKNOWN', `rollback_class ${shown(rollbackClass)}`),
  ({ rollback_class: rollbackClass, way }) =>
    // Of a class that is not known, its own claim says so.
    !isClass(rollbackClass) || WAYS_OF_CLASS[rollbackClass].some((known) => known === way)
      ? HELD
      : missing('ROLLBACK_WAY_UNKNOWN', `way ${shown(way)}, class ${shown(rollbackClass)}`),
  ({ id, scenario, rollback_class: rollbackClass, way }) =>
    id === `${scenario}/${rollbackClass}/${way}`
      ? HELD
      : broken(
          'ROLLBACK_ID_DIFFERS',
          `scenario ${shown(scenario)}, class ${shown(rollbackClass)}, way ${shown(way)}`,
        ),
];

type HashField = 'before_hash' | 'after_apply_hash' | 'after_rollback_hash' | 'expected_hash';

const OF_NOTHING: ReadonlySet<string> = new Set([sha256(''), '0'.repeat(64)]);

function hashClaim(field: HashField, code: Code): Claim {
  return (entry) => {
    const hash = entry[field];
    if (isAbsent(hash)) return missing(code, `${field} is missing`);
    if (!isSha256(hash)) return broken('ROLLBACK_HASH_MALFORMED', `${field} is ${shown(hash)}`);
    return OF_NOTHING.has(hash)
      ? broken('ROLLBACK_HASH_OF_NOTHING', `${field} covers nothing`)
      : HELD;
  };
}

/** Must be true, and be what the hashes say as well. */
function restoredMatchClaim(entry: RollbackEntry): ClaimVerdict {
  const { restored_match: match, before_hash: before, after_rollback_hash: restored } = entry;
  if (match === null)
    return missing('ROLLBACK_RESTORED_MATCH_MISSING', 'restored_match is missing');
  const comparable = !isAbsent(before) && !isAbsent(restored);
  const differs = comparable && !isSame(before, restored);
  if (!match) {
    // Where the hashes differ as well, ROLLBACK_NOT_RESTORED already names the reason.
    return differs
      ? { judgement: 'NOT_HELD', code: null }
      : broken('ROLLBACK_RESTORED_MATCH_FALSE', 'restored_match is false');
  }
  if (differs) {
    return broken(
      'ROLLBACK_RESTORED_MATCH_CONTRADICTED',
      'restored_match is true, the hashes differ',
    );
  }
  return comparable ? HELD : INCOMPARABLE;
}

function isClass(text: string): text is keyof typeof WAYS_OF_CLASS {
  return Object.hasOwn(WAYS_OF_CLASS, text);
}

function isAbsent(hash: string | null): hash is null {
  return hash === null || hash === '';
}

/** A change of case or a blank is no change of the state; that the form is wrong is said apart. */
function isSame(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}

function shown(text: string): string {
  return defuseTokens(JSON.stringify(text.slice(0, 80)));
}
