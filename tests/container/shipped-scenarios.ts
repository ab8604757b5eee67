// What every shipped scenario must be told to have done on the demo dump: rows, locks, ways back.
import type { RollbackWay, ScenarioKind } from '../../harness/scenario/index.ts';

export interface Told {
  readonly kind: ScenarioKind;
  /** By table: inserted, updated, deleted. */
  readonly rows: Readonly<Record<string, readonly [number, number, number]>>;
  /** The strongest lock on each relation that was there before. */
  readonly locks: Readonly<Record<string, string>>;
  readonly ways: readonly RollbackWay[];
}

const BIRTHS = 'public.birth_registry';
const ROWS = 'public.registry_rows';

function onBirths(
  kind: ScenarioKind,
  mode: string,
  updated: number,
  ways: readonly RollbackWay[],
): Told {
  const rows = updated === 0 ? {} : { [BIRTHS]: [0, updated, 0] as const };
  return { kind, rows, locks: { [BIRTHS]: mode }, ways };
}

/** In the order of rehearsal.all.config.yaml. */
export const SHIPPED: Readonly<Record<string, Told>> = {
  'birth-surface-read': { kind: 'read-only', rows: {}, locks: {}, ways: [] },
  'birth-insert': {
    kind: 'transactional',
    rows: { [BIRTHS]: [10, 0, 0], [ROWS]: [10, 0, 0] },
    locks: {
      [BIRTHS]: 'RowExclusive',
      [ROWS]: 'RowExclusive',
      'public.registry_rows_id_seq': 'RowExclusive',
    },
    ways: ['transaction'],
  },
  // The trigger's rows and its lock on the partition are seen, although no statement names them.
  'birth-status-transition': {
    kind: 'snapshot',
    rows: { 'public.birth_audit_2026': [100, 0, 0], [BIRTHS]: [0, 100, 0] },
    locks: {
      'public.birth_audit': 'RowExclusive',
      'public.birth_audit_2026': 'RowExclusive',
      [BIRTHS]: 'RowExclusive',
    },
    ways: ['storage'],
  },
  'registry-supersede': {
    kind: 'snapshot',
    rows: {
      [BIRTHS]: [0, 200, 0],
      [ROWS]: [200, 200, 0],
      'public.system_issues': [0, 84, 0],
    },
    locks: {
      [BIRTHS]: 'RowExclusive',
      [ROWS]: 'RowExclusive',
      'public.registry_rows_id_seq': 'RowExclusive',
      'public.system_issues': 'RowExclusive',
    },
    ways: ['storage'],
  },
  'birth-backfill': onBirths('snapshot', 'RowExclusive', 5000, ['storage']),
  'birth-add-column': onBirths('up-down-up', 'AccessExclusive', 0, ['revert']),
  'birth-add-not-null': onBirths('revert', 'AccessExclusive', 1250, ['revert']),
  'registry-index-build': {
    kind: 'revert',
    rows: {},
    locks: { [ROWS]: 'ShareUpdateExclusive' },
    ways: ['revert'],
  },
  'birth-enum-value': {
    kind: 'snapshot',
    rows: { 'public.birth_audit_2026': [5, 0, 0] },
    locks: { 'public.birth_audit': 'RowExclusive', 'public.birth_audit_2026': 'RowExclusive' },
    ways: ['storage'],
  },
  'birth-type-change': onBirths('revert', 'AccessExclusive', 0, ['revert']),
  'birth-parent-link': onBirths('up-down-up', 'ShareRowExclusive', 0, ['revert']),
  'birth-audit-partition': {
    kind: 'revert',
    rows: {},
    locks: {
      'public.birth_audit': 'ShareUpdateExclusive',
      'public.birth_audit_2027': 'AccessExclusive',
      'public.birth_audit_default': 'AccessExclusive',
    },
    ways: ['revert'],
  },
  'birth-drop-column': onBirths('snapshot', 'AccessExclusive', 0, ['storage']),
  'directus-field-change': {
    kind: 'revert',
    rows: { 'public.directus_collections': [0, 1, 0], 'public.directus_fields': [0, 1, 0] },
    locks: {
      'public.directus_collections': 'RowExclusive',
      'public.directus_fields': 'RowExclusive',
    },
    ways: ['revert'],
  },
  'approval-insert': {
    kind: 'transactional',
    rows: { 'public.os_proposal_approvals': [3, 0, 0] },
    locks: {
      'public.os_proposal_approvals': 'RowExclusive',
      'public.os_proposal_approvals_id_seq': 'RowExclusive',
    },
    ways: ['transaction', 'revert', 'storage', 'template', 'logical', 'pitr'],
  },
  'directus-policy-delete': {
    kind: 'snapshot',
    rows: {
      'public.directus_access': [0, 0, 1],
      'public.directus_permissions': [0, 0, 9],
      'public.directus_policies': [0, 0, 1],
    },
    locks: {
      'public.directus_access': 'RowExclusive',
      'public.directus_permissions': 'RowExclusive',
      'public.directus_policies': 'RowExclusive',
    },
    ways: ['storage'],
  },
  'birth-review-state': onBirths('up-down-up', 'AccessExclusive', 0, ['revert', 'staircase']),
  'birth-review-dates': onBirths('up-down-up', 'AccessExclusive', 3100, ['revert', 'staircase']),
  'birth-review-rule': onBirths('up-down-up', 'AccessExclusive', 0, ['revert', 'staircase']),
  'birth-run-all': {
    kind: 'snapshot',
    rows: {
      [BIRTHS]: [10, 5210, 0],
      [ROWS]: [210, 200, 0],
      'public.system_issues': [0, 84, 0],
    },
    locks: {
      [BIRTHS]: 'AccessExclusive',
      [ROWS]: 'RowExclusive',
      'public.registry_rows_id_seq': 'RowExclusive',
      'public.system_issues': 'RowExclusive',
    },
    ways: ['storage'],
  },
};
