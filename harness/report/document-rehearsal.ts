// The report's part on the rehearsal: steps, scenarios, proofs, and whether the harness refuses.
import { data, heading, paragraph, table } from './blocks.ts';
import type { Block, Inline, Line, PacketView } from './contract.ts';
import { scenarioBlocks } from './document-scenarios.ts';
import { surfaceBlocks } from './document-surfaces.ts';

/** RX-0 to RX-6, scenarios with their residue, rollback proofs, self-checks, untouched surfaces. */
export function rehearsalBlocks(view: PacketView, rowLimit: number): Block[] {
  return [
    ...steps(view, rowLimit),
    ...calibration(view, rowLimit),
    ...scenarioBlocks(view, rowLimit),
    ...proofs(view, rowLimit),
    ...selfChecks(view, rowLimit),
    ...surfaceBlocks(view, rowLimit),
  ];
}

function steps(view: PacketView, rowLimit: number): Block[] {
  const rows = view['clone-rehearsal-execution-evidence.json'].steps.map(
    ({ id, title, judgement, shows }) => [
      [data(id)],
      [data(title)],
      [data(judgement)],
      shows.flatMap((text, index): Line => (index === 0 ? [data(text)] : ['; ', data(text)])),
    ],
  );
  return [
    heading(2, 'Rehearsal, RX-0 to RX-6'),
    ...table(
      ['step', 'title', 'judgement', 'what shows it'],
      rows,
      rowLimit,
      'clone-rehearsal-execution-evidence.json',
    ),
  ];
}

function calibration(view: PacketView, rowLimit: number): Block[] {
  const { calibration: found } = view['clone-rehearsal-execution-evidence.json'];
  if (found === null) return [];
  const blind = found.trials.filter(({ seen, restored }) => seen !== 'HELD' || restored !== 'HELD');
  const rows = blind.map(({ kind, place, seen, restored }): Line[] => [
    [data(kind)],
    [data(place)],
    [data(seen)],
    [data(restored)],
  ]);
  return [
    heading(2, 'Is the fingerprint to be believed?'),
    paragraph(
      data(found.judgement),
      `: ${found.seen} of ${found.of} kinds of tiny change were made on a clone of this database, `,
      'each seen, and seen to be gone when it was taken back. ',
      'The schema, dumped and restored once more, reads the same: ',
      data(found.schema_restored_twice),
      '.',
    ),
    ...(blind.length === 0
      ? []
      : table(
          ['kind of change', 'place', 'seen', 'seen to be gone'],
          rows,
          rowLimit,
          'clone-rehearsal-execution-evidence.json',
        )),
  ];
}

const short = (hash: string | null): Inline => data(hash === null ? 'missing' : hash.slice(0, 12));

function proofs(view: PacketView, rowLimit: number): Block[] {
  const file = 'clone-rollback-evidence.json';
  const { entries } = view[file];
  const verdicts = new Map(
    view['hardened-validator-result.json'].this_run.entries.map((each) => [each.id, each]),
  );
  if (entries.length === 0) return [heading(2, 'Rollback proofs'), paragraph('There is none.')];
  const rows = entries.map((entry): Line[] => {
    const judged = verdicts.get(entry.id);
    const codes = (judged?.codes ?? []).flatMap((code): Line => [' ', data(code)]);
    return [
      [data(entry.id)],
      [short(entry.before_hash)],
      [short(entry.after_apply_hash)],
      [short(entry.after_rollback_hash)],
      [data(`${entry.row_count_before ?? '?'} / ${entry.row_count_after ?? '?'}`)],
      [data(judged?.judgement ?? 'NOT_DECIDED'), ...codes],
    ];
  });
  return [
    heading(2, 'Rollback proofs'),
    paragraph(
      'Hashes are shortened. After the rollback the first and the third must be equal, the second different.',
    ),
    ...table(
      ['proof', 'before', 'after apply', 'after rollback', 'rows before / after', 'validator'],
      rows,
      rowLimit,
      file,
    ),
  ];
}

function selfChecks(view: PacketView, rowLimit: number): Block[] {
  const validator = view['hardened-validator-result.json'];
  const probes = view['bad-input-probes.json'];
  const gate = view['ci-seal-vs-bytes-gate-selftest-result.json'];
  const open = probes.probes.filter(({ outcome }) => outcome !== 'FAILED_CLOSED');
  const closed = probes.probes.length - open.length;
  const tried = [...gate.drifts, ...gate.refusals];
  const refused = tried.filter(({ judgement }) => judgement === 'HELD').length;
  const forged = validator.negative_control.forged_from;
  const rows: Line[][] = [
    [
      ['Validator: selftest'],
      [data(validator.selftest.judgement)],
      [`${validator.selftest.cases.length} cases`],
    ],
    [
      ['Validator: this run\u2019s proof'],
      [data(validator.this_run.judgement)],
      [`${validator.this_run.entries.length} entries`],
    ],
    [
      ['Validator: negative control'],
      [data(validator.negative_control.judgement)],
      forged === null ? ['no entry to forge'] : ['forged from ', data(forged)],
    ],
    [
      ['Bad-input probes'],
      [data(probes.judgement)],
      [`${closed} of ${probes.probes.length} failed closed`],
    ],
    [
      ['Seal gate: selftest'],
      [data(gate.judgement)],
      [
        `${refused} of ${tried.length} drifts and tricks refused, identical bytes: `,
        data(gate.byte_identical.judgement),
      ],
    ],
  ];
  const blocks: Block[] = [
    heading(2, 'Does the harness itself refuse?'),
    { kind: 'table', head: ['check', 'judgement', 'what was tried'], rows },
  ];
  if (open.length === 0) return blocks;
  const openRows = open.map(({ id, kind, outcome }) =>
    [id, kind, outcome].map((cell) => [data(cell)]),
  );
  return [
    ...blocks,
    ...table(['probe', 'kind', 'outcome'], openRows, rowLimit, 'bad-input-probes.json'),
  ];
}
