// Approves a proposal behind the Tier-0 gate and goes back in every way there is; written as code.
import { defineScenario } from '../../harness/scenario/define.ts';

/** One approval opens the gate for one database; the others show that tiers are kept apart. */
const APPROVALS = [
  { proposal: 'PROP-9001', tier: 0, decision: 'approve', note: 'Đã kiểm tra — hợp lệ' },
  { proposal: 'PROP-9002', tier: 1, decision: 'hold', note: 'Chờ duyệt' },
  { proposal: 'PROP-9003', tier: 2, decision: 'reject', note: '' },
] as const;

const rows = APPROVALS.map(
  ({ proposal, tier, decision, note }, place) =>
    `('${proposal}', 'directus', ${tier}, '${decision}', 'approver-1', ` +
    `timestamptz '2026-06-18 08:0${place}:00+00', '${note}')`,
);

export default defineScenario({
  id: 'approval-insert',
  title: 'Record three decisions, one of them at Tier 0',
  kind: 'transactional',
  methods: ['transaction', 'revert', 'storage', 'template', 'logical', 'pitr'],
  role: 'surface_owner',
  why:
    'The Tier-0 gate opens by rows of this table: a decision that was taken back must leave none. ' +
    'The change is the smallest of all, so that the times compare the ways back themselves: what ' +
    'each needs beforehand, and how long production would stand still.',
  tables: ['public.os_proposal_approvals'],
  expect: {
    rows: { 'public.os_proposal_approvals': { inserted: APPROVALS.length } },
    strongestLock: 'RowExclusive',
    rewrites: false,
    walMiB: 4,
    sequences: ['public.os_proposal_approvals_id_seq'],
  },
  setup: `
-- A recovery to a point in time empties every unlogged table: pitr is only a way back where nothing
-- that counts stands in one.
TRUNCATE public.birth_import_scratch;
`,
  apply: `
INSERT INTO public.os_proposal_approvals
  (proposal_id, db, tier, decision, approved_by, approved_at, note)
VALUES
  ${rows.join(',\n  ')};
`,
  revert: `
DELETE FROM public.os_proposal_approvals
WHERE proposal_id BETWEEN 'PROP-9001' AND 'PROP-9003';
`,
  verify: `
SELECT count(*) = 1 AS gate_has_its_new_approval
FROM public.os_proposal_approvals
WHERE proposal_id = 'PROP-9001' AND db = 'directus' AND tier = 0 AND decision = 'approve';

SELECT count(*) = ${APPROVALS.length} AS every_decision_is_there
FROM public.os_proposal_approvals
WHERE proposal_id BETWEEN 'PROP-9001' AND 'PROP-9003';
`,
});
