// A good dump, rehearsed once more: on a terminal, with as many jobs as there are, and by the same
// packet's own words held against what stands in it.
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { ANSWERS } from '../../harness/commands/answers.ts';
import { FEW, onTerminalCli, ROOT, runCli, type CliResult } from './cli.ts';
import { setTrap } from './trap.ts';

const SLOW_MS = 400_000;

export interface GoodRun {
  readonly dump: string;
  /** Where its packet stands. */
  readonly packet: string;
  /** What it said, and nobody sat in front of it. */
  readonly said: CliResult;
}

/** Tests of a run of few scenarios that was ready. */
export function testGoodDump(run: () => GoodRun): void {
  const packetFile = async <Value>(packet: string, file: string): Promise<Value> =>
    JSON.parse(await readFile(path.join(packet, file), 'utf8')) as Value; // read in tests only
  const treeOf = async (packet: string): Promise<string> =>
    (await packetFile<{ packet_tree: string }>(packet, 'run.json')).packet_tree;

  describe('a good dump', () => {
    test(
      'is rehearsed to ready, and a second run gives the same packet tree',
      async () => {
        const { dump, packet, said } = run();
        expect(said.stderr).toBe('');
        expect(said.exitCode).toBe(0);
        expect(said.lastLine).toMatch(/^FIX7_P0_PRODUCTION_\w+_REHEARSAL_ROLLBACK_READY$/);
        // In front of a person, where what goes on moves: what is left to read is the same. And in
        // an environment that points at another server, which nobody asks.
        using trap = await setTrap();
        const out = path.join(path.dirname(packet), 'second');
        const environment = {
          PGHOST: '127.0.0.1',
          PGPORT: trap.port,
          PGDATABASE: 'production',
          PGSERVICE: 'production',
          PGOPTIONS: '-c search_path=elsewhere',
          DATABASE_URL: `postgres://somebody@127.0.0.1:${trap.port}/production`,
        };
        const args = ['run', '--config', FEW, '--dump', dump, '--out', out];
        const second = await onTerminalCli(args, { environment });
        expect([second.exitCode, trap.connections()]).toEqual([0, 0]);
        expect(await treeOf(out)).toBe(await treeOf(packet));
        expect(second.raw).toMatch(/scenarios +\d+\.\d s +\d of \d done/);
        expect(withoutTimes(second.screen, out)).toEqual(
          withoutTimes(said.stdout.split('\n'), packet),
        );

        const hashes = ['-c', '--quiet', 'packet_tree.sha256'];
        const check = await promisify(execFile)('sha256sum', hashes, { cwd: packet });
        expect(check.stdout).toBe('');
        for (const command of ['verify', 'validate']) {
          const { exitCode, stdout } = await runCli([command, packet, '--json']);
          expect(ANSWERS[command]?.parse(JSON.parse(stdout))).toMatchObject({ judgement: 'HELD' });
          expect(exitCode).toBe(0);
        }
      },
      SLOW_MS,
    );

    test('has every row in the clone that was read in the dump', async () => {
      const { packet } = run();
      const { rows_compared: rows } = await packetFile<{ rows_compared: number }>(
        packet,
        'restore-evidence.json',
      );
      const { scan } = await packetFile<{ scan: { rows: number } | null }>(
        packet,
        'clone-provenance.json',
      );
      expect(rows).toBeGreaterThan(30_000);
      expect(scan?.rows).toBe(rows);
    });

    test('names the sequence that no rollback moves back, and holds all the same', async () => {
      const { steps } = await packetFile<{
        steps: { id: string; judgement: string; shows: string[] }[];
      }>(run().packet, 'clone-rehearsal-execution-evidence.json');
      expect(steps.map(({ judgement }) => judgement)).toEqual(Array(7).fill('HELD'));
      expect(steps.find(({ id }) => id === 'RX-5')?.shows).toEqual([
        'sequence public.registry_rows_id_seq was "has given 20000", is "has given 20010" (a rollback cannot undo this)',
      ]);
    });
  });
}

/** Scenarios side by side end in any order; each run names its own packet, and how many at once. */
function withoutTimes(lines: readonly string[], packet: string): string[] {
  return lines
    .filter((line) => !line.includes('  going on'))
    .map((line) =>
      line
        .replaceAll(/ *\d+\.\d s/g, ' T')
        .replace(/\d+ side by side/, 'N side by side')
        .replace(path.relative(ROOT, packet), 'its packet'),
    )
    .sort();
}
