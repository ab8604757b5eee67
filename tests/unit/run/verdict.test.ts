// The final status: ready comes from one list only, the complete one of claims that all held.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  CODE_NAMES,
  CODES,
  finding,
  JUDGEMENTS,
  type Judgement,
} from '../../../harness/kernel/index.ts';
import { decideStatus, type Claims } from '../../../harness/verdict.ts';

const HELD: Claims = {
  isolation: 'HELD',
  content: 'HELD',
  restore: 'HELD',
  schema: 'HELD',
  isPart: false,
  steps: ['HELD', 'HELD', 'HELD', 'HELD', 'HELD', 'HELD', 'HELD'],
  calibration: 'HELD',
  scenarios: ['HELD', 'HELD', 'HELD'],
  validator: 'HELD',
  probes: 'HELD',
  gateSelftest: 'HELD',
  surfaces: 'HELD',
};
const NAMES = [
  'isolation',
  'content',
  'restore',
  'schema',
  'calibration',
  'validator',
  'probes',
  'gateSelftest',
  'surfaces',
];
const WEAKER = ['NOT_HELD', 'NOT_DECIDED', null] as const;
const NOTES = CODE_NAMES.filter((code) => CODES[code].forces === null);
const FORCING = CODE_NAMES.filter((code) => CODES[code].forces !== null);

describe('ready', () => {
  test('is a run whose every claim held', () => {
    expect(decideStatus([], HELD)).toBe('ROLLBACK_READY');
  });

  test('is not taken back by a note', () => {
    expect(NOTES.length).toBeGreaterThan(0);
    const notes = NOTES.map((code) => finding(code, 'here', 'a note'));
    expect(decideStatus(notes, HELD)).toBe('ROLLBACK_READY');
  });

  test('names in these tests every claim there is', () => {
    expect([...NAMES, 'isPart', 'scenarios', 'steps'].sort()).toEqual(Object.keys(HELD).sort());
  });

  test.each(NAMES.flatMap((name) => WEAKER.map((weaker) => [name, weaker] as const)))(
    'is not said where %s is %s',
    (name, weaker) => {
      expect(decideStatus([], { ...HELD, [name]: weaker })).toBe('ROLLBACK_NOT_PROVEN');
    },
  );

  test.each(
    [0, 1, 2, 3, 4, 5, 6].flatMap((step) => WEAKER.map((weaker) => [step, weaker] as const)),
  )('is not said where RX-%d is %s', (step, weaker) => {
    const steps = HELD.steps.map((each, index) => (index === step ? weaker : each));
    expect(decideStatus([], { ...HELD, steps })).toBe('ROLLBACK_NOT_PROVEN');
  });

  test.each([0, 1, 2, 3, 4, 5, 6, 8, 14])('is not said with %d steps', (count) => {
    const steps = Array.from({ length: count }, () => 'HELD' as const);
    expect(decideStatus([], { ...HELD, steps })).toBe('ROLLBACK_NOT_PROVEN');
  });

  test.each([0, 1, 2].flatMap((place) => WEAKER.map((weaker) => [place, weaker] as const)))(
    'is not said where scenario %d alone is %s',
    (place, weaker) => {
      const scenarios = HELD.scenarios.map((each, index) => (index === place ? weaker : each));
      expect(decideStatus([], { ...HELD, scenarios })).toBe('ROLLBACK_NOT_PROVEN');
    },
  );

  test('is not said without a scenario, and is with one', () => {
    expect(decideStatus([], { ...HELD, scenarios: [] })).toBe('ROLLBACK_NOT_PROVEN');
    expect(decideStatus([], { ...HELD, scenarios: ['HELD'] })).toBe('ROLLBACK_READY');
  });

  test('is not said of a part, and what falls to others is passed over in a part alone', () => {
    const elsewhere = HELD.steps.map((each, step) => (step === 2 ? 'NOT_IN_PART' : each));
    expect(decideStatus([], { ...HELD, isPart: true })).toBe('PART_HELD');
    expect(decideStatus([], { ...HELD, isPart: true, steps: elsewhere })).toBe('PART_HELD');
    expect(decideStatus([], { ...HELD, steps: elsewhere })).toBe('ROLLBACK_NOT_PROVEN');
  });

  test.each(FORCING)('is not said beside %s', (code) => {
    const status = decideStatus([finding(code, 'here', 'it is')], HELD);
    expect(status).toBe(CODES[code].forces);
    expect(status).not.toBe('ROLLBACK_READY');
  });

  const anyClaim: fc.Arbitrary<Judgement | null> = fc.oneof(
    { weight: 8, arbitrary: fc.constant('HELD' as const) },
    fc.constantFrom(...JUDGEMENTS, null),
  );
  const anyClaims: fc.Arbitrary<Claims> = fc.record({
    isolation: anyClaim,
    content: anyClaim,
    restore: anyClaim,
    schema: anyClaim,
    isPart: fc.boolean(),
    steps: fc.oneof(
      { weight: 4, arbitrary: fc.array(anyClaim, { minLength: 7, maxLength: 7 }) },
      fc.array(anyClaim, { maxLength: 9 }),
    ),
    calibration: anyClaim,
    scenarios: fc.array(anyClaim, { maxLength: 4 }),
    validator: anyClaim,
    probes: anyClaim,
    gateSelftest: anyClaim,
    surfaces: anyClaim,
  });
  const anyFindings = fc
    .array(fc.constantFrom(...CODE_NAMES), { maxLength: 2 })
    .map((codes) => codes.map((code) => finding(code, 'here', 'it is')));

  test('comes from the complete list of claims that held and no forcing finding, and only so', () => {
    const seen = { whole: 0, part: 0 };
    fc.assert(
      fc.property(fc.oneof(fc.constant([]), anyFindings), anyClaims, (findings, claims) => {
        const { steps, scenarios, isPart, ...others } = claims;
        const all = [...steps, ...scenarios, ...Object.values(others)];
        const isGood =
          steps.length === 7 &&
          scenarios.length > 0 &&
          all.every((claim) => claim === 'HELD') &&
          findings.every(({ code }) => CODES[code].forces === null);
        const status = decideStatus(findings, claims);
        if (isGood) seen[isPart ? 'part' : 'whole'] += 1;
        expect(status === 'ROLLBACK_READY').toBe(isGood && !isPart);
        expect(status === 'PART_HELD').toBe(isGood && isPart);
      }),
      { numRuns: 3000 },
    );
    // Else the property would only ever have seen one side.
    expect(Math.min(seen.whole, seen.part)).toBeGreaterThan(0);
  });
});

describe('where something forces a status', () => {
  test('no claim makes it better, and the gravest is told', () => {
    const rejected = finding('SCHEMA_COLUMN_DIFFERS', 'a', 'b');
    const missing = finding('INTAKE_DUMP_MISSING', 'a', 'b');
    const broken = finding('INTERNAL_FAULT', 'a', 'b');
    const nothing: Claims = {
      isolation: null,
      content: null,
      restore: null,
      schema: null,
      isPart: false,
      steps: [],
      calibration: null,
      scenarios: [],
      validator: null,
      probes: null,
      gateSelftest: null,
      surfaces: null,
    };
    for (const claims of [HELD, nothing]) {
      expect(decideStatus([rejected], claims)).toBe('INPUT_REJECTED');
      expect(decideStatus([rejected, missing], claims)).toBe('INPUT_REJECTED');
      expect(decideStatus([missing, broken, rejected], claims)).toBe('INTERNAL_FAULT');
    }
    expect(decideStatus([], nothing)).toBe('ROLLBACK_NOT_PROVEN');
  });
});
