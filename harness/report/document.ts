// The report as a document: verdict first, then what it rests on. Built from the packet's files only.
import { partWords } from '../scenario/part-contract.ts';
import { data, heading, paragraph } from './blocks.ts';
import type { Block, Line, PacketView } from './contract.ts';
import { decisionBlocks } from './decision-document.ts';
import { cloneBlocks } from './document-clone.ts';
import { rehearsalBlocks } from './document-rehearsal.ts';
import { codeEntry, findingsOf } from './view.ts';
import { meaningOf } from './verdict.ts';

/** `rowLimit`: rows shown of each table; what is left out is counted and its file named. */
export function reportBlocks(view: PacketView, rowLimit: number): Block[] {
  return [
    ...verdict(view),
    ...findingBlocks(view, rowLimit),
    ...cloneBlocks(view, rowLimit),
    ...rehearsalBlocks(view, rowLimit),
    heading(2, 'Decision'),
    ...decisionBlocks(view['decision-packet.json'], view['blockers.json']),
    ...recompute(),
  ];
}

function verdict(view: PacketView): Block[] {
  const { status, title, statement, default: held } = view['decision-packet.json'];
  const part = partWords(view['clone-rehearsal-execution-evidence.json'].plan);
  return [
    heading(1, 'Clone rehearsal'),
    paragraph({ data: status, isStrong: true }),
    paragraph(meaningOf(status)),
    ...(part === null ? [] : [paragraph(`This is ${part}.`)]),
    paragraph('Lane: ', data(title)),
    paragraph(
      'This is no authority over production. Selected: none. Default: ',
      data(held),
      '. ',
      statement,
    ),
  ];
}

function findingBlocks(view: PacketView, rowLimit: number): Block[] {
  const all = findingsOf(view);
  if (all.length === 0) return [heading(2, 'Findings'), paragraph('None.')];
  const byCode = Map.groupBy(all, ({ code }) => code);
  const blocks: Block[] = [heading(2, 'Findings')];
  for (const [code, found] of [...byCode].slice(0, rowLimit)) {
    const entry = codeEntry(code);
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
          ...found
            .slice(0, rowLimit)
            .map(({ where, what }): Line => [data(where), ': ', data(what)]),
          ...(found.length > rowLimit ? [[`and ${found.length - rowLimit} more`]] : []),
        ],
      },
    );
  }
  if (byCode.size > rowLimit)
    blocks.push(paragraph(`${byCode.size - rowLimit} more codes in the packet\u2019s files.`));
  return blocks;
}

function recompute(): Block[] {
  return [
    heading(2, 'Recompute it yourself'),
    paragraph(
      'In the packet\u2019s folder; the second command prints the tree hash, which the run printed too.',
    ),
    {
      kind: 'commands',
      lines: ['sha256sum -c packet_tree.sha256', 'sha256sum packet_tree.sha256'],
    },
  ];
}
