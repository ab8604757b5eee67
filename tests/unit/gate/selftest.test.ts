// The gate's selftest: every case refused for its own reason, and a broken gate found out.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  checkSeal,
  DRIFT_CLASSES,
  gateSelftest,
  gateSelftestSchema,
  judgeSelftest,
  REFUSALS,
  type GateSelftestResult,
  type SealCheck,
  type SealVerdict,
} from '../../../harness/gate/index.ts';
import { canonicalJson, explain, statusOf, type Code } from '../../../harness/kernel/index.ts';

let root = '';
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'gate-'));
});
afterEach(async () => rm(root, { recursive: true }));

const CASES = Object.keys(DRIFT_CLASSES).length + Object.keys(REFUSALS).length;
const rowsOf = ({ drifts, refusals }: GateSelftestResult) => [...drifts, ...refusals];

/** A gate that always says the same. */
const saying =
  (judgement: SealVerdict['judgement'], identical: number, ...codes: Code[]): SealCheck =>
  async () => ({
    judgement,
    identical,
    sealed: 3,
    findings: codes.map((code) => ({ code, where: 'x', what: 'x' })),
  });

describe('the selftest of the gate', () => {
  test('holds for each drift class and each refusal, and leaves nothing behind', async () => {
    const { result, findings } = await gateSelftest(root);
    expect(gateSelftestSchema.parse(result)).toEqual(result);
    expect(findings).toEqual([]);
    expect(result.judgement).toBe('HELD');
    expect(result.drifts.map(({ drift, found_codes }) => [drift, ...found_codes])).toEqual(
      Object.entries(DRIFT_CLASSES),
    );
    expect(result.refusals.map(({ refusal, found_codes }) => [refusal, found_codes])).toEqual(
      Object.entries(REFUSALS).map(([refusal, { codes }]) => [refusal, codes]),
    );
    expect(await readdir(root)).toEqual([]);
  });

  test('gives the same result twice, as a packet is hashed', async () => {
    const [first, second] = [await gateSelftest(root), await gateSelftest(root)];
    expect(canonicalJson(first.result)).toBe(canonicalJson(second.result));
  });

  test('finds a gate out that passes everything', async () => {
    const { result, findings } = await gateSelftest(root, saying('HELD', 3));
    expect(result.judgement).toBe('NOT_HELD');
    expect(rowsOf(result).map(({ failed_closed }) => failed_closed)).toEqual(
      Array(CASES).fill(false),
    );
    expect(findings).toHaveLength(CASES);
    expect(statusOf(findings)).toBe('ROLLBACK_NOT_PROVEN');
    expect(findings[0] && explain(findings[0])).toBe(
      'GATE_SELFTEST_FAILED at edited-content: found nothing\n  do not trust the gate of this build; report the case named.',
    );
  });

  test('finds a gate out that refuses everything', async () => {
    const sour = saying('NOT_HELD', 0, 'SEAL_CONTENT_EDITED');
    const { result, findings } = await gateSelftest(root, sour);
    expect(result.byte_identical.judgement).toBe('NOT_HELD');
    expect(findings).toHaveLength(CASES + 1);
  });

  test.each([
    ['names the wrong drift', saying('NOT_HELD', 2, 'SEAL_FILE_UNSEALED')],
    ['names a drift and passes', saying('HELD', 2, 'SEAL_BOM')],
    ['refuses and names nothing', saying('NOT_HELD', 2)],
    ['names the right drift and one more', saying('NOT_HELD', 2, 'SEAL_BOM', 'SEAL_FILE_MISSING')],
  ])('finds a gate out that %s', async (_, check) => {
    const { result } = await gateSelftest(root, check);
    expect(result.drifts.map(({ judgement }) => judgement)).toEqual(Array(7).fill('NOT_HELD'));
  });

  test.each<[string, SealCheck, string[]]>([
    [
      'believes the manifest of the tree it checks',
      async (tree, manifest, patterns, { pinned = {} }) =>
        await checkSeal(tree, manifest, patterns, { pinned }),
      ['forged-manifest-elsewhere'],
    ],
    [
      'forgets what is pinned',
      async (tree, manifest, patterns, options) =>
        await checkSeal(tree, manifest, patterns, { ...options, pinned: {} }),
      ['pinned-file-differs', 'pinned-file-missing'],
    ],
    [
      'looks for no new file',
      async (tree, manifest, _, options) => await checkSeal(tree, manifest, [], options),
      [
        'pattern-traversal',
        'pattern-without-files',
        'unsealed-file',
        'unsealed-dot-file',
        'unsealed-link',
        'unsealed-in-new-folder',
      ],
    ],
  ])('finds a gate out that %s', async (_, check, cases) => {
    const { result, findings } = await gateSelftest(root, check);
    expect(result.judgement).toBe('NOT_HELD');
    expect(findings.map(({ where }) => where)).toEqual(cases);
  });
});

describe('a result judged again from its own facts', () => {
  test('is the same where it is honest', async () => {
    const { result } = await gateSelftest(root);
    expect(judgeSelftest(result).result).toEqual(result);
  });

  test('shows every case that was not tried as not decided', async () => {
    const { result } = await gateSelftest(root);
    for (const rows of ['drifts', 'refusals'] as const) {
      const names = rows === 'drifts' ? DRIFT_CLASSES : REFUSALS;
      for (let left = 0; left < Object.keys(names).length; left += 1) {
        const facts = { ...result, [rows]: result[rows].filter((_, index) => index !== left) };
        const again = judgeSelftest(facts);
        expect(again.result.judgement).toBe('NOT_DECIDED');
        expect(again.result[rows][left]?.judgement).toBe('NOT_DECIDED');
        expect(again.findings).toHaveLength(1);
      }
    }
    expect(judgeSelftest({ ...result, drifts: [], refusals: [] }).findings).toHaveLength(CASES);
  });

  test('does not believe what a row says beside its facts, nor a case that is there twice', async () => {
    const honest = (await gateSelftest(root)).result;
    const [first, ...others] = honest.drifts;
    if (first === undefined) throw new Error('no drift was tried');
    const forged: GateSelftestResult = {
      ...honest,
      drifts: [
        { ...first, gate_judgement: 'HELD', found_codes: [], expected_codes: [] },
        ...others,
      ],
    };
    expect(forged.judgement).toBe('HELD');
    const again = judgeSelftest(forged).result;
    expect([again.judgement, again.drifts[0]?.failed_closed]).toEqual(['NOT_HELD', false]);
    const twice = judgeSelftest({ ...honest, drifts: [first, first, ...others] });
    expect(twice.result.judgement).toBe('NOT_DECIDED');
  });

  test.each([
    ['holds where it was refused', { gate_judgement: 'NOT_HELD' }],
    ['cannot tell', { gate_judgement: 'NOT_DECIDED' }],
    ['sealed fewer files', { sealed: 2 }],
    ['found fewer identical', { identical: 2 }],
    ['found something amiss', { found_codes: ['SEAL_BOM'] }],
  ] as const)('does not hold where the gate %s on identical bytes', async (_, change) => {
    const { result } = await gateSelftest(root);
    const facts = { ...result, byte_identical: { ...result.byte_identical, ...change } };
    expect(judgeSelftest(facts).result.judgement).toBe('NOT_HELD');
  });
});
