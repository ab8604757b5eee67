// What an error carries: its findings, and those of an end that failed too.
import { expect, test } from '@jest/globals';
import { finding, findingsOf, Problem } from '../../../harness/kernel/index.ts';

const LOST = finding('ENGINE_LOST', 'docker engine', 'no answer');
const REFUSED = finding('RESTORE_ERROR', 'restore', 'it broke');

test('findings of a problem are its own', () => {
  expect(findingsOf(new Problem([REFUSED]))).toEqual([REFUSED]);
});

test('where the end has failed too, both are told, the first one first', async () => {
  const fail = async (): Promise<void> => {
    await using stack = new AsyncDisposableStack();
    stack.defer(() => Promise.reject(new Problem([LOST])));
    throw new Problem([REFUSED]);
  };
  const error: unknown = await fail().catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(SuppressedError);
  expect(findingsOf(error)).toEqual([REFUSED, LOST]);
});

test.each([
  ['nobody has foreseen', new Error('x')],
  ['comes after a problem', new SuppressedError(new Error('x'), new Problem([REFUSED]))],
  ['comes before a problem', new SuppressedError(new Problem([LOST]), new Error('x'))],
  ['is no error', 'x'],
])('a fault that %s is told by no finding', (_what, error) => {
  expect(findingsOf(error)).toEqual([]);
});
