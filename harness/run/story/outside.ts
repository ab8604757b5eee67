// The files beside the tree that say of it what the tree says itself.
import { finding, type Finding } from '../../kernel/index.ts';
import { junitXml, reportHtml } from '../../report/index.ts';
import type { Derived } from './derive.ts';
import { differingLine } from './differences.ts';
import { EXECUTION, NOT_RENDERED, type PacketDocuments } from './documents.ts';

export function outsideFindings(documents: PacketDocuments, derived: Derived): Finding[] {
  const { record, timings } = documents;
  const findings: Finding[] = [];
  const must = (holds: boolean, where: string, what: string): void => {
    if (!holds) findings.push(finding('PACKET_STORY_RECORD', where, what));
  };
  const execution = documents.tree[EXECUTION];
  if (record !== null) {
    must(
      (record.clones ?? 'N/A_NO_CLONE') === execution.clone_method,
      'run.json clones',
      'the execution evidence says otherwise',
    );
    const { server_major: major } = documents.tree['restore-evidence.json'];
    must(
      major === null || Number.parseInt(record.server ?? '', 10) === major,
      'run.json server',
      'the restore names another',
    );
  }
  if (record !== null) {
    const known = new Set(record.inputs.map(({ sha256 }) => sha256));
    for (const [index, { files }] of execution.scenarios.entries()) {
      // What code hands over stands in no file of its own.
      const isOfFiles = Object.hasOwn(files, 'scenario.yaml');
      const isTold = Object.values(files).every((hash) => known.has(hash));
      must(
        !isOfFiles || isTold,
        `${EXECUTION} scenarios[${index}].files`,
        'run.json knows no such input',
      );
    }
    for (const [index, { sha256_before: before }] of execution.executor.entries()) {
      must(known.has(before), `${EXECUTION} executor[${index}]`, 'run.json knows no such input');
    }
  }
  if (timings !== null) {
    const ids = execution.scenarios.map(({ id }) => id);
    must(
      JSON.stringify(timings.scenarios.map(({ scenario }) => scenario)) === JSON.stringify(ids),
      'timings.json scenarios',
      'they are not those that were rehearsed',
    );
  }
  const times = timings?.scenarios.flatMap(({ scenario, rollbacks }) =>
    rollbacks.map((rollback) => ({ scenario, ...rollback })),
  );
  findings.push(
    ...rendered('junit.xml', documents['junit.xml'], () => junitXml(derived.view)),
    // Without the times nobody can say what the page should hold.
    ...(times === undefined && documents['report.html'] !== null
      ? [finding('PACKET_STORY_RECORD', 'timings.json', 'report.html is there, and it is not')]
      : rendered('report.html', documents['report.html'], () =>
          reportHtml(derived.view, times ?? []),
        )),
  );
  return findings;
}

function rendered(file: string, text: string | null, render: () => string): Finding[] {
  if (text === null) return [];
  const line = differingLine(text, render());
  return line === null ? [] : [finding('PACKET_STORY_TEXT', `${file}:${line}`, NOT_RENDERED)];
}
