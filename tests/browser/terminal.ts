// A page that looks like a terminal, with what a command said in it.
import { escapeMarkup } from '../../harness/report/render-html.ts';

const STYLE = `
body { margin: 0; background: #14181f; }
pre { margin: 0; padding: 20px 24px; width: 116ch; white-space: pre-wrap; background: #14181f; color: #dfe5ee;
  font: 12px/1.5 "DejaVu Sans Mono", ui-monospace, monospace; }
`;

export function terminalPage(lines: readonly string[]): string {
  const shown = lines.map((line) => escapeMarkup(line)).join('\n');
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style><pre>${shown}</pre>\n`;
}
