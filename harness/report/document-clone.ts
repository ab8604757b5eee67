// The report's part on the clone itself: where it came from, its isolation, its shape.
import { data, heading, paragraph, table } from './blocks.ts';
import type { Block, Line, PacketView } from './contract.ts';

/** Table A, isolation, Table B. */
export function cloneBlocks(view: PacketView, rowLimit: number): Block[] {
  return [
    ...provenance(view, rowLimit),
    ...content(view, rowLimit),
    ...isolation(view, rowLimit),
    ...schema(view, rowLimit),
  ];
}

function provenance(view: PacketView, rowLimit: number): Block[] {
  const { dump, candidates } = view['clone-provenance.json'];
  return [
    heading(2, 'Table A: what could be cloned'),
    dump === null
      ? paragraph('No dump was read.')
      : paragraph(
          'Dump: ',
          data(dump.format),
          ', server ',
          data(dump.serverVersion),
          ', sha256 ',
          data(dump.sha256),
        ),
    ...table(
      [
        'candidate',
        'source',
        'production-shaped',
        'isolated',
        'secrets',
        'allowed',
        'present',
        'note',
      ],
      candidates.map((each) =>
        [
          each.candidate,
          each.source,
          each.production_shaped,
          each.isolated,
          each.contains_secrets,
          each.allowed,
          each.present,
          each.note,
        ].map((cell) => [data(cell)]),
      ),
      rowLimit,
      'clone-provenance.json',
    ),
  ];
}

/** What the rows were searched for, and what the lane lets through; each with its place. */
function content(view: PacketView, rowLimit: number): Block[] {
  const { scan, allowed } = view['clone-provenance.json'];
  const blocks: Block[] = [heading(2, 'Content of the dump')];
  if (scan === null) blocks.push(paragraph('Nobody looked into its rows.'));
  else {
    blocks.push(
      paragraph(data(scan.judgement), `: ${scan.rows} rows of ${scan.tables} tables were read.`),
    );
    if (scan.allowed_hosts.length > 0) {
      blocks.push(
        paragraph('Hosts that the configuration allows: ', data(scan.allowed_hosts.join(', '))),
      );
    }
    const rows = scan.hits.map((each) =>
      [each.where, each.code, each.rule, String(each.count), each.shape].map((cell) => [
        data(cell),
      ]),
    );
    const columns = ['where', 'code', 'rule', 'rows', 'shape'];
    if (rows.length > 0) blocks.push(...table(columns, rows, rowLimit, 'clone-provenance.json'));
  }
  if (allowed.length === 0) return blocks;
  const reasons = allowed.map((each) =>
    [each.code, each.where, each.what, each.reason].map((cell) => [data(cell)]),
  );
  return [
    ...blocks,
    paragraph('Allowed by the lane file:'),
    ...table(['code', 'where', 'what', 'reason'], reasons, rowLimit, 'clone-provenance.json'),
  ];
}

function isolation(view: PacketView, rowLimit: number): Block[] {
  const { isolated, checks } = view['isolation-proof.json'];
  const bad = checks.filter(({ judgement }) => judgement !== 'HELD');
  const blocks: Block[] = [
    heading(2, 'Isolation'),
    paragraph(
      data(isolated),
      `: ${checks.length - bad.length} of ${checks.length} checks held on the running container.`,
    ),
  ];
  if (bad.length === 0) return blocks;
  const rows = bad.map((each) =>
    [each.id, each.measured, each.expected, each.judgement].map((cell) => [data(cell)]),
  );
  return [
    ...blocks,
    ...table(
      ['check', 'measured', 'expected', 'judgement'],
      rows,
      rowLimit,
      'isolation-proof.json',
    ),
  ];
}

function schema(view: PacketView, rowLimit: number): Block[] {
  const { judgement, surfaces: wanted } = view['schema-compatibility.json'];
  const rows = wanted.map((surface): Line[] => [
    [data(surface.id)],
    [data(surface.title)],
    [data(surface.clone_has)],
    [data(surface.judgement)],
    surface.differences.length === 0 ? ['none'] : [`${surface.differences.length}`],
  ]);
  const differing = wanted.flatMap(({ id, differences }) =>
    differences.map(({ path, what }): Line => [data(id), ', ', data(path), ': ', data(what)]),
  );
  const blocks: Block[] = [
    heading(2, 'Table B: schema compatibility'),
    paragraph('Judgement: ', data(judgement)),
    ...table(
      ['surface', 'title', 'clone has', 'judgement', 'differences'],
      rows,
      rowLimit,
      'schema-compatibility.json',
    ),
  ];
  if (differing.length === 0) return blocks;
  blocks.push({ kind: 'list', items: differing.slice(0, rowLimit) });
  if (differing.length > rowLimit) {
    blocks.push(
      paragraph(`${differing.length - rowLimit} more in `, data('schema-compatibility.json'), '.'),
    );
  }
  return blocks;
}
