// Rehearses one scenario on a clone of its own: before, apply, look, roll back, look again.
import type { Client } from 'pg';
import { finding, type Finding } from '../kernel/index.ts';
import type { Clone } from '../sandbox/contract.ts';
import type { Fingerprint, ResidueItem } from '../witness/contract.ts';
import type { RehearsalGround, Scenario, ScenarioRun } from './contract.ts';
import { scenarioRun, type Trial } from './evidence.ts';
import { becomeReader, openScenarioSession, roleOf, runStatements, verify } from './session.io.ts';

export async function rehearseScenario(
  scenario: Scenario,
  ground: RehearsalGround,
): Promise<ScenarioRun> {
  await using clone = await ground.ground.fresh();
  const { witnesses } = ground;
  const before = await witnesses.look(clone.database);
  const residueBefore = await witnesses.residue(clone.database, before);
  const trial = await TRIALS[scenario.kind](scenario, ground, clone);
  const after = await witnesses.look(clone.database);
  const residueAfter = await witnesses.residue(clone.database, after);
  const undoing = scenario.kind === 'snapshot' ? 'snapshot' : 'transaction';
  const residue: ResidueItem[] = witnesses.residueBetween(residueBefore, residueAfter, undoing);
  const { baseline } = ground;
  return scenarioRun({
    scenario,
    role: roleOf(scenario, ground),
    prints: { baseline, before, after },
    trial,
    residue,
    changedParts: witnesses.changedParts,
  });
}

type RunTrial = (scenario: Scenario, ground: RehearsalGround, clone: Clone) => Promise<Trial>;

const TRIALS: Readonly<Record<Scenario['kind'], RunTrial>> = {
  'read-only': readOnly,
  transactional,
  snapshot,
};

/** RX-1: nothing may differ afterwards; the transaction could not write in any case. */
async function readOnly(scenario: Scenario, ground: RehearsalGround, clone: Clone): Promise<Trial> {
  const findings: Finding[] = [];
  const started = performance.now();
  await using session = await openScenarioSession(scenario, ground, clone.database);
  await session.client.query('BEGIN TRANSACTION READ ONLY');
  add(findings, await runStatements(session.client, scenario.apply, fileOf(scenario)));
  if (findings.length === 0) findings.push(...(await verify(session.client, scenario)));
  await session.client.query('ROLLBACK');
  return { inside: null, findings, applyMs: performance.now() - started, rollbackMs: 0 };
}

/** What a COMMIT would check and a ROLLBACK never does: deferred constraints. */
const AT_COMMIT: Scenario['apply'] = [{ text: 'SET CONSTRAINTS ALL IMMEDIATE', line: 0 }];

/** RX-2: looked at from inside by a reader without rights to write, then rolled back. */
async function transactional(
  scenario: Scenario,
  ground: RehearsalGround,
  clone: Clone,
): Promise<Trial> {
  const findings: Finding[] = [];
  await using session = await openScenarioSession(scenario, ground, clone.database);
  const { client } = session;
  await client.query('BEGIN');
  const opened = await transactionOf(client);
  const started = performance.now();
  add(findings, await runStatements(client, scenario.apply, fileOf(scenario)));
  if (findings.length === 0)
    add(findings, await runStatements(client, AT_COMMIT, fileOf(scenario)));
  const applyMs = performance.now() - started;
  let inside: Fingerprint | null = null;
  if (findings.length === 0) {
    // A scenario that ended the transaction by itself has committed: nothing would be rolled back.
    if ((await transactionOf(client).catch(() => null)) !== opened) {
      findings.push(
        finding('SCENARIO_ENDED_TRANSACTION', fileOf(scenario), 'the transaction is another one'),
      );
    } else {
      // A check only looks: what it wrote would stand for a change that apply.sql did not make.
      await client.query('SET TRANSACTION READ ONLY');
      findings.push(...(await verify(client, scenario)));
    }
    if (findings.length === 0) {
      await becomeReader(client);
      inside = await ground.witnesses.lookInside(client);
    }
  }
  const rolledBack = performance.now();
  await client.query('ROLLBACK');
  return { inside, findings, applyMs, rollbackMs: performance.now() - rolledBack };
}

/** RX-3: committed for real, looked at by other sessions, then the kept state is brought back. */
async function snapshot(scenario: Scenario, ground: RehearsalGround, clone: Clone): Promise<Trial> {
  const findings: Finding[] = [];
  await clone.snapshot();
  const started = performance.now();
  {
    await using session = await openScenarioSession(scenario, ground, clone.database);
    add(findings, await runStatements(session.client, scenario.apply, fileOf(scenario)));
  }
  const applyMs = performance.now() - started;
  let inside: Fingerprint | null = null;
  if (findings.length === 0) {
    await using session = await openScenarioSession(scenario, ground, clone.database);
    await session.client.query('BEGIN TRANSACTION READ ONLY');
    findings.push(...(await verify(session.client, scenario)));
    await session.client.query('ROLLBACK');
    inside = await ground.witnesses.look(clone.database);
  }
  const restoring = performance.now();
  await clone.restoreSnapshot();
  return { inside, findings, applyMs, rollbackMs: performance.now() - restoring };
}

async function transactionOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT pg_catalog.pg_current_xact_id()::text AS id',
  );
  return rows[0]?.id ?? '';
}

function fileOf(scenario: Scenario): string {
  return `${scenario.folder}/apply.sql`;
}

function add(findings: Finding[], one: Finding | null): void {
  if (one !== null) findings.push(one);
}
