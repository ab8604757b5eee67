// RX-1: nothing may differ afterwards; the transaction could not write in any case.
import type { Client } from 'pg';
import { finding, type Finding, type Judgement } from '../../kernel/index.ts';
import type { Fingerprint, ResidueItem } from '../../witness/contract.ts';
import { runInside } from './apply.io.ts';
import type { RehearsalGround, Scenario, StartingPoint } from '../contract.ts';
import { missedFindings } from './missed.io.ts';
import { openClone } from './opened.io.ts';
import { actingRole, openScenarioSession, verify } from './session.io.ts';

export interface ReadOnlyPass {
  readonly before: Fingerprint;
  readonly after: Fingerprint;
  readonly verified: Judgement;
  readonly residue: readonly ResidueItem[];
  readonly findings: readonly Finding[];
}

export async function readOnlyPass(
  scenario: Scenario,
  ground: RehearsalGround,
  start: StartingPoint,
): Promise<ReadOnlyPass> {
  await using opened = await openClone(ground, start);
  const { clone, witness, before, residueBefore } = opened;
  const findings: Finding[] = [];
  {
    await using session = await openScenarioSession(scenario, ground, clone, clone.database);
    const { client } = session;
    await client.query('BEGIN TRANSACTION READ ONLY');
    for (const statement of scenario.apply.statements) {
      const run = {
        session,
        script: scenario.apply,
        transaction: 'whole',
        failure: 'SCENARIO_APPLY_FAILED',
        role: actingRole(scenario, ground),
        watch: null,
      } as const;
      const failed = await runInside(run, statement);
      if (failed !== null) {
        findings.push(failed);
        break;
      }
    }
    if (findings.length === 0) {
      findings.push(...(await verify(session, scenario.verify, actingRole(scenario, ground))));
    }
    if (findings.length === 0 && (await hasWritten(client))) {
      const what = 'its transaction has a number, which only writing asks for';
      findings.push(finding('SCENARIO_READ_ONLY_WROTE', scenario.apply.file, what));
    }
    await session.rollBack();
  }
  const { print: after } = await witness.look();
  const residueAfter = await witness.residue(after);
  const verified = findings.length === 0 ? 'HELD' : 'NOT_HELD';
  findings.push(...(await missedFindings(scenario, clone, witness)));
  return {
    before,
    after,
    verified,
    residue: ground.witnesses.residueBetween(residueBefore, residueAfter, 'snapshot'),
    findings,
  };
}

/**
 * SET TRANSACTION READ WRITE may be the first statement of any transaction, and before 16 large
 * objects may be written in one that only reads. ROLLBACK would hide both.
 */
async function hasWritten(client: Client): Promise<boolean> {
  const { rows } = await client.query<{ written: boolean }>(
    'SELECT pg_catalog.pg_current_xact_id_if_assigned() IS NOT NULL AS written',
  );
  return rows[0]?.written !== false;
}
