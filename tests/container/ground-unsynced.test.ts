// Clones whose disk is not waited for: they lose nothing, and the ones beside them still wait. And
// what files are compared with, where only the disk is asked.
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { groundOn, stackLayers, type Clone } from '../../harness/sandbox/index.ts';
import { startKeeper } from '../../harness/sandbox/keeper.io.ts';
import { startCloneContainer } from '../../harness/sandbox/overlay-clone.io.ts';
import { withoutSync } from '../../harness/sandbox/overlay-layers.ts';
import { placeOf } from '../../harness/sandbox/places.io.ts';
import { DATABASE, fill, rowsOf, say, SLOW_MS } from './grounds.ts';
import { testSandbox } from './sandboxes.ts';

/** Whether what its server wants on the disk is waited for, as the kernel has mounted it. */
async function isSynced(clone: Pick<Clone, 'run'>): Promise<boolean> {
  const { stdout } = await clone.run(['grep', ' /rehearsal/pgdata ', '/proc/mounts']);
  expect(stdout).toContain('upperdir=');
  return !stdout.includes('volatile');
}

describe('a ground whose first clone is not timed', () => {
  test(
    'waits for no disk there, keeps what it came to, and waits in every clone that does not say so',
    async () => {
      await using held = await testSandbox(15);
      await fill(held);
      const request = { database: DATABASE, jobs: 2, firstDisk: 'unsynced' } as const;
      await using ground = await groundOn(held.sandbox, request);
      expect([ground.method, ground.refusal]).toEqual(['overlay', null]);
      const first = await ground.fresh({ disk: 'unsynced' });
      expect(await isSynced(first)).toBe(false);
      await say(first, 'DELETE FROM births WHERE id > 100');
      expect((await first.changedFiles())?.length).toBeGreaterThan(0);
      const layer = await first.freeze();
      {
        await using next = await ground.fresh({ from: layer });
        expect([await isSynced(next), await rowsOf(next)]).toEqual([true, 100]);
        await using beside = await ground.fresh({ from: layer, disk: 'unsynced' });
        expect([await isSynced(beside), await rowsOf(beside)]).toEqual([false, 100]);
      }
      await ground.release(layer);
      await using plain = await ground.fresh();
      expect([await isSynced(plain), await rowsOf(plain)]).toEqual([true, 500]);
    },
    SLOW_MS,
  );

  test(
    'uses its slot again, for either kind of clone',
    async () => {
      await using held = await testSandbox(15);
      await fill(held);
      await held.sandbox.restart('rehearse');
      const place = placeOf(held.sandbox);
      await place.stop();
      using keeper = await startKeeper(place.container);
      const { Mounts } = await place.container.inspect();
      const at = (inside: string): string =>
        Mounts.find(({ Destination }) => Destination === inside)?.Source ?? '';
      const paths = { base: at('/rehearsal/pgdata'), scratch: at('/rehearsal/scratch') };
      const slot = 3;
      const synced = stackLayers(paths, slot, []);
      const unsynced = withoutSync(synced) ?? {};
      for (const overlay of [unsynced, unsynced, synced, unsynced, synced]) {
        {
          await using clone = await startCloneContainer({
            place,
            slot,
            overlay,
            settings: 'rehearse',
          });
          expect(clone.proof.isolated).toBe('HELD');
        }
        expect((await keeper.differ(slot, [])).map((file) => path.basename(file))).toContain(
          'pg_control',
        );
        await keeper.clear(slot);
        expect(await keeper.differ(slot, [])).toEqual([]);
      }
    },
    SLOW_MS,
  );
});

describe('the program that compares files', () => {
  test(
    'compares plain files alone, by their bytes, through no link and waiting for nobody',
    async () => {
      await using held = await testSandbox(15);
      const script = `
      cd "$(mktemp -d)" && printf one > a && cp a b && printf two > c && ln -s a link && mkfifo pipe
      truncate -s 3M empty zeros && cp zeros ends && printf x | dd of=ends bs=1 seek=3145727 2>/dev/null
      ask() { printf '%s\\0' "$@"; }
      { ask same a b; ask also empty zeros; ask none a ''; ask bytes a c; ask end zeros ends
        ask from link a; ask to a link; ask pipe pipe pipe; ask folder . .; ask gone a d
        ask $'two\\nlines' a c; } | timeout 20 rehearsal-differing
      printf 'half\\0a\\0' | rehearsal-differing 2> /dev/null || echo refused`;
      const { stdout } = await held.sandbox.run(['bash', '-c', script]);
      const told = ['none', 'bytes', 'end', 'from', 'to', 'pipe', 'folder', 'gone', 'two?lines'];
      expect(stdout).toBe([...told.map((name) => `./${name}`), 'refused', ''].join('\n'));
    },
    SLOW_MS,
  );
});
