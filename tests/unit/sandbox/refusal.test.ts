// What an engine's refusal leaves in evidence: its reason, and nothing of this machine.
import { describe, expect, test } from '@jest/globals';
import { refusalWords } from '../../../harness/sandbox/refusal.ts';

const ID = 'ce1f4461'.repeat(8);

describe('an engine\u2019s refusal', () => {
  test.each([
    [
      'of a mount',
      `(HTTP code 500) server error - error while mounting volume '/var/lib/docker/volumes/${ID}/_data': failed to mount local volume: mount overlay:/var/lib/docker/volumes/${ID}/_data, data: lowerdir=/a/b,upperdir=/c: invalid argument `,
      'failed to mount local volume: invalid argument',
    ],
    [
      'of an option',
      '(HTTP code 400) unexpected - create x: missing required option: device',
      'create x: device',
    ],
    ['of a few words', 'operation not permitted', 'operation not permitted'],
    ['that names paths alone', `/home/somebody/docker.sock: /x`, 'the engine refuses such volumes'],
    ['that says nothing', '', 'the engine refuses such volumes'],
  ])('%s', (_which, message, words) => {
    expect(refusalWords(message)).toBe(words);
  });

  test('is short', () => {
    expect(refusalWords('no '.repeat(500)).length).toBeLessThanOrEqual(160);
  });
});
