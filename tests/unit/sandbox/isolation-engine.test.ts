// RX-0, by the engine's account: each single breach is seen as that one; silence decides nothing.
import { describe, expect, test } from '@jest/globals';
import { judgeIsolation } from '../../../harness/sandbox/isolation.ts';
import { ENGINE_BREACHES, ENGINE_PATHS } from './engine-breaches.ts';
import { measuredBy, those, withInspect } from './proofs.ts';
import {
  printed,
  recordedFacts,
  recordedImage,
  recordedInside,
  recordedInspect,
} from './recorded.ts';

describe('one breach by the engine\u2019s account', () => {
  test.each(ENGINE_BREACHES)('%s: %s', (id, _what, value, also = []) => {
    const proof = withInspect(ENGINE_PATHS[id] ?? [], value);
    expect(those(proof, 'NOT_HELD')).toEqual([id, ...also]);
    expect(those(proof, 'NOT_DECIDED')).toEqual([]);
    expect(proof.isolated).toBe('NOT_HELD');
  });
});

describe('what the engine did not say', () => {
  test.each(Object.entries(ENGINE_PATHS))('decides nothing: %s', (id, path) => {
    const proof = withInspect(path);
    const ofThisPlace = Object.keys(ENGINE_PATHS).filter(
      (each) => ENGINE_PATHS[each]?.join() === path.join(),
    );
    expect(those(proof, 'NOT_DECIDED')).toEqual(ofThisPlace);
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

describe('a clone may be without any network', () => {
  const networksOf = (
    of: 'sandbox' | 'clone',
    networks: unknown,
    config: unknown,
  ): readonly [measured: string | undefined, judgement: string | undefined] => {
    const inspect = {
      ...recordedInspect(),
      Config: config,
      NetworkSettings: { Networks: networks },
    };
    const { checks } = judgeIsolation({ ...recordedFacts(), of, inspect });
    const check = checks.find(({ id }) => id === 'networks');
    return [check?.measured, check?.judgement];
  };
  const OFF = { NetworkDisabled: true };

  test.each(['sandbox', 'clone'] as const)('where a %s has none, as it was asked', (of) => {
    expect(networksOf(of, {}, OFF)).toEqual(['none', 'HELD']);
  });

  test.each([
    ['none that nobody asked for', {}, {}],
    ['none, and no word about it', {}, undefined],
    ['none, and another word', {}, { NetworkDisabled: 'true' }],
    ['none, and the word that it has one', {}, { NetworkDisabled: false }],
    ['a bridge', { bridge: {} }, OFF],
    ['nothing of the kind', null, OFF],
  ])('and is refused with %s', (_what, networks, config) => {
    expect(networksOf('sandbox', networks, config)[1]).toBe('NOT_HELD');
    expect(networksOf('clone', networks, config)[1]).toBe('NOT_HELD');
  });

  test('which is not decided where the engine says nothing', () => {
    expect(networksOf('clone', undefined, OFF)).toEqual(['not there', 'NOT_DECIDED']);
  });
});

describe('whose folders are mounted', () => {
  const judged = (ownFolder?: string): string | undefined => {
    const { ownFolder: _recorded, ...facts } = recordedFacts();
    const proof = judgeIsolation(ownFolder === undefined ? facts : { ...facts, ownFolder });
    return proof.checks.find(({ id }) => id === 'mount-sources')?.judgement;
  };

  test('is seen however the engine writes the way to them', () => {
    expect(judged('/private/srv/clone-rehearsal-Q7xk2A')).toBe('HELD');
  });

  test.each([undefined, '', '/srv', '/srv/clone'])(
    'is not decided where the run\u2019s own is called %j',
    (ownFolder) => {
      expect(judged(ownFolder)).toBe('NOT_DECIDED');
    },
  );

  test('is told in a number: a path of the host is nothing for a packet', () => {
    const mounts = [{ Type: 'bind', Source: '/home/someone/.ssh', Destination: '/x', RW: true }];
    expect(measuredBy(withInspect(['Mounts'], mounts), 'mount-sources')).toBe('1 from elsewhere');
  });
});
