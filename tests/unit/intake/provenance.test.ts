// Table A, from what intake found on real files.
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import {
  cloneProvenanceSchema,
  provenanceOf,
  type IntakeOutcome,
} from '../../../harness/intake/index.ts';
import { writeArchive } from './archives.ts';
import { ARCHIVE, given } from './given.ts';
const here = given();
describe('Table A', () => {
  test.each<[string, () => Promise<void>, IntakeOutcome['kind'], object]>([
    ['nothing was delivered', async () => undefined, 'missing', { allowed: 'NO', present: 'NO' }],
    [
      'the attestation is missing',
      async () => writeFile(here.dump, ARCHIVE),
      'missing',
      { allowed: 'NO', present: 'YES' },
    ],
    [
      'the dump is refused',
      async () => {
        await writeFile(here.dump, ARCHIVE);
        await here.attest();
        await writeFile(here.dump, writeArchive({ database: 'other' }));
      },
      'refused',
      { allowed: 'NO', present: 'YES' },
    ],
    [
      'the dump is accepted',
      async () => {
        await writeFile(here.dump, ARCHIVE);
        await here.attest();
      },
      'accepted',
      { allowed: 'NOT_DECIDED', present: 'YES' },
    ],
  ])('has its documented form where %s', async (_, make, kind, row) => {
    await make();
    const outcome = await here.take();
    expect(outcome.kind).toBe(kind);
    const table = cloneProvenanceSchema.parse(provenanceOf(outcome, 'NOT_DECIDED'));
    expect(table.candidates[0]).toMatchObject({
      candidate: 'operator dump',
      isolated: 'NOT_DECIDED',
      ...row,
    });
    expect(
      table.candidates.filter(({ candidate }) => /production|replica/.test(candidate)),
    ).toEqual([
      expect.objectContaining({ allowed: 'NO', contains_secrets: 'NOT_DECIDED' }),
      expect.objectContaining({ allowed: 'NO', contains_secrets: 'NOT_DECIDED' }),
    ]);
    expect(table.findings).toEqual(outcome.findings);
    expect(table.attestation?.boundToDump === 'YES').toBe(kind === 'accepted');
    expect(JSON.stringify(table)).not.toContain(here.root);
  });

  test('takes isolation only as it was measured', async () => {
    const outcome = await here.take();
    expect(provenanceOf(outcome, 'YES').candidates.map(({ isolated }) => isolated)[0]).toBe('YES');
    expect(provenanceOf(outcome, 'NO').candidates[0]?.isolated).toBe('NO');
  });

  test('says of a word for a dump that could not be measured that its binding is open', async () => {
    await writeFile(here.dump, ARCHIVE);
    await here.attest();
    const outcome = await here.take();
    if (outcome.kind !== 'accepted') throw new Error(outcome.kind);
    const { attestation } = outcome.dump;
    const unmeasured = {
      kind: 'refused',
      facts: {},
      attestation,
      findings: [],
      allowed: [],
    } as const;
    expect(provenanceOf(unmeasured, 'NOT_DECIDED').attestation?.boundToDump).toBe('NOT_DECIDED');
  });
});
