// The page of the probes has each attempt that is made, with its door and its codes.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { CODES } from '../../../harness/kernel/index.ts';
import { ATTEMPTS } from './facts.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../../docs/probes.md'), 'utf8');
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split('|').map((cell) => cell.trim()));

test('the page lists every attempt as it is made', () => {
  const documented = rows
    .filter((cells) => (cells[1] ?? '').includes('/') && cells.length === 7)
    .map((cells) => cells.slice(1, 5));
  const made = ATTEMPTS.map(({ key, attempt: { input, door, needsClone, codes } }) => [
    `\`${key}\``,
    input,
    needsClone ? `${door} *` : door,
    codes.map((code) => `\`${code}\``).join(', ') || 'no code: see below',
  ]);
  expect(documented.map(unescaped)).toEqual(made);
});

test('the page says of every code of the probes what it means', () => {
  const codes = rows.map((cells) => (cells[1] ?? '').replaceAll('`', ''));
  const own = Object.keys(CODES).filter((code) => code.startsWith('PROBE_'));
  expect(codes.filter((code) => code.startsWith('PROBE_')).sort()).toEqual(own.sort());
});

/** As a reader sees it: the formatter writes a star of its own with a backslash. */
function unescaped(cells: readonly string[]): string[] {
  return cells.map((cell) => cell.replaceAll('\\', ''));
}
