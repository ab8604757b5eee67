// What is recorded by name: the same wherever the sandbox is isolated, and all of it or nothing.
import { describe, expect, test } from '@jest/globals';
import { judgeIsolation } from '../../../harness/sandbox/isolation.ts';
import type { Observed } from '../../../harness/sandbox/contract.ts';
import { adding, mounted, replacing } from './inside-breaches.ts';
import { withInside, withInspect } from './proofs.ts';
import {
  printed,
  recordedFacts,
  recordedInside,
  recordedInspect,
  type Recorded,
} from './recorded.ts';

const GOOD: Observed = {
  interfaces: ['lo'],
  mounts: ['/rehearsal/dump', '/rehearsal/pgdata', '/rehearsal/scratch', '/rehearsal/socket'],
  variables: ['HOME', 'HOSTNAME', 'LANG', 'PATH'],
};

describe('what was observed', () => {
  test('is named in order, each once', () => {
    expect(judgeIsolation(recordedFacts()).observed).toEqual(GOOD);
  });

  test.each<readonly [string, (sections: Recorded) => void]>([
    ['dead tunnel devices', adding('interfaces', 'tunl0 0x80', 'sit0 0x80', 'ip6tnl0 0x80')],
    ['no IPv6', (sections) => (sections['routes6'] = [])],
    ['other virtual mounts', mounted('/proc/interrupts', 'tmpfs')],
    ['cgroups of version 2', mounted('/sys/fs/cgroup', 'cgroup2')],
    ['no file of names', replacing('mounts', /^.* \/etc\/hosts .*$/, '')],
    ['another order', (sections) => sections['environment']?.reverse()],
  ])('is the same with %s', (_what, change) => {
    expect(withInside(change).observed).toEqual(GOOD);
  });

  test.each<readonly [string, (sections: Recorded) => void, Partial<Observed>]>([
    ['a device', adding('interfaces', 'eth0 0x1003'), { interfaces: ['eth0', 'lo'] }],
    ['a device of which little is known', adding('interfaces', 'x '), { interfaces: ['lo', 'x'] }],
    [
      'a folder of the host',
      mounted('/root/.ssh', 'ext4'),
      { mounts: [...GOOD.mounts, '/root/.ssh'] },
    ],
    [
      'a folder with a blank in its name',
      mounted('/srv/my\\040keys', 'ext4'),
      { mounts: [...GOOD.mounts, '/srv/my keys'] },
    ],
    [
      'the host\u2019s memory in a place of its own',
      mounted('/run/secrets', 'tmpfs'),
      { mounts: [...GOOD.mounts, '/run/secrets'] },
    ],
    [
      'a variable',
      adding('environment', 'PGHOST'),
      { variables: ['HOME', 'HOSTNAME', 'LANG', 'PATH', 'PGHOST'] },
    ],
  ])('names %s', (_what, change, more) => {
    expect(withInside(change).observed).toEqual({ ...GOOD, ...more });
  });

  test('names what the engine says, where the container keeps quiet about it', () => {
    const Env = ['LANG=C.UTF-8', 'DATABASE_URL=postgres://db.example.com/live'];
    const variables = withInspect(['Config', 'Env'], Env).observed?.variables;
    expect(variables).toEqual(['DATABASE_URL', ...GOOD.variables]);
    const mounts = [...Object(recordedInspect()['Mounts']), { Destination: '/root/.ssh' }];
    expect(withInspect(['Mounts'], mounts).observed?.mounts).toEqual([
      ...GOOD.mounts,
      '/root/.ssh',
    ]);
  });

  test('names a variable that the image brings: it is not foreign, and yet it is there', () => {
    const sections = recordedInside();
    sections['environment']?.push('PGPASSWORD');
    const image = { Config: { Env: ['LANG=C.UTF-8', 'PGPASSWORD=of-the-image'] } };
    const proof = judgeIsolation({ ...recordedFacts(), inside: printed(sections), image });
    expect(proof.checks.find(({ id }) => id === 'environment')?.judgement).toBe('HELD');
    expect(proof.observed?.variables).toContain('PGPASSWORD');
  });
});

describe('nothing at all was observed where', () => {
  test.each(['interfaces', 'mounts', 'environment'])('section "%s" was not read', (section) => {
    expect(withInside((sections) => delete sections[section]).observed).toBeNull();
    expect(withInside((sections) => (sections[section] = [])).observed).toBeNull();
  });

  test('a mount cannot be understood', () => {
    expect(withInside(adding('mounts', '100 76 254:0')).observed).toBeNull();
  });

  test('only the engine\u2019s own mounts are there: the root is one that must be', () => {
    const change = replacing('mounts', /^.* (\/|\/rehearsal\/\S+|\/etc\/\S+) (rw|ro),.*$/, '');
    expect(withInside(change).observed).toBeNull();
  });

  test.each([
    ['its variables', ['Config', 'Env'], [undefined, null, 'LANG=C', [7], ['']]],
    ['its mounts', ['Mounts'], [undefined, null, {}, [null], [{ Destination: 7 }]]],
  ])('the engine does not say %s', (_what, path, values) => {
    for (const value of values) expect(withInspect(path, value).observed).toBeNull();
  });

  test('there is more of it than anybody could read', () => {
    const many = Array.from({ length: 501 }, (_, index) => `V${index}`);
    expect(withInside(adding('environment', ...many)).observed).toBeNull();
  });
});
