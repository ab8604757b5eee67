// Scenario runs that hold, but for what a test names.
import { scenarioRun, type ScenarioParts } from '../../../harness/scenario/evidence.ts';
import type { Scenario, ScenarioKind, ScenarioRun } from '../../../harness/scenario/contract.ts';
import type { ResidueItem } from '../../../harness/witness/contract.ts';
import { changedParts } from '../../../harness/witness/fingerprint.ts';
import { print, tablePrint, type Parts } from '../witness/prints.ts';

export const BIRTHS = tablePrint('public.births', 3, 'births');
export const PEOPLE = tablePrint('public.people', 2, 'people');
export const CHANGED: Parts = { tables: [tablePrint('public.births', 3, 'changed'), PEOPLE] };

export function scenario(kind: ScenarioKind, more: Partial<Scenario> = {}): Scenario {
  return {
    version: 1,
    id: 'a',
    title: 'A',
    kind,
    why: 'because',
    tables: [],
    folder: 'scenarios/a',
    apply: [{ text: 'UPDATE births', line: 1 }],
    verify: [],
    files: {},
    ...more,
  };
}

export interface Change {
  readonly scenario?: Partial<Scenario>;
  readonly baseline?: Parts;
  readonly before?: Parts;
  readonly inside?: Parts | null;
  readonly after?: Parts;
  readonly findings?: ScenarioParts['trial']['findings'];
  readonly residue?: readonly ResidueItem[];
  readonly changedParts?: ScenarioParts['changedParts'];
}

/** A run that holds, but for what is named. */
export function runOf(kind: ScenarioKind, change: Change = {}): ScenarioRun {
  const inside =
    change.inside === undefined ? (kind === 'read-only' ? null : CHANGED) : change.inside;
  return scenarioRun({
    scenario: scenario(kind, change.scenario),
    role: 'directus',
    prints: {
      baseline: print(change.baseline),
      before: print(change.before),
      after: print(change.after),
    },
    trial: {
      inside: inside === null ? null : print(inside),
      findings: change.findings ?? [],
      applyMs: 5,
      rollbackMs: 7,
    },
    residue: change.residue ?? [],
    changedParts: change.changedParts ?? changedParts,
  });
}
