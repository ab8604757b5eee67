// Judges one way back from what its pass saw; the proof made of it is judged again, from outside.
import {
  canonicalJsonLine,
  CODES,
  finding,
  sha256,
  weakest,
  type Finding,
  type Judgement,
} from '../../kernel/index.ts';
import type { Fingerprint, ResidueItem } from '../../witness/contract.ts';
import type { Scenario, StartingPoint, Witnesses } from '../contract.ts';
import type { Rollback } from '../evidence-contract.ts';
import type { Pass } from '../passes/pass.ts';
import { sequencesBehind } from './sequences.ts';
import { CLASS_OF, movesSequencesBack } from './ways.ts';

export interface JudgedRollback {
  readonly rollback: Rollback;
  readonly findings: readonly Finding[];
}

export interface RollbackParts {
  readonly scenario: Scenario;
  readonly start: StartingPoint;
  readonly pass: Pass;
  /** Parts in which two applies of the change differ. */
  readonly varies: readonly string[];
  /**
   * What a second apply, on what this rollback left, ended in otherwise: empty where it is the same,
   * null where it had to be seen and was not.
   */
  readonly endsElsewhere: readonly string[] | null;
  readonly witnesses: Pick<Witnesses, 'changedParts' | 'masked'>;
}

export const SEQUENCE_PART = 'sequence values';

export function judgeRollback(parts: RollbackParts): JudgedRollback {
  const { scenario, start, pass, witnesses } = parts;
  const { before, applied, rolledBack, expected } = pass;
  const where = `${scenario.id} (${pass.way})`;
  /** A ROLLBACK cannot move a sequence back: that is residue, named, and not part of its hashes. */
  const counts = (part: string): boolean => movesSequencesBack(pass.way) || part !== SEQUENCE_PART;
  const differs = (one: Fingerprint | null, other: Fingerprint | null): string[] =>
    one === null || other === null ? [] : witnesses.changedParts(one, other).filter(counts);
  const notRestored = differs(before, rolledBack);
  const changed = differs(before, applied);
  const isUndone =
    rolledBack === null || applied === null || differs(rolledBack, applied).length > 0;

  const findings: Finding[] = [
    ...pass.findings,
    // Nobody has written this clone yet: its sequences stand as expected too, whatever goes back.
    ...(before === null ? [] : witnesses.changedParts(expected, before)).map((part) =>
      finding('SCENARIO_CLONE_DIFFERS', where, `"${part}" was not as expected before the change`),
    ),
    ...(changed.length > 0 && !isUndone
      ? [finding('SCENARIO_ROLLBACK_DID_NOTHING', where, 'what stands is what the change made')]
      : []),
    ...notRestored.map((part) =>
      finding('SCENARIO_NOT_RESTORED', where, `"${part}" is not as before`),
    ),
    ...pass.residue
      .filter(({ undoable }) => undoable)
      .map(({ kind, name }) => finding('SCENARIO_LEFT_RESIDUE', where, `${kind} "${name}"`)),
    ...behindFindings(pass, where),
    ...(parts.endsElsewhere ?? []).map((part) =>
      finding(
        'SCENARIO_SECOND_APPLY_DIFFERS',
        where,
        parts.varies.includes(part)
          ? `"${part}" varies by itself, so that the second time cannot be compared with the first`
          : `"${part}" is not what it was the first time`,
      ),
    ),
  ];
  const hashOf = (print: Fingerprint | null, varies: readonly string[]): string | null => {
    if (print === null) return null;
    const told = varies.length === 0 ? print : witnesses.masked(print, varies);
    return movesSequencesBack(pass.way) ? told.hash : told.transactionalHash;
  };
  const hidden = [...new Set([...start.varies, ...parts.varies])];
  /** Over what does not vary, and over the names of the others that were changed at all. */
  const appliedHash = (): string | null => {
    // A change that did nothing this time has nothing to hide: its hash is the one before.
    const isUnchanged = before !== null && changed.length === 0;
    const hash = hashOf(applied, isUnchanged ? start.varies : hidden);
    const unseen = changed.filter((part) => hidden.includes(part));
    if (hash === null || unseen.length === 0) return hash;
    return sha256(canonicalJsonLine({ agreed: hash, changed: unseen }));
  };
  const hashes = {
    expected_hash: hashOf(expected, start.varies),
    before_hash: hashOf(before, start.varies),
    after_apply_hash: appliedHash(),
    after_rollback_hash: hashOf(rolledBack, start.varies),
  };
  return {
    findings,
    rollback: {
      way: pass.way,
      rollback_class: CLASS_OF[pass.way],
      judgement: weakest([
        judge(hashes, notRestored, findings),
        // Marks of what varies are no change: the witness must have seen one.
        before === null || applied === null || changed.length > 0 ? 'HELD' : 'NOT_HELD',
        parts.endsElsewhere === null ? 'NOT_DECIDED' : 'HELD',
      ]),
      ...hashes,
      row_count_before: before?.rowCount ?? null,
      row_count_after: rolledBack?.rowCount ?? null,
      not_restored: notRestored,
      residue: pass.residue.map((item) => toldOnce(item, hidden)),
      findings: findings.map((each) => ({ ...each })),
    },
  };
}

/** On the ways that leave sequences where they are: they may have gone on, never back. */
function behindFindings({ way, before, rolledBack }: Pass, where: string): Finding[] {
  if (movesSequencesBack(way) || before === null || rolledBack === null) return [];
  return sequencesBehind(before, rolledBack).map((name) =>
    finding('SCENARIO_SEQUENCE_BEHIND', where, `"${name}" would give numbers that it has given`),
  );
}

/** Where a sequence came to stand is not told where it is another place in every run. */
function toldOnce(item: ResidueItem, varies: readonly string[]): ResidueItem {
  if (item.kind !== 'sequence' || item.undoable || !varies.includes(SEQUENCE_PART)) return item;
  return { ...item, what: 'moved, not to the same place each time' };
}

type Hashes = Pick<
  Rollback,
  'expected_hash' | 'before_hash' | 'after_apply_hash' | 'after_rollback_hash'
>;

function judge(
  hashes: Hashes,
  notRestored: readonly string[],
  findings: readonly Finding[],
): Judgement {
  const { expected_hash: expected, before_hash: before } = hashes;
  const { after_apply_hash: applied, after_rollback_hash: rolledBack } = hashes;
  const same = (one: string | null, other: string | null, wanted: boolean): Judgement => {
    if (one === null || other === null) return 'NOT_DECIDED';
    return (one === other) === wanted ? 'HELD' : 'NOT_HELD';
  };
  return weakest([
    findings.some(({ code }) => CODES[code].forces !== null) ? 'NOT_HELD' : 'HELD',
    notRestored.length === 0 ? 'HELD' : 'NOT_HELD',
    same(expected, before, true),
    same(before, applied, false),
    same(before, rolledBack, true),
  ]);
}
