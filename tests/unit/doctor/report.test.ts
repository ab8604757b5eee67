// What all checks come to: never good where a needed one is not, and never without one of them.
import { describe, expect, test } from '@jest/globals';
import { broken, held, untold, waitsFor } from '../../../harness/doctor/check.ts';
import { CHECK_IDS, doctorReport, lastLine, reportLines } from '../../../harness/doctor/index.ts';
import type { CheckId, DoctorCheck } from '../../../harness/doctor/index.ts';

const ALL = CHECK_IDS.map((id) => held(id, 'as it must be'));
const but = (...others: readonly DoctorCheck[]): DoctorCheck[] =>
  ALL.map((each) => others.find(({ id }) => id === each.id) ?? each);
const bad = (id: CheckId): DoctorCheck => broken(id, 'not so', 'mend it.');
const unknown = (id: CheckId): DoctorCheck => untold(id, 'nobody knows', 'ask.');

describe('the doctor\u2019s answer', () => {
  test('is 0 where every needed check holds', () => {
    const report = doctorReport(ALL, []);
    expect([report.judgement, report.exitCode, lastLine(report)]).toEqual([
      'HELD',
      0,
      'doctor: a rehearsal can run here',
    ]);
  });

  test('is 1 for each needed check that does not hold, or of which nobody can tell', () => {
    for (const { id, needed, title } of ALL) {
      const broke = doctorReport(but(bad(id)), []);
      const asked = doctorReport(but(unknown(id)), []);
      expect([id, broke.exitCode, asked.exitCode]).toEqual([id, needed ? 1 : 0, needed ? 1 : 0]);
      if (!needed) continue;
      expect(lastLine(broke)).toBe(`doctor: a rehearsal cannot run here: "${title}"`);
      expect(lastLine(asked)).toBe(
        `doctor: it could not be told whether a rehearsal can run here: "${title}"`,
      );
    }
  });

  test('needs most of its checks, and says which are advice', () => {
    expect(ALL.filter(({ needed }) => !needed).map(({ id }) => id)).toEqual([
      'clock',
      'open-files',
      'docker-command',
      'seal',
      'dump',
      'engine-kind',
      'storage-driver',
      'memory',
      'leftovers',
      'exec',
      'thin-clones',
    ]);
  });

  test('is none where a check is missing or stands twice', () => {
    expect(() => doctorReport(ALL.slice(1), [])).toThrow('"node" is not there once');
    expect(() => doctorReport([...ALL, held('node', 'again')], [])).toThrow(
      '"node" is not there once',
    );
  });

  test('shows each check under its group, with what to do where it is not good', () => {
    const lines = reportLines(doctorReport(but(bad('node'), unknown('clock')), []));
    expect(lines.slice(0, 6)).toEqual([
      { text: 'machine', colour: null },
      { text: '  bad       Node                           not so', colour: 31 },
      { text: '            mend it.', colour: null },
      { text: '  not told  clock                          nobody knows', colour: 33 },
      { text: '            advice: ask.', colour: null },
      { text: '  good      temporary folder               as it must be', colour: null },
    ]);
    const waiting = reportLines(doctorReport(but(waitsFor('clock', 'node')), []));
    expect(waiting[2]?.text).toBe(
      '  not told  clock                          not tried: "Node" does not hold',
    );
    expect(waiting[3]?.text).toContain('temporary folder');
    expect(lines.filter(({ text }) => /^\w/.test(text)).map(({ text }) => text)).toEqual([
      'machine',
      'project',
      'engine',
      'sandbox',
    ]);
  });
});
