// The list of scenarios: one line each, opened for the whole of it; those that did not hold are open.
import type { Beside, PacketView } from '../contract.ts';
import { badge, toneOf } from './badge.ts';
import { data, markup, listed, NOTHING, type Markup } from './markup.ts';
import { strongestLock } from '../strongest-lock.ts';
import { scenarioBody } from './scenario.ts';
import { counted, sized, taking } from './units.ts';

export type Execution = PacketView['clone-rehearsal-execution-evidence.json'];
export type ScenarioView = Execution['scenarios'][number];
export type ScenarioTimes = Beside['timings']['scenarios'][number];

/** So few are printed in full, opened or not. */
const PRINTED = 30;

export function scenarios(view: PacketView, { timings }: Beside): Markup {
  const { scenarios: all, clone_method: method } = view['clone-rehearsal-execution-evidence.json'];
  if (all.length === 0) return markup`<p>None was rehearsed.</p>`;
  const times = new Map(timings.scenarios.map((each) => [each.scenario, each]));
  const items = all.map((scenario, index) =>
    item(scenario, times.get(scenario.id) ?? null, view, index),
  );
  return markup`<p>
      ${counted(all.length, 'scenario')}, each on a clone of its own, made by ${data(method)}. Equal
      pictures are equal states: the first and the third of each way back have to be, the second
      must differ.
    </p>
    ${filter(all)}
    <div class="${all.length <= PRINTED ? 'printed' : 'many'}" id="scenario-list">
      ${items}
    </div>`;
}

/** Of use with the page's script only, which shows it: nothing here is needed to read. */
function filter(all: readonly ScenarioView[]): Markup {
  const tones = new Set(all.map(({ judgement }) => judgement));
  const options = [...tones]
    .sort()
    .map((judgement) => markup`<option value="${judgement}">${judgement}</option>`);
  return markup`<form class="filter" id="filter" role="search" aria-label="Scenarios" hidden>
    <label
      >Find <input type="search" id="find" autocomplete="off" placeholder="name, table, lock"
    /></label>
    <label
      >Judgement
      <select id="judged">
        <option value="">all</option>
        ${options}
      </select></label
    >
    <button type="button" id="open-all">Open all</button>
    <button type="button" id="close-all">Close all</button>
    <output id="found" for="find judged">${counted(all.length, 'scenario')}</output>
  </form>`;
}

function item(
  scenario: ScenarioView,
  times: ScenarioTimes | null,
  view: PacketView,
  index: number,
): Markup {
  const { id, title, judgement, chain } = scenario;
  const open = toneOf(judgement) === 'good' ? NOTHING : markup` open`;
  const step =
    chain === null
      ? NOTHING
      : markup` <span class="chip">step ${chain.place} of ${data(chain.id)}</span>`;
  return markup`<details
    class="scenario"
    id="scenario-${index + 1}"
    data-judged="${judgement}"
    ${open}
  >
    <summary>
      ${badge(judgement)}
      <span class="name"><b>${data(id)}</b>${step} <span class="title">${title}</span></span>
      <span class="gist">${gist(scenario, times)}</span>
    </summary>
    ${scenarioBody(scenario, times, view)}
  </details>`;
}

/** What production would feel, in a few words. */
function gist(scenario: ScenarioView, times: ScenarioTimes | null): Markup {
  if (scenario.kind === 'read-only') return markup`reads only`;
  const lock = strongestLock(scenario);
  const slowest = Math.max(-1, ...(times?.rollbacks ?? []).map(({ rollbackMs }) => rollbackMs));
  const parts = [
    markup`back by
    ${scenario.rollbacks.length === 0 ? markup`no way` : listed(scenario.rollbacks.map(({ way }) => markup`${way}`))}`,
    ...(slowest >= 0 ? [markup`in ${taking(slowest)}`] : []),
    ...(lock === null ? [] : [markup`${lock} lock`]),
    ...(typeof times?.walBytes === 'number' ? [markup`${sized(times.walBytes)} WAL`] : []),
    ...(scenario.rewritten.length === 0
      ? []
      : [markup`${counted(scenario.rewritten.length, 'rewrite')}`]),
  ];
  return markup`${parts.map((part) => markup`<span>${part}</span>`)}`;
}
