// RX-0, by the engine's account: each single breach is seen as that one; silence decides nothing.
import { describe, expect, test } from '@jest/globals';
import { judgeIsolation } from '../../../harness/sandbox/isolation.ts';
import { ENGINE_BREACHES, ENGINE_PATHS } from './engine-breaches.ts';
import { measuredBy, those, withInspect } from './proofs.ts';
import { printed, recordedFacts, recordedImage, recordedInside } from './recorded.ts';

describe('one breach by the engine\u2019s account', () => {
  test.each(ENGINE_BREACHES)('%s: %s', (id, _what, value) => {
    const proof = withInspect(ENGINE_PATHS[id] ?? [], value);
    expect(those(proof, 'NOT_HELD')).toEqual([id]);
    expect(those(proof, 'NOT_DECIDED')).toEqual([]);
    expect(proof.isolated).toBe('NOT_HELD');
  });
});

describe('what the engine did not say', () => {
  test.each(Object.entries(ENGINE_PATHS))('decides nothing: %s', (id, path) => {
    const proof = withInspect(path);
    expect(those(proof, 'NOT_DECIDED')).toEqual([id]);
    expect(those(proof, 'NOT_HELD')).toEqual([]);
    expect(proof.isolated).toBe('NOT_DECIDED');
    expect(measuredBy(proof, id)).toBe('not there');
  });

  test.each([null, undefined, 'text', 7, [], {}, { HostConfig: null, NetworkSettings: 'x' }])(
    'decides nothing at all: %j',
    (inspect) => {
      const proof = judgeIsolation({ ...recordedFacts(), inspect });
      expect(those(proof, 'NOT_DECIDED')).toEqual(Object.keys(ENGINE_PATHS));
      expect(proof.isolated).toBe('NOT_DECIDED');
    },
  );

  test.each([null, undefined, {}, { Config: { Env: 'LANG=1', Volumes: 3 } }])(
    'excuses nothing: an image document %j leaves its variables foreign',
    (image) => {
      const proof = judgeIsolation({ ...recordedFacts(), image });
      expect(those(proof, 'NOT_HELD')).toEqual(['environment']);
      expect(measuredBy(proof, 'environment')).toBe('LANG');
    },
  );

  test('excuses nothing that the image does not name exactly', () => {
    const image = { Config: { ...Object(recordedImage()['Config']), Volumes: { '/data': {} } } };
    const inside = printed({
      ...recordedInside(),
      mounts: [
        ...(recordedInside()['mounts'] ?? []),
        '99 76 254:0 / /data/other rw - ext4 /dev/vda rw',
      ],
    });
    expect(those(judgeIsolation({ ...recordedFacts(), image, inside }), 'NOT_HELD')).toEqual([
      'mounts',
    ]);
  });
});
