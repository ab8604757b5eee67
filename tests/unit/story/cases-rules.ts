// Each rule that no other case asks for, broken alone: where it is told, beside whatever else is.
import { sha256, type Code } from '../../../harness/kernel/index.ts';
import type { PacketSources } from '../../../harness/run/story/sources.ts';
import { item, type Mutable } from './told.ts';

export interface RuleCase {
  readonly of: 'good' | 'empty';
  readonly code: Code;
  readonly where: string;
  readonly change: (facts: Mutable<PacketSources>) => void;
}

const E = 'clone-rehearsal-execution-evidence.json';
const LOCK = 'rehearsal-target-lock.json';
const RESTORE = 'restore-evidence.json';
const SCHEMA = 'schema-compatibility.json';
const PROVENANCE = 'clone-provenance.json';
const OTHER = sha256('another state');

type Change = RuleCase['change'];
const rule =
  (of: RuleCase['of'], code: Code) =>
  (where: string, change: Change): RuleCase => ({ of, code, where, change });
const reach = rule('good', 'PACKET_STORY_REACH');
const without = rule('empty', 'PACKET_STORY_REACH');
const provenance = rule('good', 'PACKET_STORY_PROVENANCE');
const restore = rule('good', 'PACKET_STORY_RESTORE');
const schema = rule('good', 'PACKET_STORY_SCHEMA');
const plan = rule('good', 'PACKET_STORY_PLAN');
const baseline = rule('good', 'PACKET_STORY_BASELINE');
const calibration = rule('good', 'PACKET_STORY_CALIBRATION');
const scenario = rule('good', 'PACKET_STORY_SCENARIO');
const start = rule('good', 'PACKET_STORY_START');

