// Findings: each code once, with what to do, and every place that it was found at.
import type { PacketView, ViewFinding } from '../contract.ts';
import { codeEntry, findingsOf, isGrave } from '../view.ts';
import { icon } from './badge.ts';
import { data, markup, NOTHING, type Markup } from './markup.ts';
import { counted } from './units.ts';

/** Places of one code that are shown; the rest stands in the packet's files. */
const MOST_PLACES = 200;

export function findings(view: PacketView): Markup {
  const all = findingsOf(view);
  if (all.length === 0) {
    return markup`<p class="calm">
      ${icon('good')} Nothing was found that a reader would have to know.
    </p>`;
  }
  return findingList(all);
}

export function findingList(all: readonly ViewFinding[]): Markup {
  return markup`${[...Map.groupBy(all, ({ code }) => code)].map(([code, found]) => one(code, found))}`;
}

function one(code: string, found: readonly ViewFinding[]): Markup {
  const entry = codeEntry(code);
  const places = found
    .slice(0, MOST_PLACES)
    .map(({ where, what }) => markup`<li>${data(where)}: ${data(what)}</li>`);
  const grave = isGrave(code);
  return markup`<div class="finding ${grave ? 'bad' : 'note'}">
    <h3>
      ${icon(grave ? 'bad' : 'none')} ${entry === null ? 'a code of another version' : entry.title}
    </h3>
    <p class="code">${data(code)} ${grave ? 'refuses' : 'worth knowing; it refuses nothing'}</p>
    <ul>
      ${places}
    </ul>
    ${found.length > MOST_PLACES ? markup`<p class="quiet">${counted(found.length - MOST_PLACES, 'more place')} in the packet’s files.</p>` : NOTHING}
    ${entry === null ? NOTHING : markup`<p class="hint"><strong>What to do:</strong> ${entry.hint}</p>`}
  </div>`;
}
