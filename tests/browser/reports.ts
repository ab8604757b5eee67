// Pages of packets that a run would write: of few scenarios, of many, of none, and hostile ones.
import { packetView, reportHtml } from '../../harness/report/index.ts';
import { derive } from '../../harness/run/story/derive.ts';
import type { PacketSources } from '../../harness/run/story/sources.ts';
import { CATALOG_ORDER } from '../../harness/witness/index.ts';
import { documentsOf, emptySources, goodSources } from '../unit/story/packets.ts';

type Documents = ReturnType<typeof documentsOf>;
type Change = (documents: Documents) => Documents;

const EXECUTION = 'clone-rehearsal-execution-evidence.json';

/** The page of a packet; `change` may say what no run would, as a forger might. */
export function pageOf(sources: PacketSources, change: Change = (same) => same): string {
  const { tree, record, timings } = change(documentsOf(sources));
  if (record === null || timings === null) throw new Error('a packet has both');
  return reportHtml(packetView({ ...tree }), { record, timings, catalogOrder: CATALOG_ORDER });
}

export const goodPage = (many = 0): string => pageOf(goodSources(many));
export const emptyPage = (): string => pageOf(emptySources());

/** With another status, as it stands in a packet. */
export function withStatus(status: string, sources = goodSources()): string {
  return pageOf(sources, (documents) => ({
    ...documents,
    tree: {
      ...documents.tree,
      'decision-packet.json': { ...documents.tree['decision-packet.json'], status },
    },
  }));
}

/** One way back that did not bring everything back, as a run tells it. */
export function brokenSources(): PacketSources {
  const good = goodSources();
  const scenarios = good.execution.scenarios.map((scenario, index) => {
    if (index !== 1) return scenario;
    const code = 'SCENARIO_NOT_RESTORED';
    const found = { code, where: scenario.id, what: '"public.births" is not as before' };
    return {
      ...scenario,
      judgement: 'NOT_HELD' as const,
      rollbacks: scenario.rollbacks.map((back) => ({
        ...back,
        judgement: 'NOT_HELD' as const,
        after_rollback_hash: 'f'.repeat(64),
        not_restored: ['public.births'],
        findings: [found],
      })),
    };
  });
  return { ...good, execution: { ...good.execution, scenarios } };
}

export function statusOf(sources: PacketSources): string {
  return derive(sources).status;
}

/** A page in which every scenario and every name that a dump could bring is one text. */
export function hostilePage(text: string): string {
  return pageOf(goodSources(), (documents) => {
    const execution = documents.tree[EXECUTION];
    const scenarios = execution.scenarios.map((scenario) => ({
      ...scenario,
      title: text,
      tables_changed: [text, text],
      rewritten: [text],
      locks: [{ relation: text, mode: 'AccessExclusive' as const, how: 'held' as const }],
      rows_changed: [{ table: text, inserted: 1, updated: 2, deleted: 3 }],
      expectations: [{ expects: text, judgement: 'HELD' as const }],
      findings: [{ code: text, where: text, what: text }],
    }));
    const tables = [{ table: text, rows: 1, sha256: 'a'.repeat(64) }];
    const baseline = execution.baseline === null ? null : { ...execution.baseline, tables };
    const decision = { ...documents.tree['decision-packet.json'], title: text, statement: text };
    return {
      ...documents,
      record: documents.record === null ? null : { ...documents.record, dump: text, run_id: text },
      tree: {
        ...documents.tree,
        [EXECUTION]: { ...execution, scenarios, baseline },
        'decision-packet.json': { ...decision, status: `${text}_ROLLBACK_READY` },
      },
    };
  });
}
