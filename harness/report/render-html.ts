// Renders a document as one self-contained HTML page: no script, no request to anywhere.
import type { Block, Inline, Line } from './contract.ts';
import { visible } from './visible.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2430; --paper: #fff; --rule: #ccd3dd; --soft: #f3f5f8; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #dfe5ee; --paper: #14181f; --rule: #39424f; --soft: #1e2530; }
}
body { color: var(--ink); background: var(--paper); font: 16px/1.5 system-ui, sans-serif;
  max-width: 70rem; margin: 2rem auto; padding: 0 1rem; }
code, pre { font: 0.875em/1.4 ui-monospace, monospace; background: var(--soft); border-radius: 3px; }
code { padding: 0.1em 0.3em; overflow-wrap: anywhere; }
pre { padding: 0.8rem; overflow-x: auto; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--rule); padding: 0.35rem 0.6rem; text-align: left; vertical-align: top; }
th { background: var(--soft); }
`.trim();

/** `language` of the page is English; the title is our own text. */
export function renderHtml(title: string, blocks: readonly Block[]): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${escapeMarkup(title)}</title>`,
    `<style>\n${STYLE}\n</style>`,
    '</head>',
    '<body>',
    '<main>',
    ...blocks.map(block),
    '</main>',
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function block(each: Block): string {
  switch (each.kind) {
    case 'heading':
      return `<h${each.level}>${line(each.line)}</h${each.level}>`;
    case 'paragraph':
      return `<p>${line(each.line)}</p>`;
    case 'list':
      return `<ul>\n${each.items.map((item) => `<li>${line(item)}</li>`).join('\n')}\n</ul>`;
    case 'table': {
      const head = each.head.map((cell) => `<th scope="col">${escapeMarkup(cell)}</th>`).join('');
      const rows = each.rows.map(
        (cells) => `<tr>${cells.map((cell) => `<td>${line(cell)}</td>`).join('')}</tr>`,
      );
      return [
        '<div class="scroll"><table>',
        `<thead><tr>${head}</tr></thead>`,
        '<tbody>',
        ...rows,
        '</tbody>',
        '</table></div>',
      ].join('\n');
    }
    case 'commands':
      return `<pre>${each.lines.map((command) => escapeMarkup(command)).join('\n')}</pre>`;
  }
}

function line(pieces: Line): string {
  return pieces.map(inline).join('');
}

function inline(piece: Inline): string {
  if (typeof piece === 'string') return escapeMarkup(piece, 2000);
  const code = `<code>${escapeMarkup(piece.data)}</code>`;
  return piece.isStrong === true ? `<strong>${code}</strong>` : code;
}

/** For text and attribute values of HTML and XML alike. */
export function escapeMarkup(text: string, limit?: number): string {
  return (
    visible(text, limit)
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&#39;')
      // XML 1.0 knows no U+FFFE and U+FFFF, not even escaped.
      .replace(/[\ufffe\uffff]/g, '\ufffd')
  );
}
