// The page of faults has every fault of the suite, and what was seen of each.
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { FAULTS_PAGE, faultsPage } from '../../fault/page.ts';
import { FAULTS } from '../../fault/rows/index.ts';

test('the page of faults names every fault that is tried, and is what "make faults" makes of it', async () => {
  const page = await readFile(FAULTS_PAGE, 'utf8');
  const names = FAULTS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !page.includes(`| ${name} `))).toEqual([]);
  expect(await faultsPage()).toBe(page);
  // A row is written down when it was seen, not when it was thought of.
  expect(page).not.toContain('not tried yet');
});
