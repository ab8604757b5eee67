// Every single leaf of a packet, forged: refused, or one of the few facts that nothing speaks of.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PacketDocuments, TreeDocuments } from '../../../harness/run/story/documents.ts';
import type { PacketSources } from '../../../harness/run/story/sources.ts';
import { sha256 } from '../../../harness/kernel/index.ts';
import { forgeriesOf, type Forgery } from './forgeries.ts';
import { documentsOf, emptySources, goodSources, SCHEMAS } from './packets.ts';
import { codesOf, isLike, item, refittedWith } from './told.ts';
import { isSaidOf, isUnspoken, placeOf, UNSPOKEN } from './unspoken.ts';

/** Of some thousand places: other ones in every run of the tests, and the seed is told. */
const RUNS = 80;

interface FileForgery extends Forgery {
  readonly file: keyof TreeDocuments;
}

function forgeriesIn(documents: PacketDocuments): FileForgery[] {
  const files = Object.keys(documents.tree) as (keyof TreeDocuments)[]; // keys of that very type
  return files.flatMap((file) =>
    forgeriesOf(documents.tree[file]).map((forgery) => ({ ...forgery, file })),
  );
}

function isRefused(documents: PacketDocuments, { file, make }: FileForgery): boolean {
  const value = make();
  if (!SCHEMAS[file].safeParse(value).success) return true;
  const tree = { ...documents.tree, [file]: value } as TreeDocuments; // it has its form
  return codesOf({ ...documents, tree }).length > 0;
}

const PACKETS = [
  ['in which everything held', documentsOf(goodSources())],
  ['without a dump', documentsOf(emptySources())],
  ['in which a way back left something', documentsOf(unproven())],
] as const;

function hasCloneIn({ tree }: PacketDocuments): boolean {
  return tree['isolation-proof.json'].isolated !== 'N/A_NO_CLONE';
}

describe('a leaf that was forged, with every hash taken again', () => {
  test.each(PACKETS)('is found out in a packet %s', (_, documents) => {
    const forgeries = forgeriesIn(documents);
    const hasClone = hasCloneIn(documents);
    expect(forgeries.length).toBeGreaterThan(500);
    fc.assert(
      fc.property(fc.constantFrom(...forgeries), (forgery) => {
        return isRefused(documents, forgery) || isUnspoken(forgery.file, forgery.path, hasClone);
      }),
      { numRuns: RUNS },
    );
  });

  test('is passed over only where a forgery of that place is, and for a reason', () => {
    const all = PACKETS.map(([, documents]) => ({ documents, forgeries: forgeriesIn(documents) }));
    for (const unspoken of UNSPOKEN) {
      const { place, why } = unspoken;
      const isNeeded = all
        .filter(({ documents }) => isSaidOf(unspoken, hasCloneIn(documents)))
        .some(({ documents, forgeries }) =>
          forgeries
            .filter(({ file, path }) => place.test(placeOf(file, path)))
            .some((forgery) => !isRefused(documents, forgery)),
        );
      expect([place.source, isNeeded, why !== '']).toEqual([place.source, true, true]);
    }
  });
});

describe('a leaf that was forged, with the whole packet made to fit', () => {
  const documents = documentsOf(unproven());
  test('never makes a packet ready that was not, unless it is found out', () => {
    expect(documents.record?.status).toMatch(/_ROLLBACK_NOT_PROVEN$/);
    fc.assert(
      fc.property(fc.constantFrom(...forgeriesIn(documents)), ({ file, make }) => {
        const forged = refittedWith(documents, file, make());
        if (forged === null || isLike(forged, documents)) return true;
        const isReady = forged.record?.status.endsWith('_ROLLBACK_READY') === true;
        return !isReady || codesOf(forged).length > 0;
      }),
      { numRuns: RUNS },
    );
  });
});

/** A run in which one way back of one scenario was not exact. */
function unproven(): PacketSources {
  const sources = goodSources();
  const scenario = item(sources.execution.scenarios, 1);
  const rollback = item(scenario.rollbacks, 0);
  scenario.judgement = 'NOT_HELD';
  rollback.judgement = 'NOT_HELD';
  rollback.after_rollback_hash = sha256('another state');
  rollback.not_restored = ['public.births'];
  rollback.findings.push({
    code: 'SCENARIO_NOT_RESTORED',
    where: 'inserts (transaction)',
    what: '"public.births" is not as before',
  });
  return sources;
}
