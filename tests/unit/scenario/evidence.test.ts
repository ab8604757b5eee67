// One scenario's evidence: HELD only where it changed something and everything came back.
import { describe, expect, test } from '@jest/globals';
import { finding, JUDGEMENTS, type Judgement } from '../../../harness/kernel/index.ts';
import {
  scenarioEvidenceSchema,
  type ScenarioKind,
  type ScenarioRun,
} from '../../../harness/scenario/contract.ts';
import type { ResidueItem } from '../../../harness/witness/contract.ts';
import { print, tablePrint, type Parts } from '../witness/prints.ts';
import { BIRTHS, CHANGED, PEOPLE, runOf, type Change } from './runs.ts';

function codesOf({ findings }: ScenarioRun): string[] {
  return findings.map(({ code, what }) => `${code}: ${what}`);
}

const KINDS: readonly ScenarioKind[] = ['read-only', 'transactional', 'snapshot'];
const MOVED: Parts = { sequences: ['public.births_id_seq has given 9'] };
const DIFFERS = 'SCENARIO_CLONE_DIFFERS: its clone did not equal the baseline before';

describe('a scenario that changed something and came back', () => {
  test.each(KINDS)('holds: %s', (kind) => {
    const run = runOf(kind);
    expect(run.findings).toEqual([]);
    expect(run.evidence.judgement).toBe('HELD');
    expect(run.evidence.not_restored).toEqual([]);
    expect([run.applyMs, run.rollbackMs]).toEqual([5, 7]);
    expect(scenarioEvidenceSchema.parse(run.evidence)).toEqual(run.evidence);
    expect(JSON.stringify(run.evidence)).not.toMatch(/Ms"/);
  });

  test('is written down with the hashes its kind of rollback has to bring back', () => {
    const before = print();
    const changed = print(CHANGED);
    expect(runOf('transactional').evidence).toMatchObject({
      id: 'a',
      role: 'directus',
      rollback_class: 'RB-CLONE-TXN',
      tables_changed: ['public.births'],
      verified: 'NOT_ASKED',
      before_hash: before.transactionalHash,
      after_apply_hash: changed.transactionalHash,
      after_rollback_hash: before.transactionalHash,
      row_count_before: 5,
      row_count_after: 5,
    });
    expect(runOf('snapshot').evidence).toMatchObject({
      rollback_class: 'RB-CLONE-SNAP',
      before_hash: before.hash,
      after_apply_hash: changed.hash,
      after_rollback_hash: before.hash,
    });
    expect(runOf('read-only').evidence).toMatchObject({
      rollback_class: null,
      after_apply_hash: null,
      before_hash: before.hash,
      after_rollback_hash: before.hash,
    });
  });
});

describe('a change that changed nothing', () => {
  test.each(['transactional', 'snapshot'] as const)('does not hold: %s', (kind) => {
    expect(runOf(kind, { inside: {} }).evidence.judgement).toBe('NOT_HELD');
  });

  test('does not hold where only a sequence moved that a transaction cannot undo', () => {
    expect(runOf('transactional', { inside: MOVED }).evidence.judgement).toBe('NOT_HELD');
    expect(runOf('snapshot', { inside: MOVED }).evidence.judgement).toBe('HELD');
  });
});

describe('a change that was never seen', () => {
  test.each(['transactional', 'snapshot'] as const)('is not decided: %s', (kind) => {
    const { evidence } = runOf(kind, { inside: null });
    expect(evidence.judgement).toBe('NOT_DECIDED');
    expect(evidence.after_apply_hash).toBeNull();
    expect(evidence.tables_changed).toEqual([]);
  });

  test.each(KINDS)('does not hold where a statement failed: %s', (kind) => {
    const failed = finding('SCENARIO_APPLY_FAILED', 'scenarios/a/apply.sql:1', 'it failed');
    const run = runOf(kind, { inside: null, findings: [failed] });
    expect(run.evidence.judgement).toBe('NOT_HELD');
    expect(run.findings).toEqual([failed]);
    expect(run.evidence.findings).toEqual([failed]);
  });
});

describe('what did not come back', () => {
  test.each(KINDS)('is named part by part: %s', (kind) => {
    const run = runOf(kind, {
      after: { tables: [tablePrint('public.births', 4, 'more'), PEOPLE], columns: ['a', 'b'] },
    });
    expect(run.evidence.judgement).toBe('NOT_HELD');
    expect(run.evidence.not_restored).toEqual(['catalog: columns', 'public.births']);
    expect(codesOf(run)).toEqual([
      'SCENARIO_NOT_RESTORED: "catalog: columns" is not as before',
      'SCENARIO_NOT_RESTORED: "public.births" is not as before',
    ]);
    expect([run.evidence.row_count_before, run.evidence.row_count_after]).toEqual([5, 6]);
  });

  test.each(KINDS)('does not hold even where the witness could not name it: %s', (kind) => {
    const { evidence } = runOf(kind, { after: { columns: ['b'] }, changedParts: () => [] });
    expect(evidence.judgement).toBe('NOT_HELD');
  });

  test('is no fault of a transaction where it is a sequence\u2019s position, but of every other kind', () => {
    expect(codesOf(runOf('transactional', { after: MOVED }))).toEqual([]);
    expect(runOf('transactional', { after: MOVED }).evidence.judgement).toBe('HELD');
    for (const kind of ['read-only', 'snapshot'] as const) {
      const run = runOf(kind, { after: MOVED });
      expect(run.evidence.judgement).toBe('NOT_HELD');
      expect(codesOf(run)).toEqual(['SCENARIO_NOT_RESTORED: "sequence values" is not as before']);
    }
  });
});

describe('a clone that was not the baseline', () => {
  test.each(KINDS)('decides against it, even where it came back to itself: %s', (kind) => {
    const other: Parts = { columns: ['another'] };
    const run = runOf(kind, { before: other, after: other });
    expect(run.evidence.judgement).toBe('NOT_HELD');
    expect(codesOf(run)).toContain(DIFFERS);
  });

  test.each(KINDS)('is seen in its sequences too: %s', (kind) => {
    const run = runOf(kind, { before: MOVED, after: MOVED });
    expect(run.evidence.judgement).toBe('NOT_HELD');
    expect(codesOf(run)).toContain(DIFFERS);
  });
});

describe('residue', () => {
  const left: ResidueItem = {
    kind: 'replication slot',
    name: 's',
    what: 'is left',
    undoable: true,
  };

  test.each(KINDS)('that could have been undone does not hold: %s', (kind) => {
    const run = runOf(kind, { residue: [left] });
    expect(run.evidence.judgement).toBe('NOT_HELD');
    expect(codesOf(run)).toEqual(['SCENARIO_LEFT_RESIDUE: replication slot "s"']);
    expect(run.evidence.residue).toEqual([left]);
  });

  test('that nothing could undo is named, and no more', () => {
    const moved: ResidueItem = { ...left, kind: 'sequence', undoable: false };
    const run = runOf('transactional', { residue: [moved] });
    expect(run.evidence.judgement).toBe('HELD');
    expect(run.findings).toEqual([]);
    expect(run.evidence.residue).toEqual([moved]);
  });
});

describe('verifying', () => {
  const asked = { verify: [{ text: 'SELECT true', line: 1 }] };
  const not = finding(
    'SCENARIO_NOT_VERIFIED',
    'scenarios/a/verify.sql:1',
    'it did not answer one true',
  );
  const failed = finding('SCENARIO_APPLY_FAILED', 'scenarios/a/apply.sql:1', 'it failed');

  test.each<readonly [string, Change, string, Judgement]>([
    ['was not asked', {}, 'NOT_ASKED', 'HELD'],
    ['holds', { scenario: asked }, 'HELD', 'HELD'],
    ['is broken', { scenario: asked, findings: [not] }, 'NOT_HELD', 'NOT_HELD'],
    [
      'cannot be decided where the change failed before it',
      { scenario: asked, findings: [failed], inside: null },
      'NOT_DECIDED',
      'NOT_HELD',
    ],
  ])('%s', (_what, change, verified, judgement) => {
    for (const kind of KINDS) {
      const { evidence } = runOf(kind, change);
      expect([evidence.verified, evidence.judgement]).toEqual([verified, judgement]);
    }
  });
});

describe('tables that a scenario names', () => {
  const touched = (run: ScenarioRun): string[] =>
    codesOf(run).filter((each) => each.startsWith('SCENARIO_TOUCHED_OTHER'));
  const other = (name: string): string =>
    `SCENARIO_TOUCHED_OTHER: "${name}" changed and is not named`;

  test('and no other: nothing is noted', () => {
    expect(touched(runOf('transactional', { scenario: { tables: ['public.births'] } }))).toEqual(
      [],
    );
  });

  test('are noted where others changed, and the run holds all the same', () => {
    const run = runOf('transactional', { scenario: { tables: ['public.people'] } });
    expect(touched(run)).toEqual([other('public.births')]);
    expect(run.evidence.judgement).toBe('HELD');
  });

  test('are noted where another was dropped or made', () => {
    const inside: Parts = { tables: [BIRTHS, tablePrint('public.new', 0, '')] };
    const run = runOf('snapshot', { scenario: { tables: ['public.births'] }, inside });
    expect(touched(run)).toEqual([other('public.new'), other('public.people')]);
  });

  test('cover their partitions', () => {
    const part = (content: string): Parts => ({
      tables: [tablePrint('public.births_2024', 3, content, 'public.births')],
    });
    const parts = { baseline: part('x'), before: part('x'), inside: part('y'), after: part('x') };
    expect(
      touched(runOf('snapshot', { ...parts, scenario: { tables: ['public.births'] } })),
    ).toEqual([]);
    expect(
      touched(runOf('snapshot', { ...parts, scenario: { tables: ['public.births_2024'] } })),
    ).toEqual([]);
    expect(
      touched(runOf('snapshot', { ...parts, scenario: { tables: ['public.people'] } })),
    ).toHaveLength(1);
  });

  test('are no matter where none is named, where nothing was seen, and to the catalog', () => {
    expect(touched(runOf('transactional'))).toEqual([]);
    expect(touched(runOf('transactional', { scenario: { tables: ['x'] }, inside: null }))).toEqual(
      [],
    );
    const inside: Parts = { columns: ['a', 'b'], ...MOVED };
    expect(touched(runOf('snapshot', { scenario: { tables: ['x'] }, inside }))).toEqual([]);
  });
});

test('a run is judged in one of the three words whatever went wrong at once', () => {
  const everything: Change = {
    baseline: { columns: [] },
    after: MOVED,
    inside: {},
    findings: [finding('SCENARIO_APPLY_FAILED', 'x', 'y')],
    residue: [{ kind: 'k', name: 'n', what: 'w', undoable: true }],
  };
  for (const kind of KINDS) {
    const { evidence, findings } = runOf(kind, everything);
    expect(evidence.judgement).toBe('NOT_HELD');
    expect(JUDGEMENTS).toContain(evidence.judgement);
    expect(new Set(findings.map(({ code }) => code)).size).toBeGreaterThanOrEqual(3);
  }
});
