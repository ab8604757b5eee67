// Every shipped scenario, rehearsed through the command line as its readers would.
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, stringify } from 'yaml';
import {
  executionEvidenceSchema,
  type ExecutionEvidence,
  type ScenarioEvidence,
} from '../../harness/scenario/index.ts';
import { ROOT, runCli, type CliResult } from './cli.ts';
import { attest, demoDump, dumpMaker } from './made-dumps.ts';
import { SHIPPED } from './shipped-scenarios.ts';

const SLOW_MS = 600_000;
const ALL = path.join(ROOT, 'rehearsal.all.config.yaml');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'shipped-test-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

interface Rehearsed {
  readonly result: CliResult;
  readonly evidence: ExecutionEvidence;
}

/** On 15 an archive; on 17 a packed script that makes its own database, which says nothing of it. */
async function dumpOf(major: number): Promise<string> {
  if (major === 15) return await demoDump(major);
  await using maker = await dumpMaker(folder, major);
  const options = ['--format=plain', '--create', '--compress=6'];
  const dump = await maker.make('shipped.dump', '', options);
  await attest(dump, folder);
  return dump;
}

async function rehearse(config: string, major: number): Promise<Rehearsed> {
  const out = path.join(folder, `packet-${major}`);
  const dump = await dumpOf(major);
  const result = await runCli(['run', '--config', config, '--dump', dump, '--out', out]);
  const file = path.join(out, 'clone-rehearsal-execution-evidence.json');
  const evidence = executionEvidenceSchema.parse(JSON.parse(await readFile(file, 'utf8')));
  return { result, evidence };
}

/** The scenarios' folders that a configuration names, its chains included. */
async function namedIn(config: string): Promise<string[]> {
  const { scenarios } = parse(await readFile(config, 'utf8')) as {
    scenarios: readonly (string | { steps: readonly string[] })[];
  }; // the loader's own tests hold its form
  return scenarios
    .flatMap((entry) => (typeof entry === 'string' ? [entry] : entry.steps))
    .map((name) => path.basename(name));
}

describe('the lists of scenarios', () => {
  test('name every shipped scenario, and all are looked at here', async () => {
    const there = await readdir(path.join(ROOT, 'scenarios'), { withFileTypes: true });
    const folders = there.filter((each) => each.isDirectory() && each.name !== 'executor');
    const all = await namedIn(ALL);
    expect(all.toSorted()).toEqual(folders.map(({ name }) => name).toSorted());
    expect(all).toEqual(Object.keys(SHIPPED));
  });

  test('begin with one that needs only the rights of the executor and the reader', async () => {
    const roles = await Promise.all(
      (await namedIn(path.join(ROOT, 'rehearsal.config.yaml'))).map(async (name) => {
        const file = path.join(ROOT, 'scenarios', name, 'scenario.yaml');
        const { role = null } = parse(await readFile(file, 'utf8')) as { role?: string }; // as above
        return role;
      }),
    );
    expect(new Set(roles)).toEqual(new Set([null, 'surface_readonly']));
  });
});

/** On 17 those that rest on what a server does in its own way: locks, its log, storage, recovery. */
const ON_17: readonly string[] = [
  'birth-insert',
  'birth-status-transition',
  'registry-index-build',
  'birth-enum-value',
  'birth-type-change',
  'birth-audit-partition',
  'approval-insert',
];

/** The list of all, but of these scenarios only. */
async function configOf(ids: readonly string[]): Promise<string> {
  const config = parse(await readFile(ALL, 'utf8')) as Record<string, unknown> & {
    scenarios: readonly unknown[];
    executor: readonly string[];
  }; // the loader's own tests hold its form
  const file = path.join(folder, 'some.config.yaml');
  const at = (name: string): string => path.relative(folder, path.join(ROOT, name));
  const { spec, lane, scenarios, executor, sealed: _sealed, ...rest } = config;
  const kept = scenarios.filter((each) => ids.includes(path.basename(String(each))));
  const some = {
    ...rest,
    spec: at(String(spec)),
    lane: at(String(lane)),
    scenarios: kept.map((each) => at(String(each))),
    executor: executor.map(at),
  };
  await writeFile(file, stringify(some));
  return file;
}

