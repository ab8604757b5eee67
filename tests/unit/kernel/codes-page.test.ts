// The page of codes says what the registry says.
import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { CODE_NAMES } from '../../../harness/kernel/index.ts';
import { CODES_PAGE, codesPage } from '../../house/codes-page.ts';

test('docs/codes.md is what the registry makes of it', async () => {
  const page = await readFile(CODES_PAGE, 'utf8');
  expect(page).toBe(await codesPage());
  for (const code of CODE_NAMES) expect(page).toContain(`\`${code}\``);
});
