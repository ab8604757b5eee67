// The page of commands says what the program says of itself.
import { expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import { COMMANDS_PAGE, commandsPage } from '../../house/commands-page.ts';

test('docs/commands.md is what the program makes of it', async () => {
  expect(await readFile(COMMANDS_PAGE, 'utf8')).toBe(await commandsPage());
});
