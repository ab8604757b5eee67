// The report's part on scenarios: what each changed and locked, and every way back that was tried.
import { data, heading, paragraph, table } from './blocks.ts';
import type { Block, Line, PacketView } from './contract.ts';

type Execution = PacketView['clone-rehearsal-execution-evidence.json'];
type ScenarioView = Execution['scenarios'][number];

const FILE = 'clone-rehearsal-execution-evidence.json';

export function scenarioBlocks(view: PacketView, rowLimit: number): Block[] {
  const { scenarios, clone_method: method } = view[FILE];
  if (scenarios.length === 0) return [heading(2, 'Scenarios'), paragraph('None was rehearsed.')];
  return [
    heading(2, 'Scenarios'),
    paragraph('Each ran on a clone of its own, made by ', data(method), '.'),
    ...table(
      ['scenario', 'title', 'kind', 'judgement', 'ways back', 'what changed'],
      scenarios.map(overview),
      rowLimit,
      FILE,
    ),
    ...effects(scenarios, rowLimit),
    ...expectations(scenarios, rowLimit),
    ...residue(scenarios, rowLimit),
  ];
}

function overview(scenario: ScenarioView): Line[] {
  const { id, title, kind, judgement, chain, rollbacks, tables_changed: changed } = scenario;
  const ways = rollbacks.flatMap(({ way, judgement: held }, index): Line => [
    index === 0 ? '' : ', ',
    data(way),
    ...(held === 'HELD' ? [] : [' ', data(held)]),
  ]);
  return [
    chain === null ? [data(id)] : [data(id), ` (step ${chain.place})`],
    [data(title)],
    [data(kind)],
    [data(judgement)],
    ways.length === 0 ? ['none'] : ways,
    changed.length === 0 ? ['none'] : [`${changed.length}: `, data(changed.join(', '))],
  ];
}

/** Rows, the strongest locks and rewrites: what production would feel. */
function effects(scenarios: readonly ScenarioView[], rowLimit: number): Block[] {
  const rows = scenarios
    .filter(({ kind }) => kind !== 'read-only')
    .map((scenario): Line[] => [
      [data(scenario.id)],
      rowsOf(scenario),
      scenario.locks.length === 0
        ? ['none']
        : scenario.locks.flatMap(({ relation, mode }, index): Line => [
            index === 0 ? '' : ', ',
            data(`${mode} on ${relation}`),
          ]),
      scenario.rewritten.length === 0 ? ['none'] : [data(scenario.rewritten.join(', '))],
      scenario.deterministic === 'NO'
        ? ['no: ', data(scenario.varies.join(', '))]
        : [data(scenario.deterministic === 'YES' ? 'yes' : scenario.deterministic)],
    ]);
  if (rows.length === 0) return [];
  return [
    heading(3, 'What each change does'),
    ...table(
      ['scenario', 'rows', 'strongest locks', 'new storage', 'same each time'],
      rows,
      rowLimit,
      FILE,
    ),
  ];
}

function rowsOf({ rows_changed: rows }: ScenarioView): Line {
  if (rows === null) return ['not counted'];
  if (rows.length === 0) return ['none'];
  return rows.flatMap(({ table: name, inserted, updated, deleted }, index): Line => [
    index === 0 ? '' : ', ',
    data(name),
    ` +${inserted} ~${updated} \u2212${deleted}`,
  ]);
}

function expectations(scenarios: readonly ScenarioView[], rowLimit: number): Block[] {
  const rows = scenarios.flatMap(({ id, expectations: asked }) =>
    asked.map(({ expects, judgement }): Line[] => [[data(id)], [data(expects)], [data(judgement)]]),
  );
  if (rows.length === 0) return [];
  return [
    heading(3, 'Expectations'),
    ...table(['scenario', 'expects', 'judgement'], rows, rowLimit, FILE),
  ];
}

function residue(scenarios: readonly ScenarioView[], rowLimit: number): Block[] {
  const rows = scenarios.flatMap(({ id, rollbacks }) =>
    rollbacks.flatMap(({ way, residue: left }) =>
      left.map((item) =>
        [id, way, item.kind, item.name, item.what, item.undoable ? 'yes' : 'no'].map((cell) => [
          data(cell),
        ]),
      ),
    ),
  );
  return [
    heading(3, 'Residue'),
    ...(rows.length === 0
      ? [paragraph('No way back left anything beside the data.')]
      : [
          paragraph(
            'What each way back left beside the data; the last column says whether it could have undone it.',
          ),
          ...table(['scenario', 'way', 'kind', 'name', 'what', 'undoable'], rows, rowLimit, FILE),
        ]),
  ];
}
