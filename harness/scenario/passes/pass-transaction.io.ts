// RX-2: the change inside one transaction, looked at from inside, then ROLLBACK.
import type { Client } from 'pg';
import { finding, type Finding } from '../../kernel/index.ts';
import type { Fingerprint } from '../../witness/contract.ts';
import type { ChangeObserved, ChangeWatch, Witness } from '../../witness/witness-contract.ts';
import { runInside } from './apply.io.ts';
import type { RehearsalGround, Scenario, ScenarioStatement, StartingPoint } from '../contract.ts';
import type { ScenarioSession } from './bounded-session.io.ts';
import { missedFindings } from './missed.io.ts';
import { openClone } from './opened.io.ts';
import type { Pass } from './pass.ts';
import { actingRole, becomeReader, openScenarioSession, verify } from './session.io.ts';

export async function transactionPass(
  scenario: Scenario,
  ground: RehearsalGround,
  start: StartingPoint,
): Promise<Pass> {
  await using opened = await openClone(ground, start);
  const { clone, witness, before, residueBefore } = opened;
  const first = await oneTransaction(scenario, ground, clone, witness, 'watched');
  const { print: rolledBack } = await witness.look();
  const residueAfter = await witness.residue(rolledBack);
  const findings = [...first.findings];

  let again: Fingerprint | null = null;
  if (findings.length === 0) {
    // Put back apart from the proof: numbers that go on counting are no difference of the change.
    await witness.putSequencesBack(before);
    const second = await oneTransaction(scenario, ground, clone, witness, 'unwatched');
    again = second.inside;
    findings.push(...second.findings);
  }
  findings.push(...(await missedFindings(scenario, clone, witness)));
  return {
    way: 'transaction',
    expected: start.print,
    before,
    applied: first.inside,
    change: first.change,
    rolledBack,
    again,
    residue: ground.witnesses.residueBetween(residueBefore, residueAfter, 'transaction'),
    findings,
    times: {
      way: 'transaction',
      prepareMs: 0,
      applyMs: first.applyMs,
      rollbackMs: first.rollbackMs,
    },
  };
}

interface Inside {
  readonly inside: Fingerprint | null;
  readonly change: ChangeObserved | null;
  readonly findings: readonly Finding[];
  readonly applyMs: number;
  readonly rollbackMs: number;
}

/** What a COMMIT would check and a ROLLBACK never does: deferred constraints. */
function atCommit({ apply }: Scenario): ScenarioStatement {
  const line = apply.statements.at(-1)?.line ?? 1;
  return { text: 'SET CONSTRAINTS ALL IMMEDIATE', line, run: 'inside' };
}

async function oneTransaction(
  scenario: Scenario,
  ground: RehearsalGround,
  clone: Parameters<typeof openScenarioSession>[2] & { readonly database: string },
  witness: Witness,
  how: 'watched' | 'unwatched',
): Promise<Inside> {
  await using session = await openScenarioSession(scenario, ground, clone, clone.database);
  const { client } = session;
  const watch = how === 'watched' ? await witness.watch(client) : null;
  await client.query('BEGIN');
  const opened = await transactionOf(client);
  const started = performance.now();
  const failed = await runAll(session, scenario, actingRole(scenario, ground), watch);
  const applyMs = performance.now() - started;
  const findings: Finding[] = failed === null ? [] : [failed];
  let change: ChangeObserved | null = null;
  let inside: Fingerprint | null = null;
  if (failed === null && (await transactionOf(client).catch(() => null)) !== opened) {
    // A change that ended the transaction by itself has committed: nothing would be rolled back.
    const where = scenario.apply.file;
    findings.push(finding('SCENARIO_ENDED_TRANSACTION', where, 'the transaction is another one'));
  }
  if (findings.length === 0) {
    // A check only looks: what it wrote would stand for a change that the script did not make. Before
    // 16 a transaction that only reads may write large objects: it goes back by itself as well.
    await client.query('SET TRANSACTION READ ONLY; SAVEPOINT rehearsal_verify');
    findings.push(...(await verify(session, scenario.verify, actingRole(scenario, ground))));
    if (!session.isEnded()) await client.query('ROLLBACK TO SAVEPOINT rehearsal_verify');
  }
  if (findings.length === 0) {
    await becomeReader(client);
    change = watch === null ? null : await watch.finish();
    inside = (await witness.lookInside(client)).print;
  }
  const rolling = performance.now();
  await session.rollBack();
  watch?.transactionEnded();
  return { inside, change, findings, applyMs, rollbackMs: performance.now() - rolling };
}

async function runAll(
  session: ScenarioSession,
  scenario: Scenario,
  role: string | null,
  watch: ChangeWatch | null,
): Promise<Finding | null> {
  const run = {
    session,
    script: scenario.apply,
    transaction: 'whole',
    failure: 'SCENARIO_APPLY_FAILED',
    role,
    watch,
  } as const;
  for (const statement of [...scenario.apply.statements, atCommit(scenario)]) {
    const failed = await runInside(run, statement);
    if (failed !== null) return failed;
  }
  return null;
}

async function transactionOf(client: Client): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT pg_catalog.pg_current_xact_id()::pg_catalog.text AS id',
  );
  return rows[0]?.id ?? '';
}
