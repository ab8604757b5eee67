import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { CODES } from '../../../harness/kernel/index.ts';

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
