// What the verdict rests on beside the scenarios: steps, fingerprint, validator, probes, seal gate.
import type { PacketView } from '../contract.ts';
import { badge } from './badge.ts';
import { data, markup, NOTHING, type Markup } from './markup.ts';
import { more, table } from './table.ts';
import { counted } from './units.ts';

const EXECUTION = 'clone-rehearsal-execution-evidence.json';

export function steps(view: PacketView): Markup {
  const rows = view[EXECUTION].steps.map(({ id, title, judgement, shows }) => [
    data(id),
    markup`${title}`,
    badge(judgement),
    shown(shows),
  ]);
  return table({
    caption: 'The steps of a rehearsal, and what shows each',
    head: ['step', 'what it is', 'judgement', 'what shows it'],
    rows,
    file: EXECUTION,
    isWide: true,
  });
}

/** Few at once; a list of every way back is for whoever opens it. */
function shown(shows: readonly string[]): Markup {
  const items = shows.map((each) => markup`<li>${each}</li>`);
  const list = markup`<ul>
    ${items}
  </ul>`;
  return shows.length <= 3 ? list : more(counted(shows.length, 'fact'), list);
}

export function checks(view: PacketView): Markup {
  const validator = view['hardened-validator-result.json'];
  const probes = view['bad-input-probes.json'];
  const gate = view['ci-seal-vs-bytes-gate-selftest-result.json'];
  const tried = [...gate.drifts, ...gate.refusals];
  const refused = tried.filter(({ judgement }) => judgement === 'HELD').length;
  const closed = probes.probes.filter(({ outcome }) => outcome === 'FAILED_CLOSED').length;
  const forged = validator.negative_control.forged_from;
  const rows: Markup[][] = [
    [
      markup`Validator: selftest`,
      badge(validator.selftest.judgement),
      markup`${counted(validator.selftest.cases.length, 'case')}`,
    ],
    [
      markup`Validator: the proof of this run`,
      badge(validator.this_run.judgement),
      markup`${counted(validator.this_run.entries.length, 'entry', 'entries')}`,
    ],
    [
      markup`Validator: a forged entry`,
      badge(validator.negative_control.judgement),
      forged === null ? markup`no entry to forge` : markup`forged from ${data(forged)}`,
    ],
    [
      markup`Bad-input probes`,
      badge(probes.judgement),
      markup`${closed} of ${probes.probes.length} failed closed`,
    ],
    [
      markup`Seal gate: selftest`,
      badge(gate.judgement),
      markup`${refused} of ${tried.length} drifts and tricks refused; identical bytes
      ${badge(gate.byte_identical.judgement)}`,
    ],
  ];
  const all = table({
    caption: 'Bad inputs, pushed through the real doors of the harness',
    head: ['probe', 'what it tries', 'kind', 'outcome'],
    rows: probes.probes.map(({ id, tries, kind, outcome }) => [
      data(id),
      markup`${tries}`,
      data(kind),
      badge(outcome),
    ]),
    file: 'bad-input-probes.json',
    isWide: true,
  });
  return markup`${table({
    caption: 'Does the harness itself refuse what it has to refuse?',
    head: ['check', 'judgement', 'what was tried'],
    rows,
    file: 'hardened-validator-result.json',
  })}
  ${more('Every probe', all)}`;
}

export function calibration(view: PacketView): Markup {
  const { calibration: found } = view[EXECUTION];
  if (found === null) return markup`<p>It was not tried: it came to no clone for that.</p>`;
  const all = table({
    caption: 'Tiny changes, made on a clone of this database and taken back',
    head: ['kind of change', 'place', 'seen', 'seen to be gone'],
    rows: found.trials.map(({ kind, place, seen, restored }) => [
      markup`${kind}`,
      data(place),
      badge(seen),
      badge(restored),
    ]),
    file: EXECUTION,
  });
  const blind = found.trials.filter(({ seen, restored }) => seen !== 'HELD' || restored !== 'HELD');
  return markup`<p>
      ${badge(found.judgement)} ${found.seen} of ${found.of} kinds of tiny change were made on a
      clone of this database, each seen, and seen to be gone when it was taken back. The schema,
      dumped and restored once more, reads the same: ${badge(found.schema_restored_twice)}
    </p>
    ${blind.length === 0 ? NOTHING : markup`<p><strong>It was blind to ${counted(blind.length, 'kind')}.</strong> They are among the trials below.</p>`}
    ${more('Every kind of change', all)}`;
}
