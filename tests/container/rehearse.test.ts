// Whole rehearsals through the command line: what an operator sees, and what is left afterwards.
import { once } from 'node:events';
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectEngine, RUN_LABEL } from '../../harness/sandbox/index.ts';
import { FEW, onTerminalCli, runCli, seen, startCli, type CliResult } from './cli.ts';
import { attest, demoDump, dumpMaker, type DumpMaker } from './made-dumps.ts';
import { msUntil } from '../until.ts';

const SLOW_MS = 180_000;
const PREFIX = 'FIX7_P0_PRODUCTION_SHAPED_CLONE_REHEARSAL_';
let folder: string;
let maker: DumpMaker;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'rehearse-test-'));
  maker = await dumpMaker(folder, 15);
}, SLOW_MS);
afterAll(async () => {
  await maker[Symbol.asyncDispose]();
  await rm(folder, { recursive: true, force: true });
}, SLOW_MS);

/** Rehearses an attested dump; the packet goes to `<folder>/<name>`. */
async function rehearse(name: string, dump: string): Promise<CliResult> {
  const out = path.join(folder, name);
  return await runCli(['run', '--config', FEW, '--dump', dump, '--out', out]);
}

async function packetFile<Value>(name: string, file: string): Promise<Value> {
  return JSON.parse(await readFile(path.join(folder, name, file), 'utf8')) as Value; // read in tests only
}

// A good one, in every format: packet.test.ts, scenarios-broken (directory), scenarios-attacks (plain),
// content (tar).
describe('a dump that is not there', () => {
  test(
    'is asked for by name, without an engine',
    async () => {
      const dump = path.join(folder, 'nothing.dump');
      const out = path.join(folder, 'missing');
      const args = ['run', '--config', FEW, '--dump', dump, '--out', out];
      const result = await runCli(args, { DOCKER_HOST: 'unix:///nonexistent.sock' });
      expect([result.exitCode, result.lastLine]).toEqual([3, `${PREFIX}READY_NOT_APPLIED`]);
      expect(result.stderr).toContain('pg_dump --format=custom --file=nothing.dump DATABASE');
      const schema = await packetFile<{ surfaces: { clone_has: string }[] }>(
        'missing',
        'schema-compatibility.json',
      );
      expect(new Set(schema.surfaces.map(({ clone_has: has }) => has))).toEqual(
        new Set(['N/A_NO_CLONE']),
      );
      const verified = await runCli(['verify', path.join(folder, 'missing')]);
      expect(verified.exitCode).toBe(0);
    },
    SLOW_MS,
  );

  test(
    'or has no attestation is told how to get one',
    async () => {
      const dump = path.join(folder, 'unattested.dump');
      await copyFile(await demoDump(15), dump);
      const result = await rehearse('unattested', dump);
      expect([result.exitCode, result.lastLine]).toEqual([3, `${PREFIX}READY_NOT_APPLIED`]);
      expect(result.stderr).toContain('make attest DUMP=unattested.dump');
    },
    SLOW_MS,
  );
});

