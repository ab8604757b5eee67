// The files beside the tree, against what the tree says itself.
import { canonicalJsonLine, finding, type Finding } from '../../kernel/index.ts';
import { junitXml, reportHtml } from '../../report/index.ts';
import { CATALOG_ORDER } from '../../witness/index.ts';
import type { Derived } from './derive.ts';
import { differingLine } from './differences.ts';
import { EXECUTION, LOCK, NOT_RENDERED, type PacketDocuments } from './documents.ts';
import { fileFindings } from './files.ts';
import { logFindings } from './log.ts';

type Must = (holds: boolean, where: string, what: string) => void;

export function outsideFindings(documents: PacketDocuments, derived: Derived): Finding[] {
  const findings: Finding[] = [];
  const must: Must = (holds, where, what) => {
    if (!holds) findings.push(finding('PACKET_STORY_RECORD', where, what));
  };
  recordMust(documents, must);
  findings.push(...fileFindings(documents));
  const { record, timings } = documents;
  if (timings !== null) {
    const ids = documents.tree[EXECUTION].scenarios.map(({ id }) => id);
    must(
      isSame(
        timings.scenarios.map(({ scenario }) => scenario),
        ids,
      ),
      'timings.json scenarios',
      'they are not those that were rehearsed',
    );
  }
  // Without them nobody can say what the pages should hold.
  const page = (['report.html', 'junit.xml'] as const).find((name) => documents[name] !== null);
  if (page !== undefined) {
    must(record !== null, 'run.json', `${page} is there, and it is not`);
    must(timings !== null, 'timings.json', `${page} is there, and it is not`);
  }
  return [
    ...findings,
    ...logFindings(documents, derived),
    ...(timings === null || record === null
      ? []
      : [
          ...rendered('junit.xml', documents['junit.xml'], () =>
            junitXml(derived.view, { record, timings }),
          ),
          ...rendered('report.html', documents['report.html'], () =>
            reportHtml(derived.view, { record, timings, catalogOrder: CATALOG_ORDER }),
          ),
        ]),
  ];
}

function recordMust({ record, tree }: PacketDocuments, must: Must): void {
  if (record === null) return;
  must(
    (record.clones ?? 'N/A_NO_CLONE') === tree[EXECUTION].clone_method,
    'run.json clones',
    'the execution evidence says otherwise',
  );
  must(
    record.merged_from === null ||
      (tree[EXECUTION].plan.part === null && areAll(record.merged_from)),
    'run.json merged_from',
    'these are not the parts of a whole',
  );
  const isReached = record.transport !== null;
  must(
    isReached === (tree[LOCK].transport !== 'N/A_NO_CLONE') &&
      isReached === (record.transport_reason !== null),
    'run.json transport',
    'the target lock says otherwise',
  );
  const { server_major: major } = tree['restore-evidence.json'];
  const isOne = major === null || Number.parseInt(record.server ?? '', 10) === major;
  must(isOne, 'run.json server', 'the restore names another');
}

/** Each part once, and none missing. */
function areAll(parts: readonly { readonly number: number; readonly of: number }[]): boolean {
  return parts.every(({ number, of }, index) => number === index + 1 && of === parts.length);
}

function isSame(one: unknown, other: unknown): boolean {
  return canonicalJsonLine(one ?? null) === canonicalJsonLine(other ?? null);
}

function rendered(file: string, text: string | null, render: () => string): Finding[] {
  if (text === null) return [];
  const line = differingLine(text, render());
  return line === null ? [] : [finding('PACKET_STORY_TEXT', `${file}:${line}`, NOT_RENDERED)];
}
