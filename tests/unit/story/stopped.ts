// Runs that stopped early, or came to nothing good, as they are recorded: each tells one story.
import type { Status } from '../../../harness/kernel/index.ts';
import { NO_RESTORE } from '../../../harness/run/assemble.ts';
import type { PacketSources } from '../../../harness/run/story/sources.ts';
import { sha256 } from '../../../harness/kernel/index.ts';
import { item, type Mutable } from './told.ts';

type Facts = Mutable<PacketSources>;

export interface Stopped {
  readonly when: string;
  readonly change: (facts: Facts) => void;
  readonly status: Status;
}

function neverOnGround({ execution }: Facts): void {
  execution.clone_method = 'N/A_NO_CLONE';
  execution.clones = null;
  execution.calibration = null;
  execution.cluster_residue = null;
  execution.scenarios = [];
  if (execution.baseline !== null) execution.baseline.exit_hash = null;
}

function neverRead(facts: Facts): void {
  neverOnGround(facts);
  facts.execution.baseline = null;
  facts['restore-evidence.json'].rows_compared = null;
}

function neverScanned(facts: Facts): void {
  neverRead(facts);
  facts['restore-evidence.json'].clone_content = null;
}

function neverChecked(facts: Facts): void {
  neverScanned(facts);
  const table = facts['schema-compatibility.json'];
  table.judgement = 'N/A_NO_CLONE';
  table.classes = null;
  table.findings = [];
  for (const surface of table.surfaces) {
    surface.clone_has = 'N/A_NO_CLONE';
    surface.judgement = 'BLOCKER_INPUT_MISSING';
    surface.demands_checked = 0;
  }
}

