// The short report, for a comment on a change: verdict first, then what it rests on, in few lines.
import { partWords } from '../scenario/part-contract.ts';
import { data, heading, listed, paragraph, table } from './blocks.ts';
import type { Block, Line, PacketView } from './contract.ts';
import { checkBlocks } from './document-checks.ts';
import { scenarioBlocks } from './document-scenarios.ts';
import { codeEntry, findingsOf } from './view.ts';
import { meaningOf } from './verdict.ts';

/** `rowLimit`: rows shown of each table; what is left out is counted and its file named. */
export function reportBlocks(view: PacketView, rowLimit: number): Block[] {
  return [
    ...verdict(view),
    ...findingBlocks(view, rowLimit),
    ...scenarioBlocks(view, rowLimit),
    ...checkBlocks(view, rowLimit),
    ...decision(view, rowLimit),
    ...recompute(),
  ];
}

function verdict(view: PacketView): Block[] {
  const { status, title, statement, default: held } = view['decision-packet.json'];
  const { dump } = view['clone-provenance.json'];
  const part = partWords(view['clone-rehearsal-execution-evidence.json'].plan);
  const from: Line =
    dump === null
      ? ['No dump was read.']
      : [
          'Dump: ',
          data(dump.format),
          ', server ',
          data(dump.serverVersion),
          ', sha256 ',
          data(dump.sha256),
          '.',
        ];
  return [
    heading(1, 'Clone rehearsal'),
    paragraph({ data: status, isStrong: true }),
    paragraph(meaningOf(status)),
    ...(part === null ? [] : [paragraph(`This is ${part}.`)]),
    paragraph(
      'This is no authority over production. Selected: none. Default: ',
      data(held),
      '. ',
      statement,
    ),
    paragraph('Lane: ', data(title), '. ', ...from),
  ];
}

/** Places of one code: more are for the page. */
const PLACES = 5;

function findingBlocks(view: PacketView, rowLimit: number): Block[] {
  const all = findingsOf(view);
  if (all.length === 0) return [heading(2, 'Findings'), paragraph('None.')];
  const byCode = [...Map.groupBy(all, ({ code }) => code)];
  const blocks: Block[] = [heading(2, 'Findings')];
  for (const [code, found] of byCode.slice(0, rowLimit)) {
    const entry = codeEntry(code);
    const shown = found.slice(0, PLACES);
    blocks.push(
      paragraph(
        { data: code, isStrong: true },
        entry === null
          ? ': a code of another version.'
          : `: ${entry.title}. What to do: ${entry.hint}`,
      ),
      {
        kind: 'list',
        items: [
          ...shown.map(({ where, what }): Line => [data(where), ': ', data(what)]),
          ...(found.length > shown.length ? [[`and ${found.length - shown.length} more`]] : []),
        ],
      },
    );
  }
  if (byCode.length > rowLimit) {
    blocks.push(paragraph(`${byCode.length - rowLimit} more codes in the packet\u2019s files.`));
  }
  return blocks;
}

function decision(view: PacketView, rowLimit: number): Block[] {
  const { options } = view['decision-packet.json'];
  const rows = view['blockers.json'].blockers.map(({ id, status, actor, title }): Line[] => [
    [data(id)],
    [data(status)],
    [actor.join(' + ')],
    [title],
  ]);
  return [
    heading(2, 'Decision'),
    paragraph(
      'An owner may choose one of ',
      ...options.slice(0, rowLimit).flatMap(({ id }, index) => listed(id, index)),
      options.length > rowLimit ? `, and ${options.length - rowLimit} more` : '',
      '. None is selected here. What each needs stands in ',
      data('decision-packet.md'),
      '.',
    ),
    ...table(['blocker', 'status', 'actor', 'what it is'], rows, rowLimit, 'blockers.json'),
  ];
}

function recompute(): Block[] {
  return [
    heading(2, 'Recompute it yourself'),
    paragraph(
      'In the packet\u2019s folder; the second command prints the tree hash, which the run printed too. All else, with times and states, stands in ',
      data('report.html'),
      '.',
    ),
    {
      kind: 'commands',
      lines: ['sha256sum -c packet_tree.sha256', 'sha256sum packet_tree.sha256'],
    },
  ];
}
