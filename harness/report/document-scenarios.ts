// The short report's part on scenarios: one line each, those that did not hold first.
import { data, heading, paragraph, table } from './blocks.ts';
import type { Block, Line, PacketView } from './contract.ts';
import { strongestLock } from './strongest-lock.ts';

type ScenarioView = PacketView['clone-rehearsal-execution-evidence.json']['scenarios'][number];

const FILE = 'clone-rehearsal-execution-evidence.json';

export function scenarioBlocks(view: PacketView, rowLimit: number): Block[] {
  const { scenarios, clone_method: method } = view[FILE];
  if (scenarios.length === 0) return [heading(2, 'Scenarios'), paragraph('None was rehearsed.')];
  const ways = scenarios.flatMap(({ rollbacks }) => rollbacks);
  const held = (all: readonly { readonly judgement: string }[]): number =>
    all.filter(({ judgement }) => judgement === 'HELD').length;
  const ordered = scenarios.toSorted(
    (left, right) => Number(left.judgement === 'HELD') - Number(right.judgement === 'HELD'),
  );
  return [
    heading(2, 'Scenarios'),
    paragraph(
      `${held(scenarios)} of ${scenarios.length} held, ${held(ways)} of ${ways.length} ways back exact. `,
      'Each ran on a clone of its own, made by ',
      data(method),
      '.',
    ),
    ...table(
      ['scenario', 'judgement', 'back by', 'rows', 'strongest lock', 'new storage', 'residue'],
      ordered.map(overview),
      rowLimit,
      FILE,
    ),
  ];
}

function overview(scenario: ScenarioView): Line[] {
  const { id, judgement, chain, rollbacks, rewritten, kind } = scenario;
  const lock = strongestLock(scenario);
  const ways = rollbacks.flatMap(({ way, judgement: held }, index): Line => [
    index === 0 ? '' : ', ',
    way,
    ...(held === 'HELD' ? [] : [' ', data(held)]),
  ]);
  const left = new Set(rollbacks.flatMap(({ residue }) => residue.map(({ name }) => name)));
  return [
    chain === null ? [data(id)] : [data(id), ` (step ${chain.place})`],
    [data(judgement)],
    ways.length === 0 ? [kind === 'read-only' ? 'reads only' : 'none'] : ways,
    [rowsOf(scenario)],
    [lock ?? 'none'],
    [rewritten.length === 0 ? 'none' : String(rewritten.length)],
    [left.size === 0 ? 'none' : String(left.size)],
  ];
}

/** Over all tables: inserted, updated, deleted. */
function rowsOf({ kind, rows_changed: rows }: ScenarioView): string {
  if (kind === 'read-only') return 'none';
  if (rows === null) return 'not counted';
  if (rows.length === 0) return 'none';
  const sum = (key: 'inserted' | 'updated' | 'deleted'): number =>
    rows.reduce((total, each) => total + each[key], 0);
  return `+${sum('inserted')} ~${sum('updated')} \u2212${sum('deleted')}`;
}
