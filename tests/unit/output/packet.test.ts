// A packet that still holds what must never leave is not written, whatever way it came in.
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writePacket } from '../../../harness/evidence/index.ts';
import { explain } from '../../../harness/kernel/index.ts';
import { neverLeaves, searchSecretsWith } from '../../../harness/output/index.ts';
import { secretsInText } from '../../../harness/scan/index.ts';
import { request, temporaryFolder } from '../evidence/packets.ts';
import { SECRETS } from './secret-samples.ts';

beforeAll(() => searchSecretsWith(secretsInText));
afterAll(() => searchSecretsWith(() => []));

const { text: secret, kind } = SECRETS[0] ?? { text: '', kind: '' };

test('a secret and a known value are refused by their kind, in JSON and in Markdown', async () => {
  await using folder = await temporaryFolder();
  neverLeaves('known-only-0815');
  const place = path.join(folder.path, 'packet');
  const written = await writePacket(
    request(place, {
      'blockers.json': { version: 1, note: `x ${secret} x` },
      'report.md': `# Report\n\n${secret} known-only-0815\n`,
    }),
  );
  expect(written.kind).toBe('refused');
  expect(written.findings.map(explain).toSorted()).toEqual(
    [
      `blockers.json: it holds: ${kind}`,
      'report.md: it holds: a value that only this machine knows',
      `report.md: it holds: ${kind}`,
    ].map(
      (told) =>
        `EVIDENCE_SECRET_FOUND at ${told}\n  report the file and the kind named; nothing was written.`,
    ),
  );
  expect(await readdir(folder.path)).toEqual([]);
});

test('a packet without one is written', async () => {
  await using folder = await temporaryFolder();
  const written = await writePacket(request(path.join(folder.path, 'packet')));
  expect(written.findings).toEqual([]);
  expect(written.kind).toBe('written');
});
