// Each check of what an engine says three ways: it holds, it does not, it cannot be told.
import { describe, expect, test } from '@jest/globals';
import {
  engineFacts,
  judgeEngine,
  type CheckId,
  type EngineDoor,
  type EngineFacts,
} from '../../../harness/doctor/index.ts';
import { checkOf } from './checks.ts';

const SOCKET = 'unix:///var/run/docker.sock';
const NOW_MS = Date.UTC(2026, 10, 22);

/** As Docker 20.10 answers. */
const VERSION = { Version: '20.10.24', ApiVersion: '1.41', Components: [{ Name: 'Engine' }] };
const INFO = {
  Driver: 'overlay2',
  CgroupVersion: '2',
  MemoryLimit: true,
  PidsLimit: true,
  CpuCfsQuota: true,
  SecurityOptions: ['name=apparmor', 'name=seccomp,profile=default', 'name=rootless'],
  SystemTime: '2026-11-22T00:00:00.500Z',
  MemTotal: 8 * 1024 ** 3,
  NCPU: 2,
  OperatingSystem: 'Debian GNU/Linux 12',
};
const DOOR: EngineDoor = {
  chosenBy: null,
  named: null,
  answered: SOCKET,
  refusal: null,
};

interface Changes {
  readonly door?: Partial<EngineDoor>;
  readonly facts?: EngineFacts | null;
}

const judge = ({ door = {}, facts = engineFacts(VERSION, INFO) }: Changes) =>
  judgeEngine({ door: { ...DOOR, ...door }, facts, nowMs: NOW_MS, memoryMiB: 4096 });
const judged = (changes: Changes, id: CheckId) => checkOf(judge(changes), id);
const withInfo = (info: Record<string, unknown>, id: CheckId) =>
  judged({ facts: engineFacts(VERSION, { ...INFO, ...info }) }, id);
const withVersion = (version: Record<string, unknown>, id: CheckId) =>
  judged({ facts: engineFacts({ ...VERSION, ...version }, INFO) }, id);

