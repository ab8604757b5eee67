// What suites stood on is judged when it is given up: sound, broken, and not looked at.
import { describe, expect, test } from '@jest/globals';
import { explain } from '../../../harness/kernel/index.ts';
import { calibrationFindings, endFindings } from '../../../harness/jest/end-findings.ts';
import type { CloneFacts } from '../../../harness/run/contract.ts';
import { print } from '../witness/prints.ts';
import { CALIBRATION, GONE, isolation } from '../scenario/step-facts.ts';

const SOUND = {
  isolation: isolation('HELD', 'HELD'),
  ground: { method: 'overlay', refusal: null, isolation: 'HELD', isBaselineUntouched: true },
  entry: print(),
  exit: print(),
  calibration: CALIBRATION,
  clusterResidue: [],
  leftovers: GONE,
} as unknown as CloneFacts; // the parts that are asked for

const said = (change: Partial<CloneFacts>): string[] =>
  endFindings({ ...SOUND, ...change }, []).map(({ where, what }) => `${where}: ${what}`);

describe('a baseline that is given up', () => {
  test('is sound where every step of it held', () => {
    expect(said({})).toEqual([]);
  });

  test('is not where something is left, and says what to do', () => {
    const [found, ...others] = endFindings({ ...SOUND, leftovers: { ...GONE, containers: 1 } }, []);
    expect(others).toEqual([]);
    expect(found === undefined ? '' : explain(found)).toBe(
      'JEST_BASELINE_NOT_PROVEN at RX-6: NOT_HELD: containers 1, volumes 0, networks 0; socket folder gone\n' +
        '  rely on no suite of this jest run; run again, and see "make sweep" for what was left.',
    );
  });

  test.each([
    ['it was written', { exit: print({ columns: ['b'] }) }, 'RX-1: NOT_HELD'],
    ['it was not read again', { exit: null }, 'RX-1: NOT_DECIDED'],
    ['nobody looked at what is left', { clusterResidue: null }, 'RX-5: NOT_DECIDED'],
    [
      'a clone was not isolated',
      { isolation: isolation('NOT_HELD', 'NOT_HELD') },
      'RX-0: NOT_HELD',
    ],
    ['the witnesses were not tried', { calibration: null }, 'calibration: it was not tried'],
  ] as const)('is not where %s', (_, change, begins) => {
    const found = said(change as Partial<CloneFacts>); // one fact each
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(begins);
  });

  test('believes no witness whose trial is not decided, findings or not', () => {
    const evidence = { ...CALIBRATION.evidence, judgement: 'NOT_DECIDED' } as const;
    expect(calibrationFindings({ evidence, findings: [] })).toHaveLength(1);
    expect(calibrationFindings(CALIBRATION)).toEqual([]);
  });
});
