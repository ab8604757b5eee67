// The facts of a dump, from its header and its contents, and what is wrong with them: a header is
// written by whoever made the file, and what stands in it will stand in the evidence.
import { finding, type Finding } from '../kernel/index.ts';
import type { ContentsCollector } from './contents.ts';
import type { DumpContents, DumpFacts } from './contract.ts';

export interface HeaderFacts {
  readonly serverVersion: string | null;
  readonly pgDumpVersion: string | null;
  /** Where the contents do not say it. */
  readonly databaseName: string | null;
}

export function collectedFacts(
  collector: ContentsCollector,
  { serverVersion, pgDumpVersion, databaseName }: HeaderFacts,
): Partial<DumpFacts> {
  const name = collector.databaseName ?? databaseName;
  const major = /^\d+/.exec(serverVersion ?? '')?.[0];
  return {
    ...(serverVersion === null ? {} : { serverVersion }),
    ...(major === undefined ? {} : { serverMajor: Number(major) }),
    ...(name === null || name === '' ? {} : { databaseName: name }),
    ...(collector.encoding === null ? {} : { encoding: collector.encoding }),
    locale: collector.locale,
    pgDumpVersion,
  };
}

const VERSION = /^\d{1,3}(?:\.\d{1,3}|beta\d{1,2}|rc\d{1,2}|devel)*(?: \([ -~]{1,100}\))?$/;
const PRINTABLE = /^\P{Cc}{1,200}$/u;

/** What is missing, is not of its form, or cannot be written as it was in the source. */
export function factFindings(
  facts: Partial<DumpFacts>,
  contents: DumpContents,
  where: string,
  isAttested: boolean,
): Finding[] {
  const findings: Finding[] = [];
  const odd = (what: string): void => void findings.push(finding('INTAKE_HEADER', where, what));
  const demand = (name: keyof DumpFacts, value: string | null | undefined, form: RegExp): void => {
    if (value === undefined) odd(`its ${name} cannot be read`);
    else if (value !== null && !form.test(value)) odd(`its ${name} does not have the form of one`);
  };
  demand('serverVersion', facts.serverVersion, VERSION);
  demand('pgDumpVersion', facts.pgDumpVersion, VERSION);
  // Who attests a plain dump can still name its database.
  if (facts.databaseName !== undefined || isAttested || facts.format !== 'plain') {
    demand('databaseName', facts.databaseName, PRINTABLE);
  }
  demand('encoding', facts.encoding, /^[A-Za-z0-9_]{1,32}$/);
  demand('locale', facts.locale, PRINTABLE);
  const names = [...contents.roles, ...contents.schemas, facts.databaseName ?? ''];
  // What is not UTF-8 was read as this character: a role of that name would be another one.
  if (names.some((name) => name.includes('\uFFFD'))) {
    const what = 'a name in it is not UTF-8; dump with --encoding=UTF8';
    findings.push(finding('INTAKE_ENCODING', where, what));
  }
  return findings;
}
