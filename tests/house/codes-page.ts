// Makes docs/codes.md from the registry: `node tests/house/codes-page.ts --write`.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'prettier';
import type { CodeEntry } from '../../harness/kernel/code-entry.ts';
import { CODE_NAMES, CODES, exitCodeOf } from '../../harness/kernel/index.ts';

export const CODES_PAGE = path.join(import.meta.dirname, '../../docs/codes.md');

const INTRODUCTION = `# Codes

Every expected problem has a code. It is stable: scripts may rely on it, and it never gets another
meaning. Each message names the code, the place, what was found and what to do about it.

A code may force the status of a run; the worst of them decides. A _note_ changes no status. Codes that
are marked may be allowed by a lane, as [content-scan.md](content-scan.md) and
[hostile-sql.md](hostile-sql.md) tell: _anywhere_, or _at a place_ that the lane names.

This page is made from the registry by \`node tests/house/codes-page.ts --write\`; a test holds the two
equal.

| forces                | exit code of the run |
| --------------------- | -------------------- |
`;

const FORCES = [
  'USAGE_ERROR',
  'READY_NOT_APPLIED',
  'INPUT_REJECTED',
  'ROLLBACK_NOT_PROVEN',
  'INTERNAL_FAULT',
] as const;

/** The whole page, formatted as the house formats its documents. */
export async function codesPage(): Promise<string> {
  const statuses = FORCES.map((status) => `| \`${status}\` | ${exitCodeOf(status)} |\n`);
  const groups = [...Map.groupBy(CODE_NAMES.toSorted(), (code) => code.split('_')[0] ?? code)];
  const sections = groups.map(([group, codes]) => {
    const rows = codes.map((code) => rowOf(code, CODES[code]));
    return `\n## ${group}\n\n| code | forces | what it says | what to do |\n| - | - | - | - |\n${rows.join('')}`;
  });
  const text = `${INTRODUCTION}${statuses.join('')}| (a note) | none of its own |\n${sections.join('')}`;
  return await format(text, { parser: 'markdown', printWidth: 100 });
}

function rowOf(code: string, { forces, title, hint, allowable }: CodeEntry): string {
  const may =
    allowable === undefined
      ? ''
      : `; a lane may allow it ${allowable === 'everywhere' ? 'anywhere' : 'at a place'}`;
  return `| \`${code}\` | ${forces === null ? 'a note' : `\`${forces}\``}${may} | ${cell(title)} | ${cell(hint)} |\n`;
}

/** Nothing in a cell may end it, or be read as markup. */
function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('*', '\\*');
}

if (process.argv[1] === import.meta.filename) {
  if (!process.argv.includes('--write')) throw new Error('say --write');
  await writeFile(CODES_PAGE, await codesPage());
}
