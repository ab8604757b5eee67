// The sandbox image and what earlier runs left, three ways each.
import { describe, expect, test } from '@jest/globals';
import { judgeImage, judgeLeftovers, type ImageState } from '../../../harness/doctor/index.ts';

const state = (changes: Partial<ImageState>): ImageState => ({
  major: 15,
  state: 'current',
  hasBase: true,
  ownBase: null,
  ...changes,
});
const judged = (wanted: number | null, images: readonly ImageState[] | null) => {
  const { judgement, measured, remedy } = judgeImage(wanted, images);
  return [judgement, measured, remedy];
};
const NEXT_RUN =
  'the next rehearsal builds it, without a network, in some seconds; run "make demo", then this again.';
const FIRST_RUN =
  'run "make demo" where a registry or a Debian mirror answers: it builds it, once, from ' +
  'postgres:<major> or from packages (then as root, or with mmdebstrap).';

describe('the sandbox image', () => {
  test('is good where the dump\u2019s major is there, made by today\u2019s recipe', () => {
    expect(judged(15, [state({})])).toEqual(['HELD', 'Postgres 15, of today\u2019s recipe', null]);
  });

  test('of another major does not help a dump', () => {
    expect(judged(17, [state({}), state({ major: 17, state: 'absent', hasBase: false })])).toEqual([
      'NOT_HELD',
      'Postgres 17: absent, and so is its base',
      FIRST_RUN,
    ]);
  });

  test('of an older recipe is built again, and nothing was tried on it', () => {
    expect(judged(15, [state({ state: 'old' })])).toEqual([
      'NOT_DECIDED',
      'Postgres 15: of an older recipe, and its base is there',
      NEXT_RUN,
    ]);
  });

  test('whose base the operator names must be there', () => {
    const own = state({ state: 'absent', hasBase: false, ownBase: 'postgis/postgis:15' });
    expect(judged(15, [own])).toEqual([
      'NOT_HELD',
      'Postgres 15: absent, and its base postgis/postgis:15 is not there',
      'pull postgis/postgis:15, which "images" in rehearsal.config.yaml names.',
    ]);
  });

  test('is any one where there is no dump yet', () => {
    const absent = state({ major: 17, state: 'absent' });
    expect(judged(null, [state({}), absent])).toEqual(['HELD', 'Postgres 15', null]);
    expect(judged(null, [absent])).toEqual(['NOT_DECIDED', 'no current one', FIRST_RUN]);
  });

  test('cannot be told without an engine', () => {
    expect(judged(15, null)).toEqual([
      'NOT_DECIDED',
      'not tried: "engine" does not hold',
      'see "engine".',
    ]);
  });
});

describe('what earlier runs left', () => {
  test.each([
    [{ ended: 0, folders: 0, live: 0 }, 'HELD', 'none'],
    [{ ended: 0, folders: 0, live: 2 }, 'HELD', 'none; 2 live runs, which nothing touches'],
    [
      { ended: 1, folders: 0, live: 0 },
      'NOT_HELD',
      'of 1 ended runs on the engine, 0 folders here',
    ],
    [
      { ended: 0, folders: 3, live: 1 },
      'NOT_HELD',
      'of 0 ended runs on the engine, 3 folders here; 1 live runs, which nothing touches',
    ],
    [null, 'NOT_DECIDED', 'not tried: "engine" does not hold'],
  ])('%j is %s', (left, judgement, measured) => {
    const check = judgeLeftovers(left, 'engine');
    expect([check.judgement, check.measured]).toEqual([judgement, measured]);
    const sweep = 'run "make sweep"; the next rehearsal does it as well.';
    expect(check.remedy).toBe(
      { HELD: null, NOT_HELD: sweep, NOT_DECIDED: 'see "engine".' }[judgement],
    );
  });
});
