// Scenarios as a run that held records them: one that reads, one alone for each class, a chain.
import { sha256 } from '../../../harness/kernel/index.ts';
import type {
  Rollback,
  RollbackWay,
  ScenarioEvidence,
} from '../../../harness/scenario/evidence-contract.ts';
import { WAYS_OF_CLASS } from '../../../harness/proof/index.ts';

export interface State {
  readonly whole: string;
  readonly transactional: string;
  readonly rows: number;
}

/** A state that a change made of another one. */
export function changed(state: State, by: string): State {
  return {
    whole: sha256(`whole ${by}`),
    transactional: sha256(`transactional ${by}`),
    rows: state.rows,
  };
}

export function rollback(way: RollbackWay, from: State, to: State): Rollback {
  const [rollbackClass] = (['RB-CLONE-TXN', 'RB-CLONE-REVERT', 'RB-CLONE-SNAP'] as const).filter(
    (each) => WAYS_OF_CLASS[each].some((known) => known === way),
  );
  if (rollbackClass === undefined) throw new Error(`no class has the way ${way}`);
  const of = (state: State): string =>
    rollbackClass === 'RB-CLONE-SNAP' ? state.whole : state.transactional;
  return {
    way,
    rollback_class: rollbackClass,
    judgement: 'HELD',
    expected_hash: of(from),
    before_hash: of(from),
    after_apply_hash: of(to),
    after_rollback_hash: of(from),
    row_count_before: from.rows,
    row_count_after: from.rows,
    not_restored: [],
    residue: [],
    findings: [],
  };
}

export function scenario(
  id: string,
  kind: ScenarioEvidence['kind'],
  rollbacks: readonly Rollback[],
  more: Partial<ScenarioEvidence> = {},
): ScenarioEvidence {
  const reads = kind === 'read-only';
  return {
    id,
    title: `The scenario ${id}`,
    kind,
    role: 'birth_executor',
    judgement: 'HELD',
    chain: null,
    files: { 'scenario.yaml': sha256(`${id} yaml`), 'apply.sql': sha256(`${id} apply`) },
    executor: null,
    has_setup: false,
    deterministic: reads ? 'NOT_ASKED' : 'YES',
    varies: [],
    verified: 'NOT_ASKED',
    tables_changed: reads ? [] : ['public.births'],
    rows_changed: reads ? null : [{ table: 'public.births', inserted: 2, updated: 1, deleted: 0 }],
    locks: reads ? [] : [{ relation: 'public.births', mode: 'RowExclusive', how: 'held' }],
    rewritten: [],
    expectations: [],
    read_only: null,
    rollbacks: [...rollbacks],
    findings: [],
    ...more,
  };
}

/** No ROLLBACK moves a sequence back. */
function withMove(back: Rollback): Rollback {
  const move = { kind: 'sequence', name: 'public.s', what: 'was "x", is "y"', undoable: false };
  return { ...back, residue: [move] };
}

/** All of them, on one baseline; `many` adds scenarios like the third. */
export function scenariosOn(start: State, many = 0): ScenarioEvidence[] {
  const [one, two, three] = ['one', 'two', 'three'].map((by) => changed(start, by));
  if (one === undefined || two === undefined || three === undefined) throw new Error('no states');
  const step = (place: number): Partial<ScenarioEvidence> => ({ chain: { id: 'steps', place } });
  return [
    scenario('reads', 'read-only', [], {
      read_only: { before_hash: start.whole, after_hash: start.whole },
    }),
    scenario('inserts', 'transactional', [withMove(rollback('transaction', start, one))], {
      files: {
        'scenario.yaml': sha256('yaml'),
        'apply.sql': sha256('apply'),
        'verify.sql': sha256('verify'),
      },
      verified: 'HELD',
      expectations: [
        { expects: 'rows of public.births: 2 inserted, 1 updated, 0 deleted', judgement: 'HELD' },
        { expects: 'no lock stronger than RowExclusive', judgement: 'HELD' },
        { expects: 'no storage rewritten', judgement: 'HELD' },
      ],
    }),
    scenario('backfills', 'snapshot', [
      rollback('storage', start, two),
      rollback('logical', start, two),
    ]),
    ...Array.from({ length: many }, (_, index) =>
      scenario(`more-${index}`, 'snapshot', [
        rollback('storage', start, changed(start, `more ${index}`)),
      ]),
    ),
    scenario(
      'steps-1',
      'up-down-up',
      [rollback('revert', start, one), rollback('staircase', start, one)],
      step(1),
    ),
    scenario(
      'steps-2',
      'up-down-up',
      [rollback('revert', one, three), rollback('staircase', one, three)],
      step(2),
    ),
  ];
}
