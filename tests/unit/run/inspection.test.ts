// What an inspection tells a person of a dump.
import { describe, expect, test } from '@jest/globals';
import type { DumpContents } from '../../../harness/intake/index.ts';
import { inspectionLines } from '../../../harness/run/inspection.ts';

function schemaLine(schemas: readonly string[]): string | undefined {
  const contents: DumpContents = {
    roles: [],
    extensions: [],
    schemas,
    toc: [],
    databaseOwner: null,
    objects: {},
    listing: [],
    dataEntries: 0,
  };
  return inspectionLines({
    where: 'a.dump',
    facts: {},
    contents,
    attestation: null,
    scan: null,
    findings: [],
    allowed: [],
    allowedExtensions: [],
  }).find((line) => line.startsWith('schemas'));
}

describe('the schemas of an inspected dump', () => {
  test('are named, and counted', () => {
    expect(schemaLine(['audit', 'shop'])).toBe('schemas      2: audit, shop');
  });

  test('are only public where the dump makes none: every database has that one', () => {
    expect(schemaLine([])).toBe('schemas      only public');
  });
});
