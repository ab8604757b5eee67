// Bounds and free bytes as the kernel prints them inside, and what a dump may come to on that disk.
import { describe, expect, test } from '@jest/globals';
import { freeInside, judgeSpace } from '../../../harness/doctor/index.ts';
import { boundsInside } from '../../../harness/doctor/bounds-inside.ts';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const REMEDY =
  'make room where the engine keeps its data (docker system df), or run on another disk.';

const judged = (changes: Partial<Parameters<typeof judgeSpace>[0]>) => {
  const asked = { freeBytes: 100 * GIB, dump: null, unpackedMiB: 65_536, ...changes };
  const { judgement, measured, remedy } = judgeSpace(asked);
  return [judgement, measured, remedy];
};

describe('the engine\u2019s disk', () => {
  const dump = { byteLength: GIB, compression: 'gzip' } as const;

  test('is good where the whole estimate fits', () => {
    expect(judged({ dump })).toEqual([
      'HELD',
      '100 GiB free; the estimate for this dump is 26 GiB',
      null,
    ]);
  });

  test('is bad where not even the packed bytes fit', () => {
    expect(judged({ dump, freeBytes: GIB })).toEqual([
      'NOT_HELD',
      '1.0 GiB free; at least 1.3 GiB are needed',
      REMEDY,
    ]);
  });

  test('is not told where it may fit, or may not', () => {
    expect(judged({ dump, freeBytes: 20 * GIB })).toEqual([
      'NOT_DECIDED',
      '20 GiB free; the estimate for this dump is 26 GiB',
      REMEDY,
    ]);
  });

  test('is not told where it could not be read, or no sandbox could look', () => {
    expect(judged({ freeBytes: null })).toEqual([
      'NOT_DECIDED',
      'it could not be read inside',
      REMEDY,
    ]);
    expect(judged({ freeBytes: 'no-sandbox' })).toEqual([
      'NOT_DECIDED',
      'not tried: "a sandbox" does not hold',
      'see "a sandbox".',
    ]);
  });

  test('without a dump needs room for an empty cluster', () => {
    expect(judged({})).toEqual(['HELD', '100 GiB free; no dump to compare it with', null]);
    expect(judged({ freeBytes: 100 * MIB })[0]).toBe('NOT_HELD');
  });

  test('is not asked for more than the budget lets unpack', () => {
    expect(judged({ dump, unpackedMiB: 1024 })[1]).toBe(
      '100 GiB free; the estimate for this dump is 5.0 GiB',
    );
  });

  test('takes a dump that was not read for a packed one', () => {
    const unread = { byteLength: GIB, compression: null };
    expect(judged({ dump: unread })).toEqual(judged({ dump }));
    expect(judged({ dump: { ...unread, compression: 'none' } })[1]).toBe(
      '100 GiB free; the estimate for this dump is 5.0 GiB',
    );
  });
});

describe('what the kernel prints inside', () => {
  test('is read with cgroups of version 2', () => {
    const printed = 'memory.max 1073741824\npids.max 512\ncpu.max 150000 100000\nfree  12345\n';
    expect(boundsInside(printed)).toEqual({ memoryBytes: GIB, pids: 512, cpus: 1.5 });
    expect(freeInside(printed)).toBe(12_345);
  });

  test('is read with cgroups of version 1', () => {
    const printed =
      'memory/memory.limit_in_bytes 1073741824\npids/pids.max 64\ncpu/cpu.cfs_quota_us 200000\n' +
      'cpu/cpu.cfs_period_us 100000\n';
    expect(boundsInside(printed)).toEqual({ memoryBytes: GIB, pids: 64, cpus: 2 });
  });

  test('says that there is no bound in either version\u2019s own words', () => {
    const one = 'memory/memory.limit_in_bytes 9223372036854771712\npids/pids.max max\n';
    const quota = 'cpu/cpu.cfs_quota_us -1\ncpu/cpu.cfs_period_us 100000\n';
    const none = { memoryBytes: 'none', pids: 'none', cpus: 'none' };
    expect(boundsInside(`${one}${quota}`)).toEqual(none);
    expect(boundsInside('memory.max max\npids.max max\ncpu.max max 100000')).toEqual(none);
  });

  test.each(['', 'nonsense', 'memory.max \npids.max many\ncpu.max 1', 'cpu.max x y'])(
    'and cannot be read is no bound: %j',
    (printed) => {
      expect(boundsInside(printed)).toEqual({ memoryBytes: null, pids: null, cpus: null });
      expect(freeInside(printed)).toBeNull();
    },
  );
});
