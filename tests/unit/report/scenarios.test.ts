// The report's part on scenarios: what each did, every way back, what it left and how long it took.
import { describe, expect, test } from '@jest/globals';
import { packetView, type PacketView } from '../../../harness/report/index.ts';
import { rehearsalBlocks } from '../../../harness/report/document-rehearsal.ts';
import { scenarioBlocks } from '../../../harness/report/document-scenarios.ts';
import { renderMarkdown } from '../../../harness/report/render-markdown.ts';
import { findingsOf } from '../../../harness/report/view.ts';
import type { ScenarioEvidence } from '../../../harness/scenario/evidence-contract.ts';
import { packetFiles, scenarioOf } from './packet.ts';

const FILE = 'clone-rehearsal-execution-evidence.json';

function viewWith(scenarios: readonly object[], more: object = {}): PacketView {
  const files = packetFiles('value');
  files[FILE] = {
    plan: { part: null, scenarios: [] },
    steps: [],
    clone_method: 'overlay',
    baseline: null,
    calibration: null,
    scenarios,
    ...more,
  };
  return packetView(files);
}

const scenario = (more: Partial<ScenarioEvidence> = {}): ScenarioEvidence => ({
  ...scenarioOf('v'),
  ...more,
});
const textOf = (...scenarios: readonly object[]): string =>
  renderMarkdown(scenarioBlocks(viewWith(scenarios), 100));
/** Cells of the row that begins with a name, in the table below a heading. */
function rowOf(text: string, below: string, name: string): string[] | undefined {
  const part = text.split(below)[1] ?? '';
  const row = part.split('\n').find((line) => line.startsWith(`| \`${name}\``));
  return row
    ?.split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
}

describe('scenarios', () => {
  test('say that none was rehearsed where none was', () => {
    expect(textOf()).toContain('None was rehearsed.');
  });

  test('are listed with every way back, and what a way came to where it did not hold', () => {
    const text = textOf(
      scenario({ id: 'a', chain: null, judgement: 'HELD' }),
      scenario({ id: 'b' }),
    );
    expect(text).toContain('made by `overlay`');
    expect(rowOf(text, '## Scenarios', 'a')).toEqual([
      '`a`',
      '`v`',
      '`revert`',
      '`HELD`',
      '`storage`, `revert` `NOT_HELD`',
      '2: `v, v`',
    ]);
    expect(rowOf(text, '## Scenarios', 'b')?.[0]).toBe('`b` (step 2)');
  });

  test('that came to no way back and changed nothing say so', () => {
    const text = textOf(scenario({ id: 'a', chain: null, rollbacks: [], tables_changed: [] }));
    expect(rowOf(text, '## Scenarios', 'a')?.slice(-2)).toEqual(['none', 'none']);
  });

  test('tell rows, locks, new storage, and what varies', () => {
    const text = textOf(
      scenario({ id: 'a' }),
      scenario({ id: 'b', rows_changed: null, locks: [], rewritten: [], deterministic: 'YES' }),
      scenario({ id: 'c', rows_changed: [], deterministic: 'NOT_DECIDED' }),
    );
    expect(rowOf(text, '### What each change does', 'a')?.slice(1)).toEqual([
      '`v` +1 \\~2 \u22123, `v` +4 \\~5 \u22126',
      '`AccessExclusive on v`, `Share on v`',
      '`v`',
      'no: `v, v`',
    ]);
    expect(rowOf(text, '### What each change does', 'b')?.slice(1)).toEqual([
      'not counted',
      'none',
      'none',
      '`yes`',
    ]);
    expect(rowOf(text, '### What each change does', 'c')?.[1]).toBe('none');
    expect(rowOf(text, '### What each change does', 'c')?.at(-1)).toBe('`NOT_DECIDED`');
  });

  test('that only read have no such row, and no such table where all do', () => {
    const reads = scenario({ id: 'r', kind: 'read-only', rollbacks: [], expectations: [] });
    expect(textOf(reads)).not.toContain('### What each change does');
    expect(textOf(reads)).not.toContain('### Expectations');
    expect(rowOf(textOf(reads, scenario()), '### What each change does', 'r')).toBeUndefined();
  });

  test('tell each expectation, and each thing that a way back left', () => {
    const text = textOf(scenario({ id: 'a' }));
    expect(rowOf(text, '### Expectations', 'a')).toEqual(['`a`', '`v`', '`NOT_HELD`']);
    expect(rowOf(text, '### Residue', 'a')).toEqual([
      '`a`',
      '`storage`',
      '`sequence`',
      '`v`',
      '`v`',
      '`no`',
    ]);
    expect(textOf(scenario({ rollbacks: [] }))).toContain(
      'No way back left anything beside the data.',
    );
  });

  test('are cut to the rows that there is room for, and the rest is counted', () => {
    const many = Array.from({ length: 8 }, (_, index) => scenario({ id: `s${index}` }));
    const text = renderMarkdown(scenarioBlocks(viewWith(many), 3));
    expect(text).toContain('5 more in');
    expect(rowOf(text, '## Scenarios', 's2')).toBeDefined();
    expect(rowOf(text.split('### What')[0] ?? '', '## Scenarios', 's3')).toBeUndefined();
  });

  test('give their findings and those of each way back, once each', () => {
    const found = (what: string): { code: string; where: string; what: string } => ({
      code: 'SCENARIO_NOT_RESTORED',
      where: 'a',
      what,
    });
    const base = scenarioOf('v');
    const rollbacks = base.rollbacks.map((each) => ({ ...each, findings: [found('way')] }));
    const view = viewWith([{ ...base, rollbacks, findings: [found('own')] }]);
    const texts = findingsOf(view).filter(({ code }) => code === 'SCENARIO_NOT_RESTORED');
    expect(texts.map(({ what }) => what)).toEqual(['own', 'way']);
  });
});

describe('the calibration', () => {
  const trial = (kind: string, seen: string, restored: string): object => ({
    kind,
    place: 'p',
    own: 'operator',
    seen,
    restored,
  });
  const textWith = (calibration: object | null): string =>
    renderMarkdown(rehearsalBlocks(viewWith([], { calibration }), 100));
  const score = { judgement: 'HELD', seen: 2, of: 2, schema_restored_twice: 'HELD' };

  test('is not told where there was none', () => {
    expect(textWith(null)).not.toContain('Is the fingerprint to be believed?');
  });

  test('is told in one sentence where every change was seen to come and to go', () => {
    const text = textWith({ ...score, trials: [trial('a', 'HELD', 'HELD')] });
    expect(text).toContain('`HELD`: 2 of 2 kinds of tiny change');
    expect(text).not.toContain('kind of change');
  });

  test.each([
    ['NOT_HELD', 'HELD'],
    ['HELD', 'NOT_HELD'],
    ['NOT_DECIDED', 'HELD'],
    ['HELD', 'NOT_DECIDED'],
  ])('names what it was blind to: seen %s, gone %s', (seen, restored) => {
    const trials = [trial('good', 'HELD', 'HELD'), trial('blind', seen, restored)];
    const text = textWith({ ...score, judgement: 'NOT_HELD', trials });
    expect(rowOf(text, 'to be believed?', 'blind')).toEqual([
      '`blind`',
      '`p`',
      `\`${seen}\``,
      `\`${restored}\``,
    ]);
    expect(rowOf(text, 'to be believed?', 'good')).toBeUndefined();
  });
});
