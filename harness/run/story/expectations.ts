// The words of an expectation, and whether what is told of the change says otherwise.
import type { ScenarioEvidence } from '../../scenario/evidence-contract.ts';
import { LOCK_MODES } from '../../witness/index.ts';

const ROWS = /^rows of (.+): (\d+) inserted, (\d+) updated, (\d+) deleted$/s;
const LOCK = /^no lock stronger than (\w+)$/;
const FORMS: readonly RegExp[] = [
  ROWS,
  /^no blocking lock for longer than \d+ ms$/,
  /^no storage rewritten$/,
  /^no more than [\d.e+-]+ MiB of WAL$/,
  /^no sequence moves$/,
  /^only .+ moves$/s,
];

/** Whether these are words that the judge of expectations writes. */
export function isExpectation(expects: string): boolean {
  const [, strongest] = LOCK.exec(expects) ?? [];
  if (strongest !== undefined) return LOCK_MODES.some((mode) => mode === strongest);
  // A name that was withheld may have taken words beside it along.
  return FORMS.some((form) => form.test(expects)) || expects.includes('[withheld');
}

/** Expectations whose words can be held against what is told of the change; others are let be. */
export function isMet(expects: string, scenario: ScenarioEvidence): boolean {
  const { locks, rewritten, rows_changed: changed } = scenario;
  if (expects === 'no storage rewritten') return rewritten.length === 0;
  const [, table, ...counts] = ROWS.exec(expects) ?? [];
  if (table !== undefined) {
    // A partitioned one stands there by its parts; and two names may be one once they are broken.
    const told = (changed ?? []).filter((each) => each.table === table);
    const isSame = ({ inserted, updated, deleted }: (typeof told)[number]): boolean =>
      [inserted, updated, deleted].join() === counts.map(Number).join();
    return told.length === 0 || told.some(isSame);
  }
  const strongest = LOCK.exec(expects)?.[1];
  if (strongest === undefined) return true;
  const order: readonly string[] = LOCK_MODES;
  return locks.every(({ mode }) => order.indexOf(mode) <= order.indexOf(strongest));
}
