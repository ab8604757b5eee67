// Each check of this machine three ways: it holds, it does not, it cannot be told.
import { describe, expect, test } from '@jest/globals';
import { judgeMachine, type CheckId } from '../../../harness/doctor/index.ts';
import { checkOf } from './checks.ts';

type Facts = Parameters<typeof judgeMachine>[0];
const GIB = 1024 ** 3;

const GOOD: Facts = {
  nodeVersion: '24.12.0',
  nowMs: Date.UTC(2026, 10, 22, 0, 6),
  temporary: { folder: '/tmp', refusal: null, socketPathBytes: 103 },
  temporaryFreeBytes: { kind: 'read', value: 2 * GIB },
  openFiles: { kind: 'read', value: 1024 },
  dockerCommand: { kind: 'read', value: '28.2.2, build e6534b4' },
};
const UNREAD = { kind: 'unread', why: 'the kernel does not say' } as const;
const PACKED = GIB;

const judged = (facts: Partial<Facts>, id: CheckId, packed: number | null = PACKED) =>
  checkOf(judgeMachine({ ...GOOD, ...facts }, packed), id);

describe('this machine', () => {
  test('is good in every check where all is there', () => {
    const checks = judgeMachine(GOOD, PACKED);
    expect(checks.map(({ judgement, remedy }) => [judgement, remedy])).toEqual(
      checks.map(() => ['HELD', null]),
    );
    expect(checks.map(({ id, measured }) => [id, measured])).toEqual([
      ['node', '24.12.0'],
      ['clock', '2026-11-22 00:06 UTC'],
      ['temporary-folder', '/tmp, may be written'],
      ['temporary-space', '2.0 GiB free in /tmp'],
      ['open-files', 'up to 1024'],
      ['docker-command', '28.2.2, build e6534b4'],
    ]);
  });

  test.each([
    ['24.11.9', 'NOT_HELD', '24.11.9; 24.12 is the least'],
    ['22.99.0', 'NOT_HELD', '22.99.0; 24.12 is the least'],
    ['25.0.0', 'HELD', '25.0.0'],
  ])('with Node %s is %s', (nodeVersion, judgement, measured) => {
    const remedy =
      judgement === 'HELD'
        ? null
        : 'run it through make or npm, which bring Node 24; or install Node 24.12 or later.';
    expect(judged({ nodeVersion }, 'node')).toEqual({ judgement, measured, remedy });
  });

  test('is not told where its Node has no version', () => {
    expect(judged({ nodeVersion: 'next' }, 'node')).toEqual({
      judgement: 'NOT_DECIDED',
      measured: '"next" is no version',
      remedy: 'run it with "node", 24.12 or later.',
    });
  });

  test.each([
    [Date.UTC(1970, 0, 1), 'NOT_HELD', '1970-01-01 00:00 UTC, which cannot be'],
    [Date.UTC(2080, 0, 1), 'NOT_HELD', '2080-01-01 00:00 UTC, which cannot be'],
    [Number.NaN, 'NOT_DECIDED', 'it has no date'],
  ])('with a clock at %d is %s', (nowMs, judgement, measured) => {
    expect(judged({ nowMs }, 'clock')).toEqual({
      judgement,
      measured,
      remedy: 'set the clock (timedatectl set-ntp true): evidence says when a run was made.',
    });
  });

  test('is bad where nothing can be written in the temporary folder', () => {
    const temporary = { folder: '/gone', refusal: 'ENOENT: no such file', socketPathBytes: 50 };
    expect(judged({ temporary }, 'temporary-folder')).toEqual({
      judgement: 'NOT_HELD',
      measured: '/gone: ENOENT: no such file',
      remedy: 'set TMPDIR to a folder that exists and that this user may write.',
    });
  });

  test('is bad where no socket fits into the path of the temporary folder', () => {
    const temporary = { ...GOOD.temporary, socketPathBytes: 104 };
    expect(judged({ temporary }, 'temporary-folder')).toEqual({
      judgement: 'NOT_HELD',
      measured: '/tmp: a socket in it has a path of 104 bytes; 103 is the most',
      remedy: 'set TMPDIR to a shorter path, such as /tmp.',
    });
  });

  test.each([
    [
      { kind: 'read', value: GIB } as const,
      PACKED,
      'NOT_HELD',
      '1.0 GiB free in /tmp; a run needs 1.3 GiB',
    ],
    [UNREAD, PACKED, 'NOT_DECIDED', '/tmp: the kernel does not say'],
  ])(
    'with %j free for a copy of %d bytes is %s',
    (temporaryFreeBytes, packed, judgement, measured) => {
      expect(judged({ temporaryFreeBytes }, 'temporary-space', packed)).toEqual({
        judgement,
        measured,
        remedy: 'make room there, or set TMPDIR to a folder with more.',
      });
    },
  );

  test('says that there is no dump to compare the free space with', () => {
    expect(judged({}, 'temporary-space', null).measured).toBe(
      '2.0 GiB free in /tmp; no dump to compare it with',
    );
  });

  test.each([
    [{ kind: 'read', value: 256 } as const, 'NOT_HELD', 'up to 256; 1024 is the least'],
    [UNREAD, 'NOT_DECIDED', 'the kernel does not say'],
  ])('with %j open files is %s', (openFiles, judgement, measured) => {
    const remedy = 'raise the limit of this shell: ulimit -n 1024.';
    expect(judged({ openFiles }, 'open-files')).toEqual({ judgement, measured, remedy });
  });

  test.each([
    [{ kind: 'read', value: null } as const, 'NOT_HELD', 'there is none'],
    [UNREAD, 'NOT_DECIDED', 'the kernel does not say'],
  ])('with %j as docker command is %s', (dockerCommand, judgement, measured) => {
    const remedy = 'install it (Debian: apt-get install docker.io): base images are built with it.';
    expect(judged({ dockerCommand }, 'docker-command')).toEqual({ judgement, measured, remedy });
  });
});