describe.each([15, 17])('on Postgres %i every shipped scenario', (major) => {
  const isAll = major === 15;
  const shipped = Object.entries(SHIPPED).filter(([id]) => isAll || ON_17.includes(id));
  const ids = shipped.map(([id]) => id);
  let rehearsed: Rehearsed;
  const of = (id: string): ScenarioEvidence => {
    const found = rehearsed.evidence.scenarios.find((each) => each.id === id);
    if (found === undefined) throw new Error(`${id} is not in the evidence`);
    return found;
  };
  beforeAll(async () => {
    rehearsed = await rehearse(isAll ? ALL : await configOf(ON_17), major);
  }, SLOW_MS);

  test('is rehearsed to ready', () => {
    const { stdout, stderr, exitCode, lastLine } = rehearsed.result;
    expect(stderr).toBe('');
    expect(stdout).toContain(`Postgres ${major}.`);
    expect([exitCode, lastLine.endsWith('ROLLBACK_READY')]).toEqual([0, true]);
    expect(rehearsed.evidence.clone_method).toBe('overlay');
    expect(rehearsed.evidence.scenarios.map(({ id }) => id).toSorted()).toEqual(ids.toSorted());
    expect(ids).toHaveLength(isAll ? Object.keys(SHIPPED).length : ON_17.length);
  });

  test.each(shipped)('%s is told as it is', (id, told) => {
    const { kind, judgement, verified, rollbacks, expectations, ...seen } = of(id);
    expect([kind, judgement, verified]).toEqual([told.kind, 'HELD', 'HELD']);
    expect(seen.deterministic).toBe(told.kind === 'read-only' ? 'NOT_ASKED' : 'YES');
    expect(rollbacks.map(({ way, judgement: each }) => [way, each])).toEqual(
      told.ways.map((way) => [way, 'HELD']),
    );
    expect(expectations.filter((each) => each.judgement !== 'HELD')).toEqual([]);
    expect(expectations.length > 0).toBe(told.kind !== 'read-only');
    expect(
      Object.fromEntries(
        (seen.rows_changed ?? []).map((row) => [
          row.table,
          [row.inserted, row.updated, row.deleted],
        ]),
      ),
    ).toEqual(told.rows);
    expect(Object.fromEntries(seen.locks.map(({ relation, mode }) => [relation, mode]))).toEqual(
      told.locks,
    );
  });

  test('replaces storage only where a rewrite is what it is about', () => {
    const rewritten = ids.filter((id) => of(id).rewritten.length > 0);
    expect(rewritten).toEqual(['birth-type-change']);
    expect(of('birth-type-change').rewritten).toContain('public.birth_registry');
  });

  test('names the sequence that no ROLLBACK moves back', () => {
    const residue = of('birth-insert').rollbacks.flatMap((each) => each.residue);
    expect(residue.map(({ name, undoable }) => [name, undoable])).toEqual([
      ['public.registry_rows_id_seq', false],
    ]);
  });

  test('stands where it was put: setups, the chain and the executor', () => {
    const withSetup = ['birth-parent-link', 'birth-audit-partition', 'approval-insert'];
    expect(ids.filter((id) => of(id).has_setup)).toEqual(
      withSetup.filter((id) => ids.includes(id)),
    );
    expect(ids.map((id) => of(id).chain?.place ?? 0).filter((place) => place > 0)).toEqual(
      isAll ? [1, 2, 3] : [],
    );
    if (!isAll) return;
    const executor = 'scenarios/executor/99_run_all.sql';
    expect(of('birth-run-all').executor).toBe(executor);
    expect(of('birth-run-all').files[executor] ?? '').toBe(
      rehearsed.evidence.executor[0]?.sha256_after,
    );
  });
});
