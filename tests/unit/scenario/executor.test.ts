// The executor that production would run holds the very statements that are rehearsed.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@jest/globals';

const SCENARIOS = path.resolve(import.meta.dirname, '../../../scenarios');
const IN_ORDER = ['birth-insert', 'registry-supersede', 'birth-backfill', 'birth-add-column'];

test('the executor holds the text of each rehearsed change, in their order', async () => {
  const executor = await readFile(path.join(SCENARIOS, 'executor/99_run_all.sql'), 'utf8');
  const places = await Promise.all(
    IN_ORDER.map(async (id) =>
      executor.indexOf((await readFile(path.join(SCENARIOS, id, 'apply.sql'), 'utf8')).trim()),
    ),
  );
  expect(places).not.toContain(-1);
  expect(places).toEqual([...places].sort((left, right) => left - right));
});
