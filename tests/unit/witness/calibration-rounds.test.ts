// Changes that follow each other between two looks: what an instrument does not tell apart is tried
// again, each change with two looks of its own. A few words stand for the server and its print.
import { expect, test } from '@jest/globals';
import { tryAll, type Bench, type Waiting } from '../../../harness/witness/calibration/round.io.ts';
import type { Fingerprint } from '../../../harness/witness/contract.ts';
import { print, tablePrint } from './prints.ts';

const PART = 'public.births';
const PEOPLE = tablePrint('public.people', 2, 'people');
const BEFORE = print();

function waiting(
  change: string,
  takeBack = 'none',
  touches: readonly string[] | null = [PART],
): Waiting {
  const place = { place: change, own: 'operator', part: PART, touches } as const;
  return { kind: change, places: [{ ...place, mutate: change, takeBack }], refusal: null };
}

/** What stands is the word that was last sent; `told` is what the instrument makes of it. */
function bench(
  told: (stands: string, last: string) => string,
): Bench & { readonly looks: string[] } {
  let stands = 'none';
  const looks: string[] = [];
  const client = {
    query: (statement: string) => {
      if (statement === 'refused') return Promise.reject(new Error('it stays'));
      stands = statement;
      return Promise.resolve({ rows: [] });
    },
  } as unknown as Bench['client']; // a server is not needed to put looks in a row
  return {
    client,
    isTogether: true,
    isLarge: () => false,
    looks,
    look: (): Promise<Fingerprint> => {
      const word = told(stands, looks.at(-1) ?? 'none');
      looks.push(word);
      const isBefore = word === 'none';
      return Promise.resolve(
        isBefore ? BEFORE : print({ tables: [tablePrint(PART, 3, word), PEOPLE] }),
      );
    },
  };
}

const seenOf = async (on: Bench, kinds: readonly Waiting[]): Promise<readonly string[]> => {
  const { trials } = await tryAll(on, kinds, BEFORE);
  return trials.map(({ trial: { kind, seen, restored } }) => `${kind} ${seen} ${restored}`);
};

test('three changes of one part take a look each, and one at the end', async () => {
  const on = bench((stands) => stands);
  const trials = await seenOf(on, [waiting('one'), waiting('two'), waiting('three')]);
  expect(trials).toEqual(['one HELD HELD', 'two HELD HELD', 'three HELD HELD']);
  expect(on.looks).toEqual(['one', 'two', 'three', 'none']);
});

test('a change that may touch anything is alone in its round, and takes no second look for that', async () => {
  const on = bench((stands) => stands);
  const kinds = [waiting('one'), waiting('anything', 'none', null), waiting('three')];
  const trials = await seenOf(on, kinds);
  expect(trials).toEqual(['one HELD HELD', 'anything HELD HELD', 'three HELD HELD']);
  expect(on.looks).toEqual(['one', 'anything', 'three', 'none']);
});

test('a part that differs and belongs to no change of its round has them tried apart', async () => {
  const on = bench((stands) => stands);
  const trials = await seenOf(on, [waiting('one', 'none', ['public.elsewhere'])]);
  expect(trials).toEqual(['one HELD HELD']);
  expect(on.looks).toEqual(['one', 'one', 'none']);
});

test('a change that only looks like the one before it, because that is still told, is not seen', async () => {
  const on = bench((stands, last) =>
    stands === 'unseen' ? (last === 'one' ? 'one' : 'none') : stands,
  );
  expect(await seenOf(on, [waiting('one'), waiting('unseen')])).toEqual([
    'one HELD HELD',
    'unseen NOT_HELD HELD',
  ]);
});

test('a change that stays is told of that change alone, and of none that came after it', async () => {
  const on = bench((stands) => stands);
  expect(await seenOf(on, [waiting('one', 'refused'), waiting('two')])).toContain(
    'one HELD NOT_HELD',
  );
});

test('an instrument that goes on to tell a change to the end is not believed for any going back', async () => {
  const on = bench((stands, last) => (last === 'two' ? 'two' : stands));
  expect(await seenOf(on, [waiting('one'), waiting('two')])).toContain('two NOT_HELD HELD');
});
