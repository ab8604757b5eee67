// Puts the checks together: what they come to, the exit code, and the lines for people.
import { weakest, type Finding, type Judgement } from '../kernel/index.ts';
import {
  CHECK_GROUPS,
  CHECK_IDS,
  doctorReportSchema,
  type CheckGroup,
  type DoctorCheck,
  type DoctorReport,
} from './contract.ts';

/** @throws where a check is missing or stands twice: an answer that lacks one is none */
export function doctorReport(
  checks: readonly DoctorCheck[],
  findings: readonly Finding[],
): DoctorReport {
  const sorted = CHECK_IDS.map((id) => {
    const [own, ...others] = checks.filter((each) => each.id === id);
    if (own === undefined || others.length > 0) throw new TypeError(`"${id}" is not there once`);
    return own;
  });
  const needed = sorted.filter((each) => each.needed);
  const judgement = weakest(needed.map((each) => each.judgement));
  return doctorReportSchema.parse({
    version: 1,
    judgement,
    checks: sorted,
    exitCode: judgement === 'HELD' ? 0 : 1,
    findings,
  });
}

const WORDS: Readonly<Record<Judgement, string>> = {
  HELD: 'good',
  NOT_HELD: 'bad',
  NOT_DECIDED: 'not told',
};

/** Colours of terminals; what is only advice is never red. */
export interface DoctorLine {
  readonly text: string;
  readonly colour: 31 | 33 | null;
}

const TITLE_COLUMNS = 30;

export function groupLines(group: CheckGroup, checks: readonly DoctorCheck[]): DoctorLine[] {
  return [
    { text: group, colour: null },
    ...checks.filter((each) => each.group === group).flatMap(checkLines),
  ];
}

function checkLines({ judgement, needed, title, measured, remedy }: DoctorCheck): DoctorLine[] {
  const colour = judgement === 'HELD' ? null : needed ? 31 : 33;
  const first = `  ${WORDS[judgement].padEnd(8)}  ${title.padEnd(TITLE_COLUMNS)} ${measured}`;
  // What waits for another check has that one's remedy, which stands there.
  if (remedy === null || /^see "[^"]+"\.$/.test(remedy)) return [{ text: first, colour }];
  return [
    { text: first, colour },
    { text: `            ${needed ? '' : 'advice: '}${remedy}`, colour: null },
  ];
}

export function reportLines({ checks }: DoctorReport): DoctorLine[] {
  return CHECK_GROUPS.flatMap((group) => groupLines(group, checks));
}

/** The one sentence that everything comes to. */
export function lastLine({ judgement, checks }: DoctorReport): string {
  const of = (wanted: Judgement): string =>
    checks
      .filter((each) => each.needed && each.judgement === wanted)
      .map(({ title }) => `"${title}"`)
      .join(', ');
  switch (judgement) {
    case 'HELD':
      return 'doctor: a rehearsal can run here';
    case 'NOT_HELD':
      return `doctor: a rehearsal cannot run here: ${of('NOT_HELD')}`;
    case 'NOT_DECIDED':
      return `doctor: it could not be told whether a rehearsal can run here: ${of('NOT_DECIDED')}`;
  }
}
