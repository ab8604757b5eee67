// Parts of the rehearsal that packets.ts tells of, as each machine would have recorded its own.
import { junitXml, reportHtml } from '../../../harness/report/index.ts';
import { derive } from '../../../harness/run/story/derive.ts';
import type { PacketDocuments } from '../../../harness/run/story/documents.ts';
import type { PacketSources } from '../../../harness/run/story/sources.ts';
import { CATALOG_ORDER } from '../../../harness/witness/index.ts';
import { documentsOf, goodSources } from './packets.ts';

/** What falls to each of two parts: the first has no way back by a copy, the second no transaction. */
export const OF_TWO = [
  ['inserts', 'steps-1', 'steps-2'],
  ['reads', 'backfills'],
] as const;

/** The facts of one part, beside the same plan. */
export function partSources(
  number: number,
  owned: readonly (readonly string[])[] = OF_TWO,
  whole: PacketSources = goodSources(),
): PacketSources {
  const { execution } = whole;
  const own = owned[number - 1] ?? [];
  return structuredClone({
    ...whole,
    execution: {
      ...execution,
      plan: { ...execution.plan, part: { number, of: owned.length, scenarios: [...own] } },
      scenarios: execution.scenarios.filter(({ id }) => own.includes(id)),
    },
  });
}

/** With the inputs of the whole, as every part was told by the same files. */
export function partDocuments(sources: PacketSources, build = '0.1.0'): PacketDocuments {
  const documents = documentsOf(sources);
  const { record: whole } = documentsOf(goodSources());
  const { record: own, timings } = documents;
  if (own === null || whole === null || timings === null) throw new Error('it has its record');
  const record = {
    ...own,
    harness: { version: build },
    run_id: `run-${sources.execution.plan.part?.number ?? 0}`,
    inputs: whole.inputs,
  };
  const { view } = derive(sources);
  const page = reportHtml(view, { record, timings, catalogOrder: CATALOG_ORDER });
  const junit = junitXml(view, { record, timings });
  return { ...documents, record, 'report.html': page, 'junit.xml': junit };
}
