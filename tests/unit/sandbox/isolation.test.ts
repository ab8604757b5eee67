// RX-0: only a complete list of held checks is isolated; a recorded sandbox and its like are.
import { describe, expect, test } from '@jest/globals';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { isolationProofSchema } from '../../../harness/sandbox/contract.ts';
import { judgeIsolation, judgementOf } from '../../../harness/sandbox/isolation.ts';
import { ENGINE_BREACHES, ENGINE_PATHS } from './engine-breaches.ts';
import { INSIDE_BREACHES, INSIDE_IDS } from './inside-breaches.ts';
import { those, withInside } from './proofs.ts';
import { OWN_FOLDER, printed, recordedFacts, recordedInside, recordedInspect } from './recorded.ts';

describe('a sandbox as it was recorded', () => {
  test('is isolated: every check held', () => {
    const proof = judgeIsolation(recordedFacts());
    expect(those(proof, 'HELD')).toHaveLength(proof.checks.length);
    expect(proof.isolated).toBe('HELD');
    expect(proof.is_production).toBe(false);
    expect(isolationProofSchema.parse(proof)).toEqual(proof);
  });

  test('is judged by exactly the checks that are broken below', () => {
    const ids = judgeIsolation(recordedFacts()).checks.map(({ id }) => id);
    expect(ids).toEqual([...Object.values(INSIDE_IDS).flat(), ...Object.keys(ENGINE_PATHS)]);
    expect(Object.keys(recordedInside())).toEqual([...Object.keys(INSIDE_IDS), 'end']);
    expect(new Set([...INSIDE_BREACHES, ...ENGINE_BREACHES].map(({ 0: id }) => id))).toEqual(
      new Set(ids),
    );
  });

  test('decides nothing of the last section where the output was cut off', () => {
    const proof = withInside((sections) => {
      delete sections['end'];
    });
    expect(those(proof, 'NOT_DECIDED')).toEqual(['engine-sockets']);
    expect(proof.isolated).toBe('NOT_DECIDED');
  });

  test('names nothing of the machine it ran on', () => {
    expect(JSON.stringify(judgeIsolation(recordedFacts()))).not.toMatch(
      /srv|docker|a5b6eca9|ce1f4461/,
    );
  });

  test('is isolated with dead tunnel devices, abstract sockets, and cgroups of version 2', () => {
    const proof = withInside((sections) => {
      sections['interfaces']?.push('tunl0 0x80', 'ip6tnl0 0x80');
      sections['unix']?.push(
        '00000000aaaaaaaa: 00000002 00000000 00010000 0001 01 143320 @/tmp/.X11-unix/X0',
      );
      sections['unix']?.push('00000000aaaaaaab: 00000003 00000000 00000000 0001 03 143321');
      sections['mounts'] = (sections['mounts'] ?? []).filter(
        (line) => !line.includes('/sys/fs/cgroup'),
      );
      sections['mounts'].push(
        '81 80 0:26 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw,nsdelegate',
      );
    });
    expect(those(proof, 'HELD')).toHaveLength(proof.checks.length);
  });

  test.each([
    'ext4 /dev/sda1',
    'btrfs /dev/sda1',
    'zfs pool/1',
    'fuse.fuse-overlayfs fuse-overlayfs',
  ])('is isolated where the engine keeps roots on %s', (kind) => {
    const proof = withInside((sections) => {
      const [, ...others] = sections['mounts'] ?? [];
      sections['mounts'] = [`76 52 0:39 / / ro,relatime - ${kind} rw`, ...others];
    });
    expect(those(proof, 'NOT_HELD')).toEqual([]);
  });

  test('is isolated where the image brings variables, volumes and ports of its own', () => {
    const sections = recordedInside();
    sections['environment']?.push('PGDATA', 'GOSU_VERSION');
    sections['mounts']?.push('99 76 254:0 /v /var/lib/postgresql/data rw - ext4 /dev/vda rw');
    const image = {
      Config: { Env: ['PGDATA=/x', 'GOSU_VERSION=1'], Volumes: { '/var/lib/postgresql/data': {} } },
    };
    const inspect = {
      ...recordedInspect(),
      NetworkSettings: { Ports: { '5432/tcp': null }, Networks: { none: {} } },
    };
    const proof = judgeIsolation({
      ...recordedFacts(),
      inside: printed(sections).replace('\nLANG\n', '\n'),
      inspect,
      image,
    });
    expect(those(proof, 'NOT_HELD')).toEqual([]);
    expect(proof.isolated).toBe('HELD');
  });
});

describe('what a proof comes to', () => {
  test.each(['HELD', 'NOT_HELD', 'NOT_DECIDED'] as const)('is its own word: %s', (isolated) => {
    expect(judgementOf({ ...judgeIsolation(recordedFacts()), isolated })).toBe(isolated);
  });

  test('is nothing where there was no clone', () => {
    const proof = { ...judgeIsolation(recordedFacts()), isolated: 'N/A_NO_CLONE' } as const;
    expect(judgementOf(proof)).toBe('NOT_DECIDED');
  });
});

describe('a thin clone’s container', () => {
  const places = (sections: ReturnType<typeof recordedInside>): string =>
    printed({
      ...sections,
      mounts: (sections['mounts'] ?? [])
        .filter((line) => !line.includes('/rehearsal/dump'))
        .map((line) => line.replace('/rehearsal/scratch', '/rehearsal/kept')),
    });
  const inspect = {
    ...recordedInspect(),
    Mounts: [
      {
        Type: 'bind',
        Source: `${OWN_FOLDER}/s3`,
        Destination: '/rehearsal/socket',
        RW: true,
      },
      { Type: 'volume', Name: 'a'.repeat(64), Destination: '/rehearsal/pgdata', RW: true },
      { Type: 'volume', Name: 'b'.repeat(64), Destination: '/rehearsal/kept', RW: true },
    ],
  };

  test('has mounts of its own, and is isolated with exactly those', () => {
    const facts = { ...recordedFacts(), inside: places(recordedInside()), inspect };
    expect(judgeIsolation({ ...facts, of: 'clone' }).isolated).toBe('HELD');
    expect(those(judgeIsolation({ ...facts, of: 'sandbox' }), 'NOT_HELD')).toEqual([
      'mounts',
      'named-mounts',
    ]);
  });

  test('may see neither the dump nor the slots of others', () => {
    const proof = judgeIsolation({ ...recordedFacts(), of: 'clone' });
    expect(those(proof, 'NOT_HELD')).toEqual(['mounts', 'named-mounts']);
  });
});

describe('docs/isolation.md', () => {
  const page = async (): Promise<string> =>
    await readFile(path.resolve(import.meta.dirname, '../../../docs/isolation.md'), 'utf8');

  test('names every check, and no other', async () => {
    const named = [...(await page()).matchAll(/^\| `([a-z0-9-]+)` /gm)].map(([, id]) => id);
    const { checks } = judgeIsolation(recordedFacts());
    expect(named).toEqual(checks.map(({ id }) => id));
  });

  test('shows what is observed', async () => {
    const shown = /```json\n([\s\S]*?)```/.exec(await page())?.[1] ?? '';
    expect(JSON.parse(shown)).toEqual(judgeIsolation(recordedFacts()).observed);
  });
});
