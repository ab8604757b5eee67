// The report's part on scenarios: what each did, every way back, what it left and how long it took.
import { describe, expect, test } from '@jest/globals';
import { packetView, type PacketView } from '../../../harness/report/index.ts';
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

  test('are counted, with their ways back', () => {
    const text = textOf(scenario({ judgement: 'HELD' }), scenario(), scenario());
    expect(text).toContain('1 of 3 held, 3 of 6 ways back exact.');
    expect(text).toContain('made by `overlay`');
  });

  test('stand in one line each, those that did not hold first', () => {
    const text = textOf(
      scenario({ id: 'a', chain: null, judgement: 'HELD' }),
      scenario({ id: 'b' }),
      scenario({ id: 'c', judgement: 'NOT_DECIDED' }),
    );
    expect(text.match(/^\| `[abc]`/gm)).toEqual(['| `b`', '| `c`', '| `a`']);
    expect(rowOf(text, '## Scenarios', 'a')).toEqual([
      '`a`',
      '`HELD`',
      'storage, revert `NOT_HELD`',
      '+5 \\~7 \u22129',
      'AccessExclusive',
      '1',
      '1',
    ]);
    expect(rowOf(text, '## Scenarios', 'b')?.[0]).toBe('`b` (step 2)');
  });

  test.each([
    ['that changed nothing', { rows_changed: [], locks: [], rewritten: [], rollbacks: [] }, 'none'],
    ['whose rows nobody counted', { rows_changed: null }, 'not counted'],
    ['that only reads', { kind: 'read-only' as const, rows_changed: null }, 'none'],
  ])('%s says so', (_what, more, rows) => {
    const text = textOf(scenario({ id: 'a', ...more }));
    expect(rowOf(text, '## Scenarios', 'a')?.[3]).toBe(rows);
  });

  test('are cut to the rows that there is room for, and the rest is counted', () => {
    const many = Array.from({ length: 8 }, (_, index) => scenario({ id: `s${index}` }));
    const text = renderMarkdown(scenarioBlocks(viewWith(many), 3));
    expect(text).toContain('5 more in');
    expect(rowOf(text, '## Scenarios', 's2')).toBeDefined();
    expect(rowOf(text, '## Scenarios', 's3')).toBeUndefined();
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
