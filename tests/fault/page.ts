// Makes the table of docs/faults.md from the rows of the suite and from what was seen of each.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'prettier';
import { ROOT } from '../container/cli.ts';
import { FAULTS } from './rows/index.ts';
import type { Seen } from './tried.ts';

export const FAULTS_PAGE = path.join(ROOT, 'docs/faults.md');
const SEEN = path.join(import.meta.dirname, 'seen.json');
const [BEGIN, END] = ['<!-- made by make faults -->', '<!-- end -->'];

/** The page with its table made anew; what stands around it is kept. */
export async function faultsPage(): Promise<string> {
  const page = await readFile(FAULTS_PAGE, 'utf8');
  const seen = JSON.parse(await readFile(SEEN, 'utf8')) as Record<string, Seen>; // the suite's own
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin === -1 || end < begin) throw new Error('docs/faults.md has no place for its table');
  const made = `${page.slice(0, begin)}${BEGIN}\n\n${table(seen)}\n${page.slice(end)}`;
  return await format(made, { parser: 'markdown', printWidth: 100 });
}

function table(seen: Readonly<Record<string, Seen>>): string {
  const rows = FAULTS.map(({ name, stage, done }) => {
    const { ended, left } = seen[name] ?? { ended: 'not tried yet', left: '' };
    return [stage, name, done, ended, left];
  });
  const head = ['stage', 'fault', 'what is done', 'how the run ended', 'what it left'];
  return [head, head.map(() => '-'), ...rows]
    .map((cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`)
    .join('');
}

if (process.argv[1] === import.meta.filename) {
  if (!process.argv.includes('--write')) throw new Error('say --write');
  await writeFile(FAULTS_PAGE, await faultsPage());
}
