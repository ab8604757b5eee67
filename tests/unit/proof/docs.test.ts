import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { CODES } from '../../../harness/kernel/index.ts';
import { rollbackEntrySchema, WAYS_OF_CLASS } from '../../../harness/proof/contract.ts';

const FILE = path.join(import.meta.dirname, '../../../docs/validator-codes.md');
const DOCUMENTED = /^(ROLLBACK|VALIDATOR|SEAL|GATE|PROBE|REQUEST)_/;

test('the page of codes says what the registry says, for every code once', () => {
  const rows = readFileSync(FILE, 'utf8')
    .split('\n')
    .map((line) => /^\| `([A-Z0-9_]+)` *\| (.+?) *\| (.+?) *\|$/.exec(line))
    .flatMap((match) => (match === null ? [] : [match.slice(1)]));
  const expected = Object.entries(CODES)
    .filter(([code]) => DOCUMENTED.test(code))
    .map(([code, { title, hint }]) => [code, title, hint.charAt(0).toUpperCase() + hint.slice(1)]);
  const byCode = (left: string[], right: string[]): number =>
    (left[0] ?? '') < (right[0] ?? '') ? -1 : 1;
  expect(rows.sort(byCode)).toEqual(expected.sort(byCode));
});

/** Names in backticks of each cell of a row. */
const named = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
const lines = readFileSync(FILE, 'utf8').split('\n');

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
