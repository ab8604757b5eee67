// A dump whose own code hangs, eats or fills while it is restored, and a run that takes too long: ended
// by the limit that it comes to, and told as that.
import path from 'node:path';
import { labProject } from '../../container/lab.ts';
import { attest, dumpMaker } from '../../container/made-dumps.ts';
import type { Ending, Fault } from '../fault.ts';

/** Harmless where the dump is made; the role that restores is not there yet. */
const ON_RESTORE = (body: string): string => `
CREATE SCHEMA lab AUTHORIZATION birth_executor;
SET ROLE birth_executor;
CREATE FUNCTION lab.seed() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN
  IF EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'rehearsal_restorer') THEN
    ${body}
  END IF;
  RETURN 3;
END $$;
CREATE MATERIALIZED VIEW lab.made AS
  SELECT n, repeat('x', 1000) AS x FROM generate_series(1, lab.seed()) AS n;
RESET ROLE;`;

const NEVER_ENDS = `LOOP
      BEGIN PERFORM pg_catalog.pg_sleep(600); EXCEPTION WHEN query_canceled THEN NULL; END;
    END LOOP;`;

const CASES = {
  'hangs in a function that catches its end': {
    body: NEVER_ENDS,
    limits: 'restoreSeconds: 6',
    exitCode: 4,
    finds: 'RESTORE_TIMED_OUT at pg_restore: ended after the 6 s of limits.restoreSeconds',
  },
  'eats all memory': {
    body: "PERFORM length(repeat(repeat('x', 1000000), 1000));",
    limits: 'memoryMiB: 768',
    exitCode: 4,
    finds:
      'RESTORE_OUT_OF_MEMORY at directus: a process of its server was killed: limits.memoryMiB was reached',
  },
  'fills the disk': {
    body: 'RETURN 100000000;',
    limits: 'diskMiB: 300',
    exitCode: 4,
    finds: 'RESTORE_DISK_FULL at directus: its server was ended: limits.diskMiB was reached',
  },
  'needs more processes than there may be': {
    body: 'NULL;',
    limits: 'cpus: 50, pids: 64',
    exitCode: 4,
    finds:
      'RESTORE_OUT_OF_PROCESSES at directus: its server was refused a process: limits.pids was reached',
  },
  'takes the run past its time': {
    body: NEVER_ENDS,
    limits: 'runSeconds: 30',
    exitCode: 1,
    finds: 'RUN_TIMED_OUT at restore: not at its end after the 30 s of limits.runSeconds',
  },
} as const;

function endingOf(exit: 1 | 4, finds: string): Ending {
  const says = [`${finds}\n`];
  // A run that was cut short claims nothing; a dump that was refused is told with its packet.
  return exit === 1
    ? { exit, status: null, says, packet: 'absent' }
    : { exit, status: 'INPUT_REJECTED', says, packet: 'whole' };
}

export const RESTORE_LIMIT_FAULTS: readonly Fault[] = Object.entries(CASES).map(
  ([name, { body, limits, exitCode, finds }]) => ({
    name: `a dump that ${name}`,
    stage: 'restore',
    done: `code of the dump runs while it is restored; limits: ${limits}`,
    inflict: async (place) => {
      const folder = path.join(place.folder, 'lab');
      const looks = { kind: 'read-only', apply: 'SELECT 1;' };
      const { config } = await labProject(folder, { looks }, `limits: { ${limits} }`);
      let dump: string;
      {
        await using maker = await dumpMaker(folder, 15);
        dump = await maker.make('restores.dump', ON_RESTORE(body));
        await attest(dump, folder);
      }
      const victim = await place.startRun({ config, dump });
      return await victim.ended;
    },
    ends: endingOf(exitCode, finds),
    gone: 'at its end',
  }),
);