describe('a dump that is refused', () => {
  test(
    'cut off, whether or not somebody attested it',
    async () => {
      const dump = path.join(folder, 'cut.dump');
      const bytes = await readFile(await demoDump(15));
      await writeFile(dump, bytes.subarray(0, Math.floor(bytes.length * 0.6)));
      const result = await rehearse('cut', dump);
      expect([result.exitCode, result.lastLine]).toEqual([4, `${PREFIX}INPUT_REJECTED`]);
      expect(result.stderr).toContain('INTAKE_TRUNCATED at cut.dump');
      expect(result.stderr).toContain('ATTESTATION_MISSING');
    },
    SLOW_MS,
  );

  test(
    'one byte changed after it was attested',
    async () => {
      const dump = path.join(folder, 'changed.dump');
      await copyFile(await demoDump(15), dump);
      await copyFile(`${await demoDump(15)}.attestation.yaml`, `${dump}.attestation.yaml`);
      const bytes = await readFile(dump);
      bytes.writeUInt8(bytes.readUInt8(bytes.length - 1000) ^ 1, bytes.length - 1000);
      await rm(dump);
      await writeFile(dump, bytes);
      const result = await rehearse('changed', dump);
      expect([result.exitCode, result.lastLine]).toEqual([4, `${PREFIX}INPUT_REJECTED`]);
      expect(result.stderr).toContain('ATTESTATION_OTHER_BYTES');
    },
    SLOW_MS,
  );

  test(
    'without birth_registry, with a column of another type and without an approval, each named',
    async () => {
      const dump = await maker.make(
        'differing.dump',
        `DROP TABLE public.birth_registry CASCADE;
         ALTER TABLE public.registry_rows ALTER COLUMN recorded_at TYPE date;
         DELETE FROM public.os_proposal_approvals`,
      );
      await attest(dump, folder);
      const result = await rehearse('differing', dump);
      for (const each of [
        'table "birth_registry" is missing',
        'column "registry_rows.recorded_at" is date, spec says timestamp with time zone',
        'has 0 rows with db = directus and tier = 0 and decision = approve, spec says at least 1',
      ]) {
        expect(result.stderr).toContain(each);
      }
      expect([result.exitCode, result.lastLine]).toEqual([4, `${PREFIX}INPUT_REJECTED`]);
    },
    SLOW_MS,
  );

  test(
    'with an extension that is not on the allow-list',
    async () => {
      const dump = await maker.make('extension.dump', 'CREATE EXTENSION pageinspect');
      await attest(dump, folder);
      const result = await rehearse('extension', dump);
      expect(result.stderr).toContain('RESTORE_EXTENSION_NOT_ALLOWED at extension "pageinspect"');
      expect(result.exitCode).toBe(4);
    },
    SLOW_MS,
  );

  test(
    'whose code fails at restore, without a row in the message',
    async () => {
      const sql = `SET ROLE surface_owner; CREATE FUNCTION public.loud(v text) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS
      $$ BEGIN IF session_user = 'rehearsal_restorer' THEN RAISE 'refused here: "%"', v; END IF; RETURN true; END $$;
      ALTER TABLE public.system_issues ADD CONSTRAINT loud CHECK (public.loud(title))`;
      const dump = await maker.make('loud.dump', sql);
      await attest(dump, folder);
      const result = await rehearse('loud', dump);
      expect(result.exitCode).toBe(4);
      expect(result.stderr).toContain('RESTORE_ERROR at ');
      expect(result.stderr).not.toContain('refused here: "');
    },
    SLOW_MS,
  );
});

/** Work folders are marked with their process, and named like what it started: the run, its probes. */
async function runIdsOf(pid: number | undefined): Promise<string[]> {
  const ids: string[] = [];
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith('clone-rehearsal-')) continue;
    const owner = await readFile(path.join(tmpdir(), name, 'owner'), 'utf8').catch(() => '');
    if (owner.startsWith(`${pid} `)) ids.push(`run-${name.slice('clone-rehearsal-'.length)}`);
  }
  if (ids.length === 0) throw new Error(`process ${pid} has no work folder`);
  return ids;
}

describe('a run that is ended from outside', () => {
  // SIGINT, SIGTERM and SIGKILL at other moments: tests/fault.
  const killed = async (): Promise<number | null> => {
    const engine = await connectEngine();
    const out = path.join(folder, 'killed');
    const child = startCli(['run', '--config', FEW, '--dump', await demoDump(15), '--out', out]);
    const closed = once(child, 'close') as Promise<[number | null]>; // node's own event
    await seen(child, 'no network');
    // Of this run alone: others use the engine at the same time.
    const ids = await runIdsOf(child.pid);
    const count = async (): Promise<number> => {
      const found = await Promise.all(
        ids.map((id) => {
          const filters = { label: [`${RUN_LABEL}=${id}`] };
          return engine.listContainers({ all: true, filters });
        }),
      );
      return found.flat().length;
    };
    expect(await count()).toBeGreaterThan(0);
    child.kill('SIGKILL');
    const isGone = async (): Promise<boolean> => (await count()) === 0;
    // It cannot clean up: the lease does.
    // On its own account it would live for as long as a run may take at the most.
    expect(await msUntil(isGone, 30_000)).toBeLessThan(30_000);
    const [exitCode] = await closed;
    expect(await readdir(folder)).not.toContain('killed');
    return exitCode;
  };

  test(
    'killed during the restore leaves no container',
    async () => {
      expect(await killed()).toBeNull();
    },
    SLOW_MS,
  );

  test(
    'interrupted by Ctrl-C leaves a terminal with what has ended, and nothing that moved',
    async () => {
      const out = path.join(folder, 'ended by a key');
      const args = ['run', '--config', FEW, '--dump', await demoDump(15), '--out', out];
      const types = { after: 'no network', keys: '\u0003' };
      const { screen, exitCode } = await onTerminalCli(args, { types });
      expect(exitCode).toBe(130);
      expect(screen.filter((line) => /^\S/.test(line)).map((line) => line.split(' ')[0])).toEqual([
        'dump',
        'SIGINT:',
        'interrupted:',
      ]);
      expect(screen.filter((line) => line.includes('restore'))).toEqual([]);
    },
    SLOW_MS,
  );
});
