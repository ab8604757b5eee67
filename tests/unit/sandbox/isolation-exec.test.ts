// RX-0 where sessions go over exec: the same words where it holds, and no folder of any machine.
import { describe, expect, test } from '@jest/globals';
import { judgeIsolation } from '../../../harness/sandbox/isolation.ts';
import { measuredBy, those } from './proofs.ts';
import { recordedFacts, recordedInspect } from './recorded.ts';

interface Mount {
  readonly Type: string;
  readonly Name?: string;
  readonly Source?: string;
  readonly Destination: string;
  readonly RW: boolean;
}

const volume = (place: string, RW = true): Mount => ({
  Type: 'volume',
  Name: '0123abcd'.repeat(8),
  Destination: `/rehearsal/${place}`,
  RW,
});
const REST = [volume('pgdata'), volume('scratch')];
const GOOD = [volume('dump', false), volume('socket'), ...REST];
const bound = (place: string, RW = true): Mount => ({
  Type: 'bind',
  Source: `${recordedFacts().ownFolder ?? ''}/${place}`,
  Destination: `/rehearsal/${place}`,
  RW,
});

const judged = (mounts: readonly Mount[], transport: 'socket' | 'exec' = 'exec') =>
  judgeIsolation({
    ...recordedFacts(),
    transport,
    inspect: { ...recordedInspect(), Mounts: mounts },
  });

describe('a sandbox that is reached over exec', () => {
  test('is isolated in the very words of one that is reached over its socket', () => {
    const proof = judged(GOOD);
    expect(proof.isolated).toBe('HELD');
    expect(proof).toEqual(judgeIsolation(recordedFacts()));
  });

  test.each<[string, readonly Mount[], readonly string[]]>([
    ['a dump that it may write', [volume('dump'), volume('socket'), ...REST], ['named-mounts']],
    ['no dump', [volume('socket'), ...REST], ['named-mounts']],
    [
      'a folder of the run, as a socket would have it',
      [volume('dump', false), bound('socket'), ...REST],
      ['named-mounts', 'mount-sources'],
    ],
    [
      'a folder of the run with the dump',
      [bound('dump', false), volume('socket'), ...REST],
      ['named-mounts', 'mount-sources'],
    ],
    ['a volume more', [...GOOD, volume('more')], ['named-mounts']],
    [
      'a volume that somebody named',
      [{ ...volume('dump', false), Name: 'production' }, volume('socket'), ...REST],
      ['mount-sources'],
    ],
  ])('is refused with %s', (_, mounts, broken) => {
    expect(those(judged(mounts), 'NOT_HELD')).toEqual(broken);
  });

  test('is refused where it was to be reached over its socket', () => {
    const proof = judged(GOOD, 'socket');
    expect(those(proof, 'NOT_HELD')).toEqual(['named-mounts']);
    expect(measuredBy(proof, 'named-mounts')).toBe(
      'volume dump (read-only), volume pgdata, volume scratch, volume socket',
    );
  });
});
