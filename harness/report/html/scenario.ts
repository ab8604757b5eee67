// One scenario in full: its states before, after and gone back, and what the change did on its way.
import type { PacketView } from '../contract.ts';
import { lockStrength } from '../strongest-lock.ts';
import { findingsOfScenario } from '../view.ts';
import { badge } from './badge.ts';
import { bar } from './bar.ts';
import { findingList } from './findings.ts';
import { data, markup, listed, NOTHING, type Markup } from './markup.ts';
import type { ScenarioTimes, ScenarioView } from './scenarios.ts';
import { statesOf } from './states.ts';
import { facts, more, table } from './table.ts';
import { grouped, lasting, sized, taking } from './units.ts';

const FILE = 'clone-rehearsal-execution-evidence.json';

export function scenarioBody(
  scenario: ScenarioView,
  times: ScenarioTimes | null,
  view: PacketView,
): Markup {
  const found = findingsOfScenario(scenario);
  return markup`<div class="body">
    ${found.length === 0 ? NOTHING : findingList(found)} ${statesOf(scenario, times, view)}
    ${summary(scenario, times)} ${rowsTable(scenario)} ${locksTable(scenario, times)}
    ${residueTable(scenario)} ${expectationsTable(scenario)} ${filesOf(scenario)}
  </div>`;
}

function summary(scenario: ScenarioView, times: ScenarioTimes | null): Markup {
  const { kind, role, deterministic, varies, verified, rewritten, tables_changed } = scenario;
  const names = (all: readonly string[]): Markup =>
    all.length === 0 ? markup`none` : listed(all.map(data));
  if (kind === 'read-only') return facts([['Acts as', data(role)]]);
  return facts([
    ['What changed', names(tables_changed)],
    ['New storage (rewrites)', names(rewritten)],
    [
      'WAL written',
      typeof times?.walBytes === 'number' ? markup`${sized(times.walBytes)}` : markup`not measured`,
    ],
    [
      'Same each time',
      deterministic === 'YES'
        ? markup`yes: applied twice, it ended the same`
        : deterministic === 'NO'
          ? markup`no; these vary, and stand in no hash: ${names(varies)}`
          : data(deterministic),
    ],
    ['Its own verify script', verified === 'NOT_ASKED' ? markup`there is none` : badge(verified)],
    ['Kind, role', markup`${data(kind)}, as ${data(role)}`],
  ]);
}

function rowsTable({ kind, rows_changed: rows }: ScenarioView): Markup {
  if (kind === 'read-only') return NOTHING;
  if (rows === null)
    return markup`<p class="quiet">Rows were not counted, or their number varies.</p>`;
  if (rows.length === 0) return markup`<p class="quiet">No row was changed.</p>`;
  return table({
    caption: 'Rows that the change touched',
    head: ['table', 'inserted', 'updated', 'deleted'],
    rows: rows.map(({ table: name, inserted, updated, deleted }) => [
      data(name),
      markup`${grouped(inserted)}`,
      markup`${grouped(updated)}`,
      markup`${grouped(deleted)}`,
    ]),
    file: FILE,
    figures: [1, 2, 3],
  });
}

function locksTable({ kind, locks }: ScenarioView, times: ScenarioTimes | null): Markup {
  if (kind === 'read-only') return NOTHING;
  if (locks.length === 0)
    return markup`<p class="quiet">No lock on anything that was there before.</p>`;
  const held = new Map(times?.locks.map(({ relation, heldMs }) => [relation, heldMs]));
  const longest = Math.max(1, ...held.values());
  const rows = locks.map(({ relation, mode, how }) => {
    const ms = held.get(relation);
    return [
      data(relation),
      lockStrength(mode) === -1 ? data(mode) : markup`<span class="word">${mode}</span>`,
      markup`${how === 'held' ? 'seen while it was held' : 'known of the statement'}`,
      ms === undefined ? markup`not measured` : markup`${taking(ms)}`,
      ms === undefined ? NOTHING : bar(0, ms / longest),
    ];
  });
  return markup`<div class="chart">
    ${table({
      caption: 'The strongest lock on each relation, and how long it was held',
      head: ['relation', 'lock', 'how it is known', 'held', `0 to ${lasting(longest)}`],
      rows,
      file: 'timings.json',
      figures: [3],
    })}
  </div>`;
}

function residueTable({ rollbacks }: ScenarioView): Markup {
  const rows = rollbacks.flatMap(({ way, residue }) =>
    residue.map(({ kind, name, what, undoable }) => [
      data(name),
      data(way),
      data(kind),
      data(what),
      undoable ? markup`yes: it should be gone` : markup`no: no rollback can`,
    ]),
  );
  if (rows.length === 0) return NOTHING;
  return table({
    caption: 'Residue: what is left beside the data after going back',
    head: ['name', 'way back', 'kind', 'what', 'could it be undone?'],
    rows,
    file: FILE,
  });
}

function expectationsTable({ expectations }: ScenarioView): Markup {
  if (expectations.length === 0) return NOTHING;
  return table({
    caption: 'What its author expects of it',
    head: ['expectation', 'judgement'],
    rows: expectations.map(({ expects, judgement }) => [data(expects), badge(judgement)]),
    file: FILE,
  });
}

function filesOf({ files }: ScenarioView): Markup {
  // A packet is read back with its keys sorted: in any other order this page would not come again.
  const names = Object.keys(files).sort();
  const rows = names.map((name) => [data(name), data(files[name] ?? '')]);
  if (rows.length === 0) return NOTHING;
  const content = table({
    caption: 'Files of the scenario',
    head: ['file', 'sha256'],
    rows,
    file: FILE,
  });
  return more('Its files', content);
}
