// The states of a scenario side by side: before, after the change, and after each way back.
import type { PacketView } from '../contract.ts';
import { badge, icon } from './badge.ts';
import { bar } from './bar.ts';
import { data, markup, listed, NOTHING, type Markup } from './markup.ts';
import type { ScenarioTimes, ScenarioView } from './scenarios.ts';
import { statePicture } from './state-picture.ts';
import { grouped, taking } from './units.ts';

type Back = ScenarioView['rollbacks'][number];
type Times = ScenarioTimes['rollbacks'][number];

/** The whole hash stands in the packet; so many digits are enough to tell two states apart by eye. */
const SHORT_HASH = 12;

export function statesOf(
  scenario: ScenarioView,
  times: ScenarioTimes | null,
  view: PacketView,
): Markup {
  if (scenario.read_only !== null) return readStates(scenario.read_only);
  if (scenario.rollbacks.length === 0) return markup`<p>It came to no way back.</p>`;
  const longest = Math.max(1, ...(times?.rollbacks ?? []).map(({ rollbackMs }) => rollbackMs));
  const several = scenario.rollbacks.length > 1;
  return markup`<div class="ways">
    ${scenario.rollbacks.map((back) => {
      const taken = times?.rollbacks.find(({ way }) => way === back.way) ?? null;
      return oneWay(scenario.id, back, taken, several ? longest : null, view);
    })}
  </div>`;
}

function oneWay(
  id: string,
  back: Back,
  times: Times | null,
  longest: number | null,
  view: PacketView,
): Markup {
  const before = back.before_hash;
  const changed = compared(before, back.after_apply_hash, false);
  const restored = compared(before, back.after_rollback_hash, true);
  const chart = times === null || longest === null ? NOTHING : bar(0, times.rollbackMs / longest);
  return markup`<div class="way">
    <h3>Back by ${data(back.way)} ${badge(back.judgement)}</h3>
    <ol class="states">
      <li>${state('before', before, back.row_count_before)}</li>
      <li>${changed}${state('after the change', back.after_apply_hash, null)}</li>
      <li>${restored}${state('gone back', back.after_rollback_hash, back.row_count_after)}</li>
    </ol>
    <p class="took">
      ${times === null ? markup`not timed` : markup`apply ${taking(times.applyMs)}, back <strong>${taking(times.rollbackMs)}</strong>${times.prepareMs > 0 ? markup`, prepared in ${taking(times.prepareMs)}` : NOTHING}`}${chart}
    </p>
    ${back.not_restored.length === 0 ? NOTHING : markup`<p class="lost"><strong>Not as before:</strong> ${listed(back.not_restored.map(data))}</p>`}
    ${validated(id, back.way, view)}
  </div>`;
}

function state(name: string, hash: string | null, rows: number | null): Markup {
  const shown =
    hash === null
      ? markup`<span class="quiet">not seen</span>`
      : markup`${statePicture(hash)} ${data(hash.slice(0, SHORT_HASH))}`;
  const count = rows === null ? NOTHING : markup`<span class="rows">${grouped(rows)} rows</span>`;
  return markup`<div class="state-card"><span class="when">${name}</span> ${shown} ${count}</div>`;
}

/** Between two states: whether they are what they have to be, in a sign and in words. */
function compared(one: string | null, other: string | null, mustBeEqual: boolean): Markup {
  if (one === null || other === null) {
    return markup`<span class="between open">${icon('open')} <span>not compared</span></span> `;
  }
  const tone = (one === other) === mustBeEqual ? 'good' : 'bad';
  const words =
    one === other
      ? mustBeEqual
        ? 'as before'
        : 'changed nothing'
      : mustBeEqual
        ? 'not as before'
        : 'changed';
  return markup`<span class="between ${tone}">${icon(tone)} <span>${words}</span></span> `;
}

/** What the validator said of the entry in the proof. */
function validated(id: string, way: string, view: PacketView): Markup {
  const entry = view['clone-rollback-evidence.json'].entries.find(
    (each) => each.scenario === id && each.way === way,
  );
  if (entry === undefined) return markup`<p class="quiet">It has no entry in the proof.</p>`;
  const judged = view['hardened-validator-result.json'].this_run.entries.find(
    (each) => each.id === entry.id,
  );
  const codes = judged?.codes ?? [];
  return markup`<p class="validated">
    Validator, entry ${data(entry.id)}: ${badge(judged?.judgement ?? 'NOT_DECIDED')}
    ${listed(codes.map(data))}
  </p>`;
}

function readStates(read: NonNullable<ScenarioView['read_only']>): Markup {
  return markup`<ol class="states">
    <li>${state('first look', read.before_hash, null)}</li>
    <li>
      ${compared(read.before_hash, read.after_hash, true)}${state('second look', read.after_hash, null)}
    </li>
  </ol>`;
}
