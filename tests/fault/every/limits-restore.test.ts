// A dump whose own code hangs, eats or fills while it is restored, and a run that takes too long: ended
// by the limit that it comes to, told as that, and nothing of it is left.
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectEngine, RUN_LABEL } from '../../../harness/sandbox/index.ts';
import { runCli } from '../../container/cli.ts';
import { labProject } from '../../container/lab.ts';
import { attest, dumpMaker } from '../../container/made-dumps.ts';

const SLOW_MS = 600_000;

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
    finds: /^RESTORE_TIMED_OUT pg_restore: ended after the 6 s of limits\.restoreSeconds$/,
  },
  'eats all memory': {
    body: "PERFORM length(repeat('x', 1000000000));",
    limits: 'memoryMiB: 768',
    exitCode: 4,
    finds:
      /^RESTORE_OUT_OF_MEMORY directus: a process of its server was killed: limits\.memoryMiB was reached$/,
  },
  'fills the disk': {
    body: 'RETURN 100000000;',
    limits: 'diskMiB: 300',
    exitCode: 4,
    finds: /^RESTORE_DISK_FULL directus: its server was ended: limits\.diskMiB was reached$/,
  },
  'asks for more processes than there may be': {
    body: 'NULL;',
    limits: 'cpus: 50, pids: 64',
    exitCode: 4,
    finds:
      /^RESTORE_OUT_OF_PROCESSES directus: its server was refused a process: limits\.pids was reached$/,
  },
  'takes the run longer than it may': {
    body: NEVER_ENDS,
    limits: 'runSeconds: 12',
    exitCode: 1,
    finds: /^RUN_TIMED_OUT restore: not at its end after the 12 s of limits\.runSeconds$/,
  },
} as const;

let folder: string;
const dumps = new Map<string, string>();

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'limits-restore-'));
  await using maker = await dumpMaker(folder, 15);
  for (const { body } of Object.values(CASES)) {
    if (dumps.has(body)) continue;
    const dump = await maker.make(`restores-${dumps.size}.dump`, ON_RESTORE(body));
    await attest(dump, folder);
    dumps.set(body, dump);
  }
}, SLOW_MS);
afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a dump that', () => {
  test.each(Object.entries(CASES))(
    '%s',
    async (name, { body, limits, exitCode, finds }) => {
      const place = path.join(folder, name.replaceAll(' ', '-'));
      const scenario = { kind: 'read-only', apply: 'SELECT 1;' };
      const { config } = await labProject(place, { looks: scenario }, `limits: { ${limits} }`);
      const out = path.join(place, 'packet');
      const before = await standing();
      const asked = ['run', '--config', config, '--dump', dumps.get(body) ?? '', '--out', out];
      const run = await runCli([...asked, '--json']);
      const { findings, exitCode: said } = JSON.parse(run.stdout) as {
        exitCode: number;
        findings: { code: string; where: string; what: string }[];
      };
      const told = findings.map(({ code, where, what }) => `${code} ${where}: ${what}`);
      expect(told).toContainEqual(expect.stringMatching(finds));
      expect([run.exitCode, said]).toEqual([exitCode, exitCode]);
      // A packet is whole, or there is none.
      if (exitCode === 1) await expect(access(out)).rejects.toThrow('ENOENT');
      else expect(await readdir(out)).toContain('packet_tree.sha256');
      expect((await standing()).filter((run) => !before.includes(run))).toEqual([]);
    },
    SLOW_MS,
  );
});

/** Runs that have anything on the engine; those of others may stand beside. */
async function standing(): Promise<readonly string[]> {
  const engine = await connectEngine();
  const filters = { label: [RUN_LABEL] };
  const containers = await engine.listContainers({ all: true, filters });
  const { Volumes } = await engine.listVolumes({ filters });
  const labels = [...containers, ...(Volumes ?? [])].map(({ Labels }) => Labels[RUN_LABEL] ?? '');
  return [...new Set(labels)];
}