export const RULES: readonly RuleCase[] = [
  reach(`${LOCK} transport`, (facts) => {
    facts[LOCK].transport = 'N/A_NO_CLONE';
  }),
  reach('bad-input-probes.json with_clone', (facts) => {
    facts['bad-input-probes.json'].with_clone = false;
  }),
  reach(`${RESTORE} judgement`, (facts) => {
    facts[RESTORE].judgement = 'N/A_NO_CLONE';
  }),
  reach(`${RESTORE} locale`, (facts) => {
    facts[RESTORE].judgement = 'N/A_NO_CLONE';
  }),
  reach(`${SCHEMA} judgement`, (facts) => {
    facts[SCHEMA].judgement = 'N/A_NO_CLONE';
  }),
  reach(`${RESTORE} clone_content`, (facts) => {
    facts[SCHEMA].judgement = 'NOT_HELD';
  }),
  reach(`${E} baseline`, (facts) => {
    facts[RESTORE].clone_content = null;
  }),
  reach(`${RESTORE} rows_compared`, (facts) => {
    facts[RESTORE].rows_compared = null;
  }),
  reach(`${E} clones`, ({ execution }) => {
    execution.clones = null;
  }),
  reach(`${E} clone_method`, ({ execution }) => {
    execution.clone_method = 'N/A_NO_CLONE';
  }),
  reach(`${E} baseline.exit_hash`, ({ execution }) => {
    if (execution.baseline !== null) execution.baseline.exit_hash = null;
  }),
  without('isolation-proof.json checks', (facts) => {
    const check = { id: 'interfaces', measured: 'none', expected: 'none' } as const;
    facts['isolation-proof.json'].checks.push({ ...check, from: 'inside', judgement: 'HELD' });
  }),
  without('isolation-proof.json observed', (facts) => {
    const nothing = { interfaces: [], mounts: [], variables: [] };
    facts['isolation-proof.json'].observed = nothing;
  }),
  without('bad-input-probes.json probes[0]', (facts) => {
    const { attempts } = item(facts['bad-input-probes.json'].probes, 0);
    for (const attempt of attempts.filter(({ answer }) => answer === 'NOT_ASKED')) {
      attempt.twin = 'ALLOWED';
    }
  }),

  rule('good', 'PACKET_STORY_ISOLATION')('isolation-proof.json isolated', (facts) => {
    facts['isolation-proof.json'].isolated = 'NOT_DECIDED';
  }),

  provenance(`${LOCK} database`, (facts) => {
    facts[LOCK].database = 'another';
  }),
  provenance(`${LOCK} server_major`, (facts) => {
    facts[LOCK].server_major = null;
  }),
  provenance(`${PROVENANCE} scan`, (facts) => {
    facts[PROVENANCE].scan = null;
  }),
  provenance(`${PROVENANCE} scan`, (facts) => {
    const hit = { code: 'DATA_LIVE_HOST', rule: 'a rule', where: 'a.b', count: 1, shape: 's' };
    facts[RESTORE].clone_content?.hits.push(hit);
  }),
  provenance(`${PROVENANCE} scan`, (facts) => {
    const found = facts[RESTORE].clone_content;
    if (found !== null) found.judgement = 'NOT_HELD';
  }),

  restore(`${RESTORE} judgement`, (facts) => {
    facts[RESTORE].restored_as_superuser = true;
  }),
  restore(`${RESTORE} server_major`, (facts) => {
    facts[RESTORE].server_major = 16;
  }),
  restore(`${RESTORE} clone_content.rows`, (facts) => {
    const found = facts[RESTORE].clone_content;
    if (found !== null) found.rows += 1;
  }),
  restore(`${RESTORE} clone_content.tables`, (facts) => {
    const found = facts[RESTORE].clone_content;
    if (found !== null) found.tables = 1;
  }),
  restore(`${RESTORE} clone_content.allowed_hosts`, (facts) => {
    facts[RESTORE].clone_content?.allowed_hosts.push('example.org');
  }),
  restore(`${RESTORE} roles_created`, (facts) => {
    facts[RESTORE].roles_created = ['another_role'];
  }),

  schema(`${SCHEMA} surfaces`, (facts) => {
    facts[SCHEMA].surfaces = [];
  }),
  schema(`${SCHEMA} judgement`, (facts) => {
    const surface = item(facts[SCHEMA].surfaces, 0);
    surface.judgement = 'NOT_DECIDED';
    surface.clone_has = 'NO';
  }),
  schema(`${SCHEMA} findings`, (facts) => {
    facts[SCHEMA].findings.push({ code: 'SCHEMA_COLUMN_DIFFERS', where: 'a', what: 'b' });
  }),
  schema(`${SCHEMA} findings`, (facts) => {
    facts[SCHEMA].findings = [];
  }),
  schema(`${SCHEMA} classes`, (facts) => {
    facts[SCHEMA].classes = null;
    facts[SCHEMA].findings = [];
  }),
  schema(`${SCHEMA} classes`, (facts) => {
    facts[SCHEMA].classes?.named.pop();
  }),
  schema(`${SCHEMA} classes`, (facts) => {
    const { classes } = facts[SCHEMA];
    if (classes !== null) classes.columns = 1;
  }),
  schema(`${SCHEMA} classes`, (facts) => {
    // As if the spec asked for every class: two columns have none, and no difference says so.
    item(facts[SCHEMA].surfaces, 1).id = 'sanitization';
    facts[SCHEMA].findings = [];
  }),

  plan(`${E} plan.scenarios`, ({ execution }) => {
    execution.plan.scenarios.push('reads');
  }),
  plan(`${E} plan.rollbacks`, ({ execution }) => {
    execution.plan.rollbacks.reverse();
  }),
  plan(`${E} plan.rollbacks[0]`, ({ execution }) => {
    item(execution.plan.rollbacks, 0).way = 'pitr';
  }),
  plan(`${E} plan.rollbacks`, ({ execution }) => {
    execution.plan.rollbacks.splice(1, 0, item(execution.plan.rollbacks, 0));
  }),
  plan(`${E} scenarios[1].kind`, ({ execution }) => {
    item(execution.scenarios, 1).kind = 'read-only';
  }),
  plan(`${E} scenarios[1].read_only`, ({ execution }) => {
    item(execution.scenarios, 1).read_only = { before_hash: OTHER, after_hash: OTHER };
  }),
  plan(`${E} scenarios[1].chain`, ({ execution }) => {
    item(execution.scenarios, 1).chain = { id: 'steps', place: 2 };
  }),

  plan(`${E} scenarios[2].kind`, ({ execution }) => {
    item(execution.scenarios, 2).kind = 'transactional';
  }),
  plan(`${E} scenarios[2].chain`, ({ execution }) => {
    const way = { way: 'staircase', rollback_class: 'RB-CLONE-REVERT' } as const;
    execution.plan.rollbacks.splice(3, 0, { scenario: 'backfills', ...way });
  }),
  plan(`${E} scenarios[3].chain`, ({ execution }) => {
    for (const { chain } of execution.scenarios) if (chain !== null) chain.id = 'reads';
  }),
  plan(`${E} scenarios[4].chain`, ({ execution }) => {
    item(execution.scenarios, 4).chain = { id: 'steps', place: 1 };
  }),
  plan(`${E} clones.baseline_untouched`, ({ execution }) => {
    execution.clone_method = 'template';
  }),
  plan(`${E} scenarios[2].rollbacks[0]`, ({ execution }) => {
    execution.clone_method = 'template';
  }),

  baseline(`${E} baseline.catalog`, ({ execution }) => {
    if (execution.baseline !== null) execution.baseline.catalog['more'] = OTHER;
  }),
  baseline(`${E} baseline.tables`, ({ execution }) => {
    execution.baseline?.tables.reverse();
  }),

  calibration(`${E} calibration.of`, ({ execution }) => {
    if (execution.calibration !== null) execution.calibration.of += 1;
  }),
  calibration(`${E} calibration.judgement`, ({ execution }) => {
    if (execution.calibration !== null) execution.calibration.schema_restored_twice = 'NOT_HELD';
  }),

  scenario(`${E} scenarios[1].deterministic`, ({ execution }) => {
    item(execution.scenarios, 1).varies.push('public.births');
  }),
  scenario(`${E} scenarios[1].deterministic`, ({ execution }) => {
    const note = { code: 'SCENARIO_NOT_DETERMINISTIC', where: 'here', what: 'it varies' };
    item(execution.scenarios, 1).findings.push(note);
  }),
  scenario(`${E} scenarios[1].deterministic`, ({ execution }) => {
    item(execution.scenarios, 1).deterministic = 'NOT_ASKED';
  }),
  scenario(`${E} scenarios[1].verified`, ({ execution }) => {
    const rollback = item(item(execution.scenarios, 1).rollbacks, 0);
    rollback.findings.push({ code: 'SCENARIO_NOT_VERIFIED', where: 'here', what: 'it is not' });
  }),
  scenario(`${E} scenarios[0].verified`, ({ execution }) => {
    const reads = item(execution.scenarios, 0);
    reads.verified = 'HELD';
    reads.findings.push({ code: 'SCENARIO_NOT_VERIFIED', where: 'here', what: 'it is not' });
  }),
  scenario(`${E} scenarios[1].verified`, ({ execution }) => {
    item(execution.scenarios, 1).verified = 'NOT_ASKED';
  }),
  scenario(`${E} scenarios[1].has_setup`, ({ execution }) => {
    item(execution.scenarios, 1).has_setup = true;
  }),
  scenario(`${E} scenarios[1].tables_changed`, ({ execution }) => {
    item(execution.scenarios, 1).tables_changed = [];
  }),
  scenario(`${E} scenarios[1].rows_changed`, ({ execution }) => {
    item(execution.scenarios, 1).varies.push('public.births');
  }),
  scenario(`${E} scenarios[0].varies`, ({ execution }) => {
    item(execution.scenarios, 0).varies.push('public.births');
  }),
  scenario(`${E} scenarios[1].expectations[2].judgement`, ({ execution }) => {
    item(execution.scenarios, 1).rewritten.push('public.births');
  }),
  scenario(`${E} scenarios[1].expectations[0].judgement`, ({ execution }) => {
    item(item(execution.scenarios, 1).rows_changed, 0).inserted += 9;
  }),
  ...[
    'production is not touched',
    'no lock stronger than None',
    'no lock stronger than  Share',
  ].map((expects) =>
    scenario(`${E} scenarios[1].expectations[0].expects`, ({ execution }) => {
      item(item(execution.scenarios, 1).expectations, 0).expects = expects;
    }),
  ),
  scenario(`${E} cluster_residue`, ({ execution }) => {
    execution.cluster_residue = [{ kind: 'role', name: 'a', what: 'is left', undoable: false }];
  }),
  scenario(`${E} scenarios[1].rollbacks[0].residue`, ({ execution }) => {
    item(item(item(execution.scenarios, 1).rollbacks, 0).residue, 0).kind = 'role';
  }),
  scenario(`${E} scenarios[2].rollbacks[0].residue`, ({ execution }) => {
    const move = { kind: 'sequence', name: 'public.s', what: 'it moved', undoable: false };
    item(item(execution.scenarios, 2).rollbacks, 0).residue.push(move);
  }),
  scenario(`${E} scenarios[2].verified`, ({ execution }) => {
    item(execution.scenarios, 2).verified = 'HELD';
  }),
  ...['verify', 'db/1.sql (verify)'].map((name) =>
    scenario(`${E} scenarios[2].verified`, ({ execution }) => {
      item(execution.scenarios, 2).files[name] = OTHER;
    }),
  ),
  scenario(`${E} scenarios[2].has_setup`, ({ execution }) => {
    item(execution.scenarios, 2).files['setup'] = OTHER;
  }),
  scenario(`${E} scenarios[0].judgement`, ({ execution }) => {
    item(execution.scenarios, 0).read_only = null;
  }),
  scenario(`${E} scenarios[1].rollbacks[0].residue`, ({ execution }) => {
    const left = { kind: 'role', name: 'a', what: 'is left', undoable: true };
    item(item(execution.scenarios, 1).rollbacks, 0).residue.push(left);
  }),
  scenario(`${E} scenarios[1].rollbacks[0].judgement`, ({ execution }) => {
    item(item(execution.scenarios, 1).rollbacks, 0).row_count_after = 12;
  }),
  scenario(`${E} scenarios[1].rollbacks[0].judgement`, ({ execution }) => {
    const rollback = item(item(execution.scenarios, 1).rollbacks, 0);
    rollback.after_apply_hash = rollback.before_hash;
  }),
  scenario(`${E} scenarios[1].rollbacks[0].not_restored`, ({ execution }) => {
    const rollback = item(item(execution.scenarios, 1).rollbacks, 0);
    rollback.after_rollback_hash = null;
    rollback.not_restored.push('public.births');
    const what = '"public.births" is not as before';
    rollback.findings.push({
      code: 'SCENARIO_NOT_RESTORED',
      where: 'inserts (transaction)',
      what,
    });
  }),

  start(`${E} scenarios[0].read_only.before_hash`, ({ execution }) => {
    item(execution.scenarios, 0).read_only = { before_hash: OTHER, after_hash: OTHER };
  }),
  start(`${E} scenarios[1].rollbacks[0].row_count_before`, ({ execution }) => {
    const rollback = item(item(execution.scenarios, 1).rollbacks, 0);
    rollback.row_count_before = 12;
    rollback.row_count_after = 12;
  }),
  start(`${E} scenarios[2].rollbacks`, ({ execution }) => {
    item(item(execution.scenarios, 2).rollbacks, 1).expected_hash = OTHER;
  }),
];
