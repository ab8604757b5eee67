// A script that somebody edits while it is rehearsed.
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { cli } from './cli-in.ts';

const SLOW_MS = 400_000;

export interface EditedRun {
  /** A checkout that is nobody else's. */
  readonly root: string;
  readonly dump: string;
  readonly config: string;
  /** Where its packet is to stand. */
  readonly out: string;
}

export function testEditedScript(run: () => EditedRun): void {
  describe('a script that somebody edits while it is rehearsed', () => {
    test(
      'keeps the run from being ready, and the packet from another rerun',
      async () => {
        const { root, dump, config, out } = run();
        const script = path.join(root, 'scenarios/birth-insert/verify.sql');
        const text = await readFile(script, 'utf8');
        const edited = await cli(['run', '--dump', dump, '--config', config, '--out', out], {
          root,
          when: ['restore', async () => await writeFile(script, `${text}-- later\n`)],
        });
        expect(edited.stderr).toContain(
          'INPUT_FILE_CHANGED at ../../../scenarios/birth-insert/verify.sql: ' +
            'its bytes are not those that were read at the start of the run',
        );
        expect(edited.exitCode).toBe(1);
        expect(edited.lastLine).toMatch(/_ROLLBACK_NOT_PROVEN$/);
        const statement = await readFile(path.join(out, 'packet.intoto.json'), 'utf8');
        expect(JSON.parse(statement)).toMatchObject({ predicate: { result: 'FAILED' } });
        expect((await cli(['verify', out], { root })).exitCode).toBe(0);
        const again = await cli(['rerun', out, '--dump', dump, '--config', config], {
          root,
        });
        expect([again.exitCode, again.stdout]).toEqual([2, '']);
      },
      SLOW_MS,
    );
  });
}
