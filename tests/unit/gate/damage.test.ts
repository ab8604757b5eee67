// One byte changed anywhere, in the manifest or in a sealed file, is never let through.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  fileFact,
  formatSealManifest,
  parseSealManifest,
  verifySeal,
  type SealEntry,
} from '../../../harness/gate/index.ts';
import { pathFindings } from '../../../harness/gate/manifest.ts';
import { pathProblem } from '../../../harness/gate/paths.ts';
import { sha256 } from '../../../harness/kernel/index.ts';

type Files = ReadonlyMap<string, Uint8Array>;

const entriesOf = (files: Files): SealEntry[] =>
  [...files].map(([path, bytes]) => ({ path, sha256: sha256(bytes), byteLength: bytes.length }));

/** The whole way of the gate: bytes of a manifest, bytes of files, a verdict. */
function judgementOf(manifest: Uint8Array, files: Files): string {
  const parsed = parseSealManifest(manifest);
  if (parsed.kind === 'refused') return 'NOT_DECIDED';
  const facts = new Map([...files].map(([path, bytes]) => [path, fileFact(bytes, sha256(bytes))]));
  const named = new Set(parsed.manifest.entries.map(({ path }) => path));
  const unsealed = [...files.keys()].filter((path) => !named.has(path));
  return verifySeal(parsed.manifest, facts, unsealed).judgement;
}

const path = fc
  .array(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }), {
    minLength: 1,
    maxLength: 3,
  })
  .map((parts) => parts.join('/').normalize('NFC'))
  .filter((each) => pathProblem(each) === null);
const files = fc
  .uniqueArray(fc.tuple(path, fc.uint8Array({ maxLength: 20 })), {
    minLength: 1,
    maxLength: 5,
    selector: ([each]) => each,
  })
  .filter((pairs) => pathFindings(pairs.map(([each]) => each)).length === 0)
  .map((pairs): Files => new Map(pairs));

/** A byte of the buffer, exchanged, taken out or put in; never the same buffer. */
const damage = fc.record({
  kind: fc.constantFrom('exchange', 'remove', 'insert'),
  at: fc.nat(),
  byte: fc.integer({ min: 1, max: 255 }),
});
function damaged(
  bytes: Uint8Array,
  { kind, at, byte }: { kind: string; at: number; byte: number },
): Uint8Array {
  const copy = [...bytes];
  const place = copy.length === 0 ? 0 : at % copy.length;
  if (kind === 'insert' || copy.length === 0) copy.splice(place, 0, byte);
  else if (kind === 'remove') copy.splice(place, 1);
  else copy[place] = ((copy[place] ?? 0) + byte) % 256;
  return Uint8Array.from(copy);
}

describe('a seal', () => {
  test('reads back as it was written, whatever paths it holds', () => {
    fc.assert(
      fc.property(files, (sealed) => {
        const text = formatSealManifest({ entries: entriesOf(sealed) });
        const parsed = parseSealManifest(text);
        if (parsed.kind === 'refused') throw new Error(JSON.stringify(parsed.findings));
        expect(formatSealManifest(parsed.manifest)).toBe(text);
        expect(new Map(parsed.manifest.entries.map((each) => [each.path, each]))).toEqual(
          new Map(entriesOf(sealed).map((each) => [each.path, each])),
        );
        expect(judgementOf(Buffer.from(text), sealed)).toBe('HELD');
      }),
    );
  });

  test('never holds over a manifest with one byte damaged', () => {
    fc.assert(
      fc.property(files, damage, (sealed, how) => {
        const manifest = Buffer.from(formatSealManifest({ entries: entriesOf(sealed) }));
        expect(judgementOf(damaged(manifest, how), sealed)).not.toBe('HELD');
      }),
      { numRuns: 500 },
    );
  });

  test('never holds over a manifest with any of its bytes damaged, one after the other', () => {
    const sealed: Files = new Map([
      ['a/\u00e9 x.sql', Buffer.from('1')],
      ['b.sql', Buffer.from('')],
    ]);
    const manifest = Buffer.from(formatSealManifest({ entries: entriesOf(sealed) }));
    for (let at = 0; at < manifest.length; at += 1) {
      for (const byte of [1, 32, 128]) {
        const bytes = damaged(manifest, { kind: 'exchange', at, byte });
        expect([at, byte, judgementOf(bytes, sealed)]).not.toContain('HELD');
      }
      const shorter = damaged(manifest, { kind: 'remove', at, byte: 0 });
      expect([at, judgementOf(shorter, sealed)]).not.toContain('HELD');
    }
  });

  test('never holds over a sealed file with one byte damaged', () => {
    fc.assert(
      fc.property(files, fc.nat(), damage, (sealed, which, how) => {
        const manifest = Buffer.from(formatSealManifest({ entries: entriesOf(sealed) }));
        const [name, bytes] = [...sealed][which % sealed.size] ?? ['', new Uint8Array()];
        const changed = new Map(sealed).set(name, damaged(bytes, how));
        expect(judgementOf(manifest, changed)).toBe('NOT_HELD');
      }),
    );
  });

  test('never holds where a file is missing or one is more', () => {
    fc.assert(
      fc.property(files, fc.nat(), (sealed, which) => {
        const manifest = Buffer.from(formatSealManifest({ entries: entriesOf(sealed) }));
        const fewer = new Map([...sealed].filter((_, index) => index !== which % sealed.size));
        expect(judgementOf(manifest, fewer)).toBe('NOT_HELD');
        const more = new Map(sealed).set('one more', new Uint8Array());
        expect(judgementOf(manifest, more)).toBe('NOT_HELD');
      }),
    );
  });
});