describe('an engine', () => {
  test('is good in every check where it says all that is wanted', () => {
    const checks = judge({});
    expect(checks.map(({ judgement, remedy }) => [judgement, remedy])).toEqual(
      checks.map(() => ['HELD', null]),
    );
    expect(checks.map(({ id, measured }) => [id, measured])).toEqual([
      ['engine', `answers at ${SOCKET} (nobody chose another)`],
      ['api-version', '1.41'],
      ['engine-kind', 'Docker 20.10.24 on Debian GNU/Linux 12'],
      ['storage-driver', 'overlay2'],
      ['bounds', 'memory, processes, processors (cgroups v2)'],
      ['security', 'seccomp, rootless, apparmor'],
      ['engine-clock', 'as this machine\u2019s'],
      ['memory', '8.0 GiB, 2 processors; a sandbox may take 4.0 GiB'],
    ]);
  });

  test('that does not answer leaves all else untold, and says where the remedy stands', () => {
    const refusal = { what: 'ENGINE_UNREACHABLE: nothing there', hint: 'run "make engine".' };
    const [first, ...others] = judge({ door: { answered: null, refusal }, facts: null });
    expect(first).toMatchObject({
      judgement: 'NOT_HELD',
      measured: 'ENGINE_UNREACHABLE: nothing there',
      remedy: 'run "make engine".',
    });
    expect(others.map(({ id }) => id)).toEqual([
      'api-version',
      'engine-kind',
      'storage-driver',
      'bounds',
      'security',
      'engine-clock',
      'memory',
    ]);
    for (const { judgement, measured, remedy } of others) {
      expect([judgement, measured, remedy]).toEqual([
        'NOT_DECIDED',
        'not tried: "engine" does not hold',
        'see "engine".',
      ]);
    }
  });

  test('is shown with what chose it, and with the rule that allows one elsewhere', () => {
    const by = { chosenBy: 'DOCKER_HOST' };
    expect(judged({ door: by }, 'engine').measured).toBe(
      `answers at ${SOCKET} (chosen by DOCKER_HOST)`,
    );
    const answered = 'tcp://build.example.org:2376';
    expect(judged({ door: { ...by, answered, named: answered } }, 'engine').measured).toBe(
      `answers at ${answered} (chosen by DOCKER_HOST, and "engine" in the configuration names it)`,
    );
  });

  test('is not told where nobody can say which one answered', () => {
    expect(judged({ door: { answered: null } }, 'engine')).toEqual({
      judgement: 'NOT_DECIDED',
      measured: 'it does not say where it is',
      remedy: 'look at "docker version".',
    });
  });

  test.each([
    ['1.40', 'NOT_HELD', '1.40; 1.41 is the least'],
    ['0.99', 'NOT_HELD', '0.99; 1.41 is the least'],
    ['2.0', 'HELD', '2.0'],
    [undefined, 'NOT_DECIDED', 'it does not say which'],
  ])('with the API %s is %s', (ApiVersion, judgement, measured) => {
    const remedy = judgement === 'HELD' ? null : 'use Docker Engine 20.10 or later.';
    expect(withVersion({ ApiVersion }, 'api-version')).toEqual({ judgement, measured, remedy });
  });

  test.each([
    [{ Version: '4.3.1', Components: [{ Name: 'Podman Engine' }] }, 'NOT_HELD', 'Podman 4.3.1'],
    [{ Version: undefined }, 'NOT_DECIDED', 'it does not say which'],
  ])('that says %j is %s', (version, judgement, measured) => {
    const remedy = 'use Docker Engine 20.10 or later; docs/doctor.md has what was tried on Podman.';
    expect(withVersion(version, 'engine-kind')).toEqual({ judgement, measured, remedy });
  });

  test.each([
    [
      'vfs',
      'NOT_HELD',
      'vfs copies every layer whole',
      'it works, slowly and with much disk; put the engine\u2019s folder on ext4 or xfs.',
    ],
    ['zfs', 'NOT_DECIDED', 'zfs', 'nobody has tried a rehearsal on it; look at "a sandbox" below.'],
    [
      undefined,
      'NOT_DECIDED',
      'it does not say which',
      'it works, slowly and with much disk; put the engine\u2019s folder on ext4 or xfs.',
    ],
  ])('with the storage driver %s is %s', (Driver, judgement, measured, remedy) => {
    expect(withInfo({ Driver }, 'storage-driver')).toEqual({ judgement, measured, remedy });
  });

  test.each([
    [{ MemoryLimit: false, PidsLimit: null }, 'NOT_HELD', 'cgroups v2 without: memory'],
    [{ PidsLimit: undefined, CpuCfsQuota: 1 }, 'NOT_DECIDED', 'it does not say of: pids, cpus'],
  ])('that says %j of its bounds is %s', (info, judgement, measured) => {
    const remedy =
      'turn these controllers on (rootless engines: systemd must delegate them to the user).';
    expect(withInfo(info, 'bounds')).toEqual({ judgement, measured, remedy });
  });

  test.each([
    [['name=selinux'], 'NOT_HELD', 'no seccomp (selinux)'],
    [[], 'NOT_HELD', 'no seccomp'],
    [undefined, 'NOT_DECIDED', 'it does not say'],
  ])('with the security options %j is %s', (SecurityOptions, judgement, measured) => {
    const remedy =
      'start the engine with its default seccomp profile; a sandbox must run under one.';
    expect(withInfo({ SecurityOptions }, 'security')).toEqual({ judgement, measured, remedy });
  });

  test('takes seccomp from old engines as well, which do not name it by a key', () => {
    expect(withInfo({ SecurityOptions: ['seccomp'] }, 'security').judgement).toBe('HELD');
  });

  test.each([
    ['2026-11-22T00:00:30.000Z', 'HELD', '30.0 s ahead'],
    ['2026-11-22T00:00:30.100Z', 'NOT_HELD', '30.1 s ahead'],
    ['2026-11-21T23:59:00Z', 'NOT_HELD', '60.0 s behind'],
    ['soon', 'NOT_DECIDED', 'it does not say its time'],
  ])('at %s is %s', (SystemTime, judgement, measured) => {
    const remedy =
      judgement === 'HELD'
        ? null
        : 'set both clocks: by more than 30 s, a sweep could take a run that begins for one that ended.';
    expect(withInfo({ SystemTime }, 'engine-clock')).toEqual({ judgement, measured, remedy });
  });

  test.each([
    [1024 ** 3, 'NOT_HELD', '1.0 GiB, 2 processors, and a sandbox may take 4.0 GiB'],
    [0, 'NOT_DECIDED', 'it does not say how much it has'],
  ])('with %d bytes of memory is %s', (MemTotal, judgement, measured) => {
    const remedy =
      'lower limits.memoryMiB in rehearsal.config.yaml, or give the engine more memory.';
    expect(withInfo({ MemTotal }, 'memory')).toEqual({ judgement, measured, remedy });
  });

  test.each([[null], ['nothing'], [{}]])(
    'that answers %j says nothing, and is never good',
    (it) => {
      const checks = judge({ facts: engineFacts(it, it) }).filter(({ id }) => id !== 'engine');
      expect(new Set(checks.map(({ judgement }) => judgement))).toEqual(new Set(['NOT_DECIDED']));
    },
  );
});
