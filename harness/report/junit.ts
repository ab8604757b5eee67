// `junit.xml`: what CI servers show of a run. Attributes and their order are those that Jenkins,
// GitLab, Azure and the reporters of GitHub read; `file` and `line` are passed over by who knows none.
import type { Beside, PacketView } from './contract.ts';
import { suitesOf, type Case, type Suite } from './junit-suites.ts';
import { escapeMarkup } from './render-html.ts';
import { codeEntry } from './view.ts';

/** HELD is a success, NOT_HELD a failure, what has no clone is skipped; everything else is an error. */
export function junitXml(view: PacketView, outside: Pick<Beside, 'record' | 'timings'>): string {
  const suites = suitesOf(view, outside);
  // ISO 8601 without the zone, as the schemas of servers have it; it is UTC.
  const timestamp = outside.record.started_at.slice(0, 19);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="clone rehearsal" ${counts(suites.flatMap(({ cases }) => cases))}>`,
    ...suites.flatMap((suite, index) => [
      `  <testsuite name="${escapeMarkup(suite.name)}" id="${index}" timestamp="${timestamp}" ${counts(suite.cases)}>`,
      ...propertiesOf(suite, outside),
      ...suite.cases.map((each) => testcase(suite.name, each)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

/** What ties the page of a server to the packet; once, in the first suite. */
function propertiesOf({ name }: Suite, { record }: Pick<Beside, 'record'>): string[] {
  if (name !== 'verdict') return [];
  const property = (key: string, value: string): string =>
    `      <property name="${key}" value="${escapeMarkup(value)}"/>`;
  return [
    '    <properties>',
    property('packet_tree', record.packet_tree),
    property('dump', record.dump),
    property('harness', record.harness.version),
    '    </properties>',
  ];
}

type Outcome = 'good' | 'failure' | 'skipped' | 'error';

function outcomeOf(judgement: string): Outcome {
  switch (judgement) {
    case 'HELD':
    case 'FAILED_CLOSED':
    case 'UNTOUCHED':
    case 'NOT_REQUESTED':
      return 'good';
    case 'NOT_HELD':
    case 'FAILED_OPEN':
      return 'failure';
    case 'N/A_NO_CLONE':
    case 'NOT_IN_PART':
    case 'BLOCKER_INPUT_MISSING':
    case 'NOT_REQUIRED':
      return 'skipped';
    default:
      return 'error';
  }
}

function counts(cases: readonly Case[]): string {
  const number = (outcome: Outcome): number =>
    cases.filter(({ judgement }) => outcomeOf(judgement) === outcome).length;
  const time = seconds(cases.reduce((sum, { ms = 0 }) => sum + ms, 0));
  return `tests="${cases.length}" failures="${number('failure')}" errors="${number('error')}" skipped="${number('skipped')}" time="${time}"`;
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function testcase(suite: string, each: Case): string {
  const { name, judgement, ms = 0 } = each;
  const open = `    <testcase classname="${escapeMarkup(suite)}" name="${escapeMarkup(name)}" time="${seconds(ms)}"${placeOf(each)}`;
  const outcome = outcomeOf(judgement);
  if (outcome === 'good') return `${open}/>`;
  if (outcome === 'skipped')
    return `${open}><skipped message="${escapeMarkup(judgement)}"/></testcase>`;
  // What stands at a line is the cause, what is told of the whole scenario follows from it.
  const first = each.findings.find(({ where }) => /:\d+$/.test(where)) ?? each.findings[0];
  const title = first === undefined ? null : (codeEntry(first.code)?.title ?? first.what);
  const message = first === undefined ? judgement : `${judgement}: ${first.code}: ${title}`;
  const type = `message="${escapeMarkup(message)}" type="${escapeMarkup(first?.code ?? judgement)}"`;
  const lines = linesOf(each).map((line) => escapeMarkup(line, LONGEST_LINE));
  return `${open}><${outcome} ${type}>${lines.join('\n')}</${outcome}></testcase>`;
}

const LONGEST_LINE = 1000;

/** Each finding with what to do about it; a hint that several have is told once. */
function linesOf({ findings, details = [] }: Case): string[] {
  const told = new Set<string>();
  return [
    ...findings.flatMap(({ code, where, what }) => {
      const hint = codeEntry(code)?.hint ?? '';
      const isNew = hint !== '' && !told.has(hint);
      told.add(hint);
      return [`${code} at ${where}: ${what}`, ...(isNew ? [`  ${hint}`] : [])];
    }),
    ...details,
  ];
}

/** The line is that of the first finding in the very file. */
function placeOf({ file = null, findings }: Case): string {
  if (file === null) return '';
  const line = findings
    .filter(({ where }) => where.startsWith(`${file}:`))
    .map(({ where }) => /^\d{1,7}$/.exec(where.slice(file.length + 1))?.[0])
    .find((each) => each !== undefined);
  return ` file="${escapeMarkup(file)}"${line === undefined ? '' : ` line="${line}"`}`;
}
