// What is published: the spec of the birth surface, and the form of specs as JSON Schema.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { checkSchema, loadSpec, specJsonSchema } from '../../../harness/schema/index.ts';

const FOLDER = path.resolve(import.meta.dirname, '../../../schema-spec');

describe('the birth surface', () => {
  test('is a spec that is taken, with every surface the reference asks for', async () => {
    const { spec, findings } = await loadSpec(path.join(FOLDER, 'birth-surface.yaml'));
    expect(findings).toEqual([]);
    expect(spec?.surfaces.map(({ id }) => id)).toEqual([
      'birth-registry',
      'registry-rows',
      'approval-fields',
      'tier-0-gate',
      'directus-fields',
      'system-issues',
      'ids-hashes-timestamps',
      'rollback-snapshot-anchor',
    ]);
    if (spec === null) return;
    const { table } = checkSchema(spec, null, new Map());
    expect(new Set(table.surfaces.map(({ judgement }) => judgement))).toEqual(
      new Set(['BLOCKER_INPUT_MISSING']),
    );
  });

  test('opens the Tier-0 gate only for an approval, in the database that it names', async () => {
    const { spec } = await loadSpec(path.join(FOLDER, 'birth-surface.yaml'));
    const gate = spec?.surfaces.find(({ id }) => id === 'tier-0-gate');
    expect(gate?.required).toBe(true);
    expect(gate?.database).toBe('directus');
    expect(gate?.tables?.['os_proposal_approvals']?.expect).toEqual([
      { where: { db: 'directus', tier: 0, decision: 'approve' }, atLeast: 1 },
    ]);
  });
});

// After a change of the form, write the file anew from what `specJsonSchema()` returns.
test('the published JSON Schema is that of the program', async () => {
  const published: unknown = JSON.parse(
    await readFile(path.join(FOLDER, 'schema-spec.schema.json'), 'utf8'),
  );
  expect(published).toEqual(specJsonSchema());
});
