// RX-0, measured inside: each single breach is seen as that one; what was not read decides nothing.
import { describe, expect, test } from '@jest/globals';
import { judgeIsolation } from '../../../harness/sandbox/isolation.ts';
import { adding, INSIDE_BREACHES, INSIDE_IDS, mounted, replacing } from './inside-breaches.ts';
import { measuredBy, those, withInside } from './proofs.ts';
import { printed, recordedFacts, recordedInside } from './recorded.ts';

describe('one breach inside', () => {
  test.each(INSIDE_BREACHES)('%s: %s', (id, _what, change) => {
    const proof = withInside(change);
    expect(those(proof, 'NOT_HELD')).toEqual([id]);
    expect(those(proof, 'NOT_DECIDED')).toEqual([]);
    expect(proof.isolated).toBe('NOT_HELD');
  });

  test('is told in words that name it', () => {
    expect(measuredBy(withInside(adding('interfaces', 'eth0 0x1003')), 'interfaces')).toBe(
      'up: lo, eth0',
    );
    expect(measuredBy(withInside(mounted('/etc/cron.d', 'xfs')), 'mounts')).toBe('/etc/cron.d');
    expect(measuredBy(withInside(adding('environment', 'PGHOST', 'PGPORT')), 'environment')).toBe(
      'PGHOST, PGPORT',
    );
    expect(
      measuredBy(withInside(replacing('status', /CapEff:.*/, 'CapEff:\t1')), 'capabilities'),
    ).toBe('held: CapEff:\t1');
  });

  test('is not buried under a second section of the same name', () => {
    const sections = recordedInside();
    sections['interfaces']?.push('eth0 0x1003');
    const inside = `${printed(sections)}== interfaces\nlo 0x9\n`;
    expect(those(judgeIsolation({ ...recordedFacts(), inside }), 'NOT_HELD')).toEqual([
      'interfaces',
    ]);
  });
});

describe('what could not be read inside', () => {
  test.each(Object.entries(INSIDE_IDS))('decides nothing: no section "%s"', (section, ids) => {
    const proof = withInside((sections) => {
      delete sections[section];
    });
    expect(those(proof, 'NOT_DECIDED')).toEqual(ids);
    expect(those(proof, 'NOT_HELD')).toEqual([]);
    expect(proof.isolated).toBe('NOT_DECIDED');
    for (const id of ids) expect(measuredBy(proof, id)).toBe('not measured');
  });

  // Where nothing is the good answer, an empty section is one. So it is with the routes of IPv6,
  // which a kernel without IPv6 does not have; the attempts to connect show the same.
  const GOOD_WHEN_EMPTY = new Set(['routes6', 'writable', 'engine-sockets']);

  test.each(Object.entries(INSIDE_IDS).filter(([section]) => !GOOD_WHEN_EMPTY.has(section)))(
    'decides nothing: an empty section "%s"',
    (section, ids) => {
      const proof = withInside((sections) => {
        sections[section] = [];
      });
      expect(those(proof, 'NOT_DECIDED')).toEqual(ids);
      expect(proof.isolated).toBe('NOT_DECIDED');
    },
  );

  test.each([
    [
      'one attempt was not made',
      'connects',
      (lines: string[]) => lines.slice(1),
      ['connect-attempts'],
    ],
    [
      'one attempt was made four times',
      'connects',
      (lines: string[]) => lines.map(() => lines[0] ?? ''),
      ['connect-attempts'],
    ],
    [
      'the table of IPv4 sockets is not there',
      'tcp',
      (lines: string[]) => lines.slice(1),
      ['listening-tcp'],
    ],
    [
      'one set of capabilities is not there',
      'status',
      (lines: string[]) => lines.filter((line) => !line.startsWith('CapInh')),
      ['capabilities'],
    ],
    [
      'one set stands there twice, another not',
      'status',
      (lines: string[]) => lines.map((line) => line.replace('CapInh', 'CapPrm')),
      ['capabilities'],
    ],
    [
      'the kernel says nothing of privileges',
      'status',
      (lines: string[]) => lines.filter((line) => !line.startsWith('NoNew')),
      ['no-new-privileges'],
    ],
    [
      'the kernel says nothing of a filter',
      'status',
      (lines: string[]) => lines.filter((line) => !line.startsWith('Seccomp:')),
      ['system-call-filter'],
    ],
  ])('decides nothing: %s', (_what, section, change, ids) => {
    const proof = withInside((sections) => {
      sections[section] = change(sections[section] ?? []);
    });
    expect(those(proof, 'NOT_DECIDED')).toEqual(ids);
    expect(proof.isolated).toBe('NOT_DECIDED');
  });

  test.each(['', '\n\n', 'OCI runtime exec failed', '==interfaces\nlo 0x9\n'])(
    'decides nothing at all: %j',
    (inside) => {
      const proof = judgeIsolation({ ...recordedFacts(), inside });
      expect(those(proof, 'NOT_DECIDED')).toEqual(Object.values(INSIDE_IDS).flat());
      expect(proof.isolated).toBe('NOT_DECIDED');
    },
  );

  test('is never good, wherever the output is cut before its last section', () => {
    const { inside } = recordedFacts();
    for (let end = 0; end <= inside.lastIndexOf('== '); end += 1) {
      const proof = judgeIsolation({ ...recordedFacts(), inside: inside.slice(0, end) });
      expect(proof.isolated).not.toBe('HELD');
    }
  });
});
