// Renders a document as GitHub-flavoured Markdown. Foreign values stand in code spans: there, no
// mark-up, link, mention, entity or HTML of theirs is ever read as such.
import type { Block, Inline, Line } from './contract.ts';
import { visible } from './visible.ts';

export function renderMarkdown(blocks: readonly Block[]): string {
  return `${blocks.map(block).join('\n\n')}\n`;
}

function block(each: Block): string {
  switch (each.kind) {
    case 'heading':
      return `${'#'.repeat(each.level)} ${line(each.line, false)}`;
    case 'paragraph':
      return line(each.line, false);
    case 'list':
      return each.items.map((item) => `- ${line(item, false)}`).join('\n');
    case 'table':
      return [
        row(each.head.map(words)),
        row(each.head.map(() => '---')),
        ...each.rows.map((cells) => row(cells.map((cell) => line(cell, true)))),
      ].join('\n');
    case 'commands':
      return ['```sh', ...each.lines.map((command) => visible(command)), '```'].join('\n');
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => (cell === '' ? ' ' : cell)).join(' | ')} |`;
}

function line(pieces: Line, isCell: boolean): string {
  return pieces.map((piece) => inline(piece, isCell)).join('');
}

function inline(piece: Inline, isCell: boolean): string {
  if (typeof piece === 'string') return words(piece);
  const span = codeSpan(piece.data, isCell);
  return piece.isStrong === true ? `**${span}**` : span;
}

/** Our own words; escaped too, so that a value which got among them by mistake does no harm. */
function words(text: string): string {
  return visible(text, 2000).replace(/[\\`*_{}[\]<>#|&~@!$]/g, '\\$&');
}

/** A fence longer than any run of backticks inside; a table's cell needs its pipes escaped even there. */
export function codeSpan(value: string, isCell: boolean): string {
  const text = visible(value);
  if (text.trim() === '') return text === '' ? '(empty)' : '(white space)';
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const pad = /^[` ]|[` ]$/.test(text) ? ' ' : '';
  const shown = isCell ? text.replaceAll('|', '\\|') : text;
  return `${fence}${pad}${shown}${pad}${fence}`;
}
