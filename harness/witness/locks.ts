// Keeps which lock a session held on which relation, and for how long; the strongest one counts.
import { isStronger } from './lock-modes.ts';
import type { LockMode, LockSeen } from './witness-contract.ts';

/** A relation that was there before the change. */
export interface KnownRelation {
  readonly oid: number;
  readonly label: string;
  /** As pg_class has it: `r`, `i`, ... */
  readonly kind: string;
  readonly node: number;
  /** The table of an index; null for any other relation. */
  readonly table: number | null;
}

export interface LockTaken {
  readonly oid: number;
  readonly mode: LockMode;
  readonly how: LockSeen['how'];
}

interface Held extends LockTaken {
  readonly sinceMs: number;
}

export interface LockBook {
  /** Locks a statement was seen to hold; `sinceMs` is when it began. */
  take(locks: readonly LockTaken[], sinceMs: number): void;
  /** The transaction ended: what was held is free. */
  release(atMs: number): void;
  /** What was released so far, by name. An index is named where it was locked harder than its table. */
  seen(): LockSeen[];
}

export function lockBook(known: ReadonlyMap<number, KnownRelation>): LockBook {
  const held = new Map<number, Held>();
  const closed = new Map<number, LockTaken & { readonly heldMs: number }>();
  return {
    take: (locks, sinceMs) => {
      for (const lock of locks) {
        if (!known.has(lock.oid)) continue;
        const before = held.get(lock.oid);
        if (before === undefined || isStronger(lock.mode, before.mode)) {
          held.set(lock.oid, { ...lock, sinceMs });
        }
      }
    },
    release: (atMs) => {
      for (const { sinceMs, ...lock } of held.values()) {
        const heldMs = Math.max(0, atMs - sinceMs);
        const before = closed.get(lock.oid);
        if (before === undefined || isStronger(lock.mode, before.mode)) {
          closed.set(lock.oid, { ...lock, heldMs });
        } else if (lock.mode === before.mode && heldMs > before.heldMs) {
          closed.set(lock.oid, { ...before, heldMs });
        }
      }
      held.clear();
    },
    seen: () =>
      [...closed.values()]
        .flatMap(({ oid, mode, how, heldMs }) => {
          const relation = known.get(oid);
          if (relation === undefined) return [];
          const ofTable = relation.table === null ? undefined : closed.get(relation.table);
          if (ofTable !== undefined && !isStronger(mode, ofTable.mode)) return [];
          return [{ relation: relation.label, mode, how, heldMs }];
        })
        .sort((left, right) => (left.relation < right.relation ? -1 : 1)),
  };
}
