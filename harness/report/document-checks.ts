// The short report's part on everything beside the scenarios: one line a check, and what did not hold.
import { data, heading, paragraph, table } from './blocks.ts';
import type { Block, Line, PacketView } from './contract.ts';

const EXECUTION = 'clone-rehearsal-execution-evidence.json';

export function checkBlocks(view: PacketView, rowLimit: number): Block[] {
  const rows = [...stepRows(view), ...cloneRows(view), ...harnessRows(view)];
  const open = notHeld(view);
  return [
    heading(2, 'Checks'),
    { kind: 'table', head: ['check', 'judgement', 'shown by'], rows },
    ...(open.length === 0
      ? []
      : [
          paragraph('What did not hold, or was not decided:'),
          ...table(['where', 'what', 'judgement'], open, rowLimit, 'report.html'),
        ]),
  ];
}

function stepRows(view: PacketView): Line[][] {
  return view[EXECUTION].steps.map(({ id, title, judgement, shows }) => [
    [data(id), ' ', data(title)],
    [data(judgement)],
    [`${shows.length} ${shows.length === 1 ? 'fact' : 'facts'}`],
  ]);
}

const share = (held: number, of: number, what: string): Line => [`${held} of ${of} ${what}`];

function cloneRows(view: PacketView): Line[][] {
  const { scan, allowed } = view['clone-provenance.json'];
  const { isolated, checks } = view['isolation-proof.json'];
  const { judgement, surfaces } = view['schema-compatibility.json'];
  const { calibration } = view[EXECUTION];
  const held = (all: readonly { readonly judgement: string }[]): number =>
    all.filter((each) => each.judgement === 'HELD').length;
  return [
    [['Isolation'], [data(isolated)], share(held(checks), checks.length, 'checks held')],
    [
      ['Content of the dump'],
      [data(scan?.judgement ?? 'NOT_DECIDED')],
      scan === null
        ? ['nobody looked into its rows']
        : [`${scan.rows} rows of ${scan.tables} tables were read, ${allowed.length} allowed`],
    ],
    [
      ['Table B'],
      [data(judgement)],
      share(held(surfaces), surfaces.length, 'surfaces have what the spec asks for'),
    ],
    ...(calibration === null
      ? []
      : [
          [
            ['Fingerprint'],
            [data(calibration.judgement)],
            share(calibration.seen, calibration.of, 'kinds of tiny change were seen'),
          ],
        ]),
  ];
}

function harnessRows(view: PacketView): Line[][] {
  const validator = view['hardened-validator-result.json'];
  const probes = view['bad-input-probes.json'];
  const gate = view['ci-seal-vs-bytes-gate-selftest-result.json'];
  const proof = view['forbidden-surface-proof.json'];
  const closed = probes.probes.filter(({ outcome }) => outcome === 'FAILED_CLOSED').length;
  const tried = [...gate.drifts, ...gate.refusals];
  const refused = tried.filter(({ judgement }) => judgement === 'HELD').length;
  const shown = proof.surfaces.filter(({ state }) => state !== 'NOT_DECIDED').length;
  const entries = validator.this_run.entries.length;
  return [
    [
      ['Validator'],
      [data(validator.judgement)],
      [
        `${entries} ${entries === 1 ? 'entry' : 'entries'}; a forged one: `,
        data(validator.negative_control.judgement),
      ],
    ],
    [
      ['Bad-input probes'],
      [data(probes.judgement)],
      share(closed, probes.probes.length, 'failed closed'),
    ],
    [
      ['Seal gate'],
      [data(gate.judgement)],
      share(refused, tried.length, 'drifts and tricks refused'),
    ],
    [
      ['Never touched'],
      [data(proof.judgement)],
      share(shown, proof.surfaces.length, 'surfaces of production shown'),
    ],
  ];
}

/** Every single thing that is not good: nothing of it may go under in a sum. */
function notHeld(view: PacketView): Line[][] {
  const row = (where: string, what: string, judgement: string): Line[] => [
    [data(where)],
    [data(what)],
    [data(judgement)],
  ];
  const open = (judgement: string): boolean => judgement !== 'HELD';
  const none = view['isolation-proof.json'].isolated === 'N/A_NO_CLONE';
  return [
    ...view['isolation-proof.json'].checks
      .filter(({ judgement }) => open(judgement))
      .map(({ id, measured, judgement }) => row(id, measured, judgement)),
    // Without a clone each surface says the same, and the line above says it for all of them.
    ...view['schema-compatibility.json'].surfaces
      .filter(({ judgement }) => open(judgement) && judgement !== 'NOT_REQUIRED' && !none)
      .flatMap(({ id, judgement, differences }) =>
        differences.length === 0
          ? [row(id, 'not compared', judgement)]
          : differences.map(({ path, what }) => row(`${id}, ${path}`, what, judgement)),
      ),
    ...(view[EXECUTION].calibration?.trials ?? [])
      .filter(({ seen, restored }) => open(seen) || open(restored))
      .map(({ kind, place, seen, restored }) => row(place, kind, open(seen) ? seen : restored)),
    ...view['hardened-validator-result.json'].this_run.entries
      .filter(({ judgement }) => open(judgement))
      .map(({ id, codes, judgement }) => row(id, codes.join(', '), judgement)),
    ...view['bad-input-probes.json'].probes
      .filter(({ outcome }) => outcome !== 'FAILED_CLOSED' && !(none && outcome !== 'FAILED_OPEN'))
      .map(({ id, tries, outcome }) => row(id, tries, outcome)),
    ...view['ci-seal-vs-bytes-gate-selftest-result.json'].drifts
      .filter(({ judgement }) => open(judgement))
      .map(({ drift, judgement }) => row('seal gate', drift, judgement)),
    ...view['forbidden-surface-proof.json'].surfaces
      .filter(({ state }) => state === 'NOT_DECIDED')
      .map(({ title, reason, state }) => row(title, reason, state)),
  ];
}
