// What an interrupted run says of its sandbox is what the engine has said.
import { expect, test } from '@jest/globals';
import { engineLost } from '../../../harness/run/engine-lost.ts';
import { interruptedWords } from '../../../harness/run/interrupted.ts';

const NONE = { containers: 0, volumes: 0, networks: 0 };

test.each([
  [null, 'no sandbox was begun'],
  [NONE, 'the sandbox is gone'],
  [
    { containers: 1, volumes: 3, networks: 0 },
    'the sandbox is NOT gone: the engine still has 1 container, 3 volumes ("make sweep" removes what is left)',
  ],
  [
    { ...NONE, networks: 1 },
    'the sandbox is NOT gone: the engine still has 1 network ("make sweep" removes what is left)',
  ],
  [
    'nobody answers' as const,
    'the engine does not say whether the sandbox is gone ("make sweep" removes what is left)',
  ],
])('of %j it says: %s', (left, words) => expect(interruptedWords(left)).toBe(words));

test('an engine that went away is told with what it says is left', () => {
  const cause = new Error('socket hang up');
  const problem = engineLost(NONE, cause);
  const what = 'it went away while it was used; the sandbox is gone';
  expect(problem.findings).toEqual([{ code: 'ENGINE_LOST', where: 'docker engine', what }]);
  expect(problem.cause).toBe(cause);
});
