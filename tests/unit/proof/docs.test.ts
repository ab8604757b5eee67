import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { CODES } from '../../../harness/kernel/index.ts';
import { rollbackEntrySchema, WAYS_OF_CLASS } from '../../../harness/proof/contract.ts';

const FILE = path.join(import.meta.dirname, '../../../docs/validator-codes.md');
// The tables of mutants have a test of their own.
const lines = readFileSync(FILE, 'utf8')
  .replace(/<!-- mutation: begin -->.*<!-- mutation: end -->/s, '')
  .split('\n');
const DOCUMENTED = /^(?:ROLLBACK|VALIDATOR|SEAL|GATE|PROBE|REQUEST|PACKET_PROOF)_/;

test('the page of codes says what the registry says, for every code once', () => {
  const rows = lines
    .filter((line) => /^\| `[A-Z0-9_]+` /.test(line) && !line.startsWith('| `RB-'))
    .map((line) => line.split('|').map((cell) => cell.trim()))
    // Code, when (the validator's own alone), what it means, what to do.
    .map((cells) => [(cells[1] ?? '').replaceAll('`', ''), ...cells.slice(-3, -1)]);
  const expected = Object.entries(CODES)
    .filter(([code]) => DOCUMENTED.test(code))
    .map(([code, { title, hint }]) => [code, title, hint.charAt(0).toUpperCase() + hint.slice(1)]);
  const byCode = (left: string[], right: string[]): number =>
    (left[0] ?? '') < (right[0] ?? '') ? -1 : 1;
  expect(rows.sort(byCode)).toEqual(expected.sort(byCode));
});

test('the page of codes says of each code of the validator when it is given', () => {
  const codes = lines
    .filter((line) => /^\| `(?:ROLLBACK|VALIDATOR)_/.test(line))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  for (const cells of codes) {
    expect(cells).toHaveLength(6);
    expect(cells[2]).not.toBe('');
  }
});

/** Names in backticks of each cell of a row. */
const named = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
test('the page of codes has each key of an entry', () => {
  const from = lines.findIndex((line) => line.startsWith('| key '));
  const rows = lines.slice(from + 2, lines.indexOf('', from));
  const keys = rows.flatMap((line) => named(line.split('|')[1] ?? ''));
  expect(keys.sort()).toEqual(Object.keys(rollbackEntrySchema.shape).sort());
});

test('the page of codes has each class with the ways back that belong to it', () => {
  const rows = lines.filter((line) => line.startsWith('| `RB-')).map((line) => line.split('|'));
  const classes = rows.map((cells) => [named(cells[1] ?? '')[0], named(cells[3] ?? '')]);
  expect(classes).toEqual(Object.entries(WAYS_OF_CLASS));
});
