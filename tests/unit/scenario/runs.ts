// Passes and runs that hold, but for what a test names.
import { scenarioRun, type ScenarioParts } from '../../../harness/scenario/judging/evidence.ts';
import type { Scenario, StartingPoint, Witnesses } from '../../../harness/scenario/contract.ts';
import type {
  RollbackWay,
  ScenarioEvidence,
  ScenarioRun,
} from '../../../harness/scenario/evidence-contract.ts';
import type { ScenarioKind } from '../../../harness/scenario/file-contract.ts';
import type { Pass } from '../../../harness/scenario/passes/pass.ts';
import {
  judgeRollback,
  type JudgedRollback,
  type RollbackParts,
} from '../../../harness/scenario/judging/rollback.ts';
import type { Fingerprint, ResidueItem, TablePrint } from '../../../harness/witness/contract.ts';
import type { ChangeObserved } from '../../../harness/witness/witness-contract.ts';
import { changedParts, fingerprintOf, sectionPrint } from '../../../harness/witness/fingerprint.ts';
import { masked } from '../../../harness/witness/masked.ts';
import { tablePrint } from '../witness/prints.ts';

const SECTIONS = [
  'relations',
  'columns',
  'constraints',
  'indexes',
  'triggers',
  'rules',
  'policies',
  'comments',
  'functions',
] as const;

export type State = Partial<Record<(typeof SECTIONS)[number] | 'sequences', readonly string[]>> & {
  readonly tables?: readonly TablePrint[];
};

export const BIRTHS = tablePrint('public.births', 3, 'births');
export const PEOPLE = tablePrint('public.people', 2, 'people');
export const GIVEN_3 = 'public.births_id_seq has given 3';

/** A fingerprint of two tables and one sequence with an empty catalog, but for what is named. */
export function state(parts: State = {}): Fingerprint {
  return fingerprintOf(
    parts.tables ?? [BIRTHS, PEOPLE],
    SECTIONS.map((name) => sectionPrint(name, parts[name] ?? [])),
    sectionPrint('sequence values', parts.sequences ?? [GIVEN_3]),
  );
}

/** A state in which the births read otherwise. */
export function born(content: string, more: State = {}): Fingerprint {
  return state({ tables: [tablePrint('public.births', 3, content), PEOPLE], ...more });
}

export const START = state();
export const CHANGED = born('changed');
export const witnesses: Pick<Witnesses, 'changedParts' | 'masked'> = { changedParts, masked };

export const CHANGE: ChangeObserved = {
  walBytes: 1000,
  rewritten: [],
  rows: [{ table: 'public.births', inserted: 0, updated: 3, deleted: 0 }],
  locks: [{ relation: 'public.births', mode: 'RowExclusive', how: 'held', heldMs: 5 }],
};

export const SLOT: ResidueItem = {
  kind: 'replication slot',
  name: 's',
  what: 'is left',
  undoable: true,
};
export const MOVED: ResidueItem = {
  kind: 'sequence',
  name: 'public.births_id_seq',
  what: 'was "has given 3", is "has given 5"',
  undoable: false,
};

export function scenario(more: Partial<Scenario> = {}, kind: ScenarioKind = 'revert'): Scenario {
  const statements = [{ text: 'UPDATE births', line: 1, run: 'inside' }] as const;
  return {
    id: 'a',
    title: 'A',
    why: 'because',
    kind,
    tables: null,
    role: null,
    methods: null,
    transaction: 'whole',
    expect: null,
    folder: 'scenarios/a',
    setup: null,
    apply: { file: 'scenarios/a/apply.sql', statements },
    verify: null,
    revert: { file: 'scenarios/a/revert.sql', statements },
    executor: null,
    files: {},
    ...more,
  };
}

export function startAt(print: Fingerprint = START, varies: readonly string[] = []): StartingPoint {
  return { layer: null, print, residue: { kinds: [] }, varies };
}

/** A pass that held. */
export function pass(way: RollbackWay, more: Partial<Pass> = {}): Pass {
  return {
    way,
    expected: START,
    before: START,
    applied: CHANGED,
    change: CHANGE,
    rolledBack: START,
    again: CHANGED,
    residue: [],
    findings: [],
    times: { way, prepareMs: 1, applyMs: 2, rollbackMs: 3 },
    ...more,
  };
}

export function judged(
  way: RollbackWay,
  more: Partial<Pass> = {},
  parts: Partial<RollbackParts> = {},
): JudgedRollback {
  return judgeRollback({
    scenario: scenario(),
    start: startAt(),
    pass: pass(way, more),
    varies: [],
    endsElsewhere: [],
    witnesses,
    ...parts,
  });
}

/** A scenario that went back by one script and held. */
export function runOf(more: Partial<ScenarioParts> = {}): ScenarioRun {
  return scenarioRun({
    scenario: scenario(),
    role: 'directus',
    place: null,
    witnesses,
    start: startAt(),
    passes: [pass('revert')],
    reference: null,
    ...more,
  });
}

export function evidenceOf(more: Partial<ScenarioParts> = {}): ScenarioEvidence {
  return runOf(more).evidence;
}

/** `code: what` of each finding. */
export function told(findings: readonly { code: string; what: string }[]): string[] {
  return findings.map(({ code, what }) => `${code}: ${what}`);
}
