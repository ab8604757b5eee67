// The report's part on the rehearsal: steps, scenarios, proofs, and whether the harness refuses.
import { data, heading, paragraph, table } from './blocks.ts';
import type { Block, Inline, Line, PacketView } from './contract.ts';

/** RX-0 to RX-6, scenarios with their residue, rollback proofs, self-checks, untouched surfaces. */
export function rehearsalBlocks(view: PacketView, rowLimit: number): Block[] {
  return [
    ...steps(view, rowLimit),
    ...scenarios(view, rowLimit),
    ...proofs(view, rowLimit),
    ...selfChecks(view, rowLimit),
    ...surfaces(view),
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

function scenarios(view: PacketView, rowLimit: number): Block[] {
  const all = view['clone-rehearsal-execution-evidence.json'].scenarios;
  const file = 'clone-rehearsal-execution-evidence.json';
  if (all.length === 0) return [heading(2, 'Scenarios'), paragraph('None was rehearsed.')];
  const rows = all.map(({ id, title, kind, judgement, tables_changed: changed }): Line[] => [
    [data(id)],
    [data(title)],
    [data(kind)],
    [data(judgement)],
    changed.length === 0 ? ['none'] : [`${changed.length}: `, data(changed.join(', '))],
  ]);
  const residue = all.flatMap(({ id, residue: left }) =>
    left.map((item) =>
      [id, item.kind, item.name, item.what, item.undoable ? 'yes' : 'no'].map((cell) => [
        data(cell),
      ]),
    ),
  );
  return [
    heading(2, 'Scenarios'),
    ...table(['scenario', 'title', 'kind', 'judgement', 'what changed'], rows, rowLimit, file),
    heading(3, 'Residue'),
    ...(residue.length === 0
      ? [paragraph('No scenario left anything beside the data.')]
      : [
          paragraph(
            'What each scenario left beside the data; the last column says whether its rollback could have undone it.',
          ),
          ...table(['scenario', 'kind', 'name', 'what', 'undoable'], residue, rowLimit, file),
        ]),
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
  const refused = gate.drifts.filter(({ judgement }) => judgement === 'HELD').length;
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
        `${refused} of ${gate.drifts.length} drifts refused, identical bytes: `,
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

function surfaces(view: PacketView): Block[] {
  const all = view['forbidden-surface-proof.json'].surfaces;
  const rows = all.map(({ title, state }): Line[] => [[data(title)], [data(state)]]);
  return [
    heading(2, 'What was never touched'),
    { kind: 'table', head: ['surface', 'state'], rows },
    paragraph('The measured reason of each stands in ', data('forbidden-surface-proof.json'), '.'),
  ];
}