export const STOPPED: readonly Stopped[] = [
  {
    when: 'the container was not isolated',
    change: (facts) => {
      neverChecked(facts);
      const proof = facts['isolation-proof.json'];
      const check = item(proof.checks, 0);
      check.measured = 'up: lo, eth0';
      check.judgement = 'NOT_HELD';
      proof.isolated = 'NOT_HELD';
      facts['rehearsal-target-lock.json'].locked = 'NOT_HELD';
      item(facts['clone-provenance.json'].candidates, 0).isolated = 'NO';
      facts['restore-evidence.json'] = structuredClone(NO_RESTORE);
    },
    status: 'INPUT_REJECTED',
  },
  {
    when: 'the restore met an error',
    change: (facts) => {
      neverChecked(facts);
      const restore = facts['restore-evidence.json'];
      restore.judgement = 'NOT_HELD';
      restore.findings.push({ code: 'RESTORE_ERROR', where: 'TOC entry 4', what: 'it failed' });
    },
    status: 'INPUT_REJECTED',
  },
  {
    when: 'the schema was another',
    change: (facts) => {
      neverScanned(facts);
      const table = facts['schema-compatibility.json'];
      const surface = item(table.surfaces, 0);
      const difference = { code: 'SCHEMA_COLUMN_DIFFERS', path: 'a', what: 'it differs' };
      surface.differences.push({ ...difference, found: null, expected: null });
      surface.judgement = 'NOT_HELD';
      surface.clone_has = 'NO';
      table.judgement = 'NOT_HELD';
      table.findings.push({ code: difference.code, where: 'births', what: difference.what });
    },
    status: 'INPUT_REJECTED',
  },
  {
    when: 'the clone held other rows than the dump',
    change: (facts) => {
      neverOnGround(facts);
      const restore = facts['restore-evidence.json'];
      restore.judgement = 'NOT_HELD';
      restore.findings.push({ code: 'RESTORE_ROWS_DIFFER', where: 'births', what: '4 and 5' });
    },
    status: 'INPUT_REJECTED',
  },
  {
    when: 'a way back left something',
    change: ({ execution }) => {
      const scenario = item(execution.scenarios, 1);
      const rollback = item(scenario.rollbacks, 0);
      scenario.judgement = 'NOT_HELD';
      rollback.judgement = 'NOT_HELD';
      rollback.after_rollback_hash = sha256('another state');
      rollback.not_restored = ['public.births'];
      rollback.findings.push({
        code: 'SCENARIO_NOT_RESTORED',
        where: 'inserts (transaction)',
        what: '"public.births" is not as before',
      });
    },
    status: 'ROLLBACK_NOT_PROVEN',
  },
  {
    when: 'a step of a chain was not reached',
    change: ({ execution }) => {
      const first = item(execution.scenarios, 3);
      const second = item(execution.scenarios, 4);
      const failed = { code: 'SCENARIO_APPLY_FAILED', where: 'steps-1', what: 'it failed' };
      first.judgement = 'NOT_HELD';
      first.deterministic = 'NOT_DECIDED';
      for (const rollback of first.rollbacks) {
        rollback.judgement = 'NOT_HELD';
        rollback.after_apply_hash = null;
        rollback.after_rollback_hash = null;
        rollback.row_count_after = null;
        rollback.findings.push(failed);
      }
      second.judgement = 'NOT_HELD';
      second.deterministic = 'NOT_ASKED';
      second.rollbacks = [];
      second.tables_changed = [];
      second.rows_changed = null;
      second.findings.push({ ...failed, code: 'SCENARIO_CHAIN_BROKEN', where: 'steps-2' });
    },
    status: 'ROLLBACK_NOT_PROVEN',
  },
  {
    when: 'a change does not end the same twice',
    change: ({ execution }) => {
      const scenario = item(execution.scenarios, 2);
      scenario.deterministic = 'NO';
      scenario.varies = ['public.births'];
      scenario.rows_changed = null;
      const what = 'public.births varies';
      scenario.findings.push({ code: 'SCENARIO_NOT_DETERMINISTIC', where: scenario.id, what });
    },
    status: 'ROLLBACK_READY',
  },
  {
    when: 'clones did not equal the baseline',
    change: ({ execution }) => {
      const other = sha256('another state');
      const [reads, inserts] = [item(execution.scenarios, 0), item(execution.scenarios, 1)];
      const differs = { code: 'SCENARIO_CLONE_DIFFERS', where: 'here', what: 'it differs' };
      reads.judgement = 'NOT_HELD';
      reads.verified = 'HELD';
      reads.files['verify.sql'] = sha256('what asks');
      reads.read_only = { before_hash: other, after_hash: other };
      reads.findings.push(differs);
      const rollback = item(inserts.rollbacks, 0);
      inserts.judgement = 'NOT_HELD';
      rollback.judgement = 'NOT_HELD';
      rollback.before_hash = other;
      rollback.after_rollback_hash = other;
      rollback.row_count_before = 12;
      rollback.row_count_after = 12;
      rollback.findings.push(differs);
    },
    status: 'ROLLBACK_NOT_PROVEN',
  },
  {
    when: 'a change does nothing the first time, and something the second',
    change: ({ execution }) => {
      const scenario = item(execution.scenarios, 2);
      const rollback = item(scenario.rollbacks, 0);
      scenario.judgement = 'NOT_HELD';
      scenario.deterministic = 'NO';
      scenario.varies = ['public.births'];
      scenario.tables_changed = [];
      scenario.rows_changed = null;
      const what = 'public.births varies';
      scenario.findings.push({ code: 'SCENARIO_NOT_DETERMINISTIC', where: scenario.id, what });
      rollback.judgement = 'NOT_HELD';
      rollback.after_apply_hash = rollback.before_hash;
    },
    status: 'ROLLBACK_NOT_PROVEN',
  },
  {
    when: 'the encoding is written in another way',
    change: (facts) => {
      const { dump } = facts['clone-provenance.json'];
      if (dump !== null) dump.encoding = 'utf-8';
    },
    status: 'ROLLBACK_READY',
  },
  {
    when: 'something was left on the engine',
    change: ({ execution }) => {
      if (execution.leftovers !== null) execution.leftovers.volumes = 1;
    },
    status: 'ROLLBACK_NOT_PROVEN',
  },
  {
    when: 'clones were copies in the sandbox\u2019s own server',
    change: ({ execution }) => {
      execution.clone_method = 'template';
      item(item(execution.scenarios, 2).rollbacks, 0).way = 'template';
      item(execution.plan.rollbacks, 1).way = 'template';
      if (execution.clones !== null) execution.clones.baseline_untouched = null;
    },
    status: 'ROLLBACK_READY',
  },
];
