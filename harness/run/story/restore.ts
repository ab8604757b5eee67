// The restore's judgement against its own findings, and its rows against everybody's who counted.
import { finding, weakest, type Finding, type Judgement } from '../../kernel/index.ts';
import { isBetter } from './better.ts';
import { EXECUTION, LOCK, PROVENANCE, RESTORE, type TreeDocuments } from './documents.ts';

export function restoreFindings(tree: TreeDocuments): Finding[] {
  const restore = tree[RESTORE];
  if (restore.judgement === 'N/A_NO_CLONE') return [];
  const findings: Finding[] = [];
  const must = (holds: boolean, key: string, what: string): void => {
    if (!holds) findings.push(finding('PACKET_STORY_RESTORE', `${RESTORE} ${key}`, what));
  };
  const errors = restore.findings.filter(({ code }) => code !== 'RESTORE_LOCALE_SUBSTITUTED');
  const allowed: Judgement = weakest([
    errors.length === 0 ? 'HELD' : 'NOT_HELD',
    restore.restored_as_superuser === false ? 'HELD' : 'NOT_DECIDED',
  ]);
  must(!isBetter(restore.judgement, allowed), 'judgement', 'its own facts do not allow it');
  must(
    restore.server_major === tree[LOCK].server_major,
    'server_major',
    'the target lock names another server',
  );
  const { baseline } = tree[EXECUTION];
  const { scan } = tree[PROVENANCE];
  const inClone = restore.clone_content;
  if (baseline === null || inClone === null) return findings; // which of them must be is in reach.ts
  must(restore.rows_compared === scan?.rows, 'rows_compared', 'the dump holds another number');
  must(
    inClone.rows === baseline.row_count,
    'clone_content.rows',
    'the baseline holds another number',
  );
  // A materialized view that is not filled stands in the baseline, and has nothing to look into.
  const filled = baseline.tables.filter(({ rows }) => rows > 0);
  must(
    inClone.tables >= filled.length && inClone.tables <= baseline.tables.length,
    'clone_content.tables',
    'the baseline has another number',
  );
  const roles = new Set(restore.roles_created);
  for (const { id, role } of tree[EXECUTION].scenarios) {
    const isThere = roles.has(role) || role.startsWith('pg_');
    must(isThere, 'roles_created', `scenario "${id}" is applied as a role that is not among them`);
  }
  must(
    JSON.stringify(inClone.allowed_hosts) === JSON.stringify(scan?.allowed_hosts),
    'clone_content.allowed_hosts',
    'the dump was looked into with others',
  );
  return findings;
}
