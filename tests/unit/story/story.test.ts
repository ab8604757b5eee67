// A packet tells one story, whatever it came to; and each way to tell another is refused by its code.
import { describe, expect, test } from '@jest/globals';
import { CODE_NAMES } from '../../../harness/kernel/index.ts';
import { packetDocuments } from '../../../harness/run/story/documents.ts';
import { storyFindings } from '../../../harness/run/story/story.ts';
import { FACTS } from './cases-facts.ts';
import { FILES } from './cases-files.ts';
import { RULES } from './cases-rules.ts';
import { documentsOf, emptySources, goodSources, SCHEMAS } from './packets.ts';
import { STOPPED } from './stopped.ts';
import { codesOf, refitted, told } from './told.ts';

const GOOD = documentsOf(goodSources());

describe('a packet that tells one story', () => {
  test('is found to, where everything held', () => {
    expect(GOOD.record?.status).toMatch(/_ROLLBACK_READY$/);
    expect(told(GOOD)).toEqual([]);
  });

  test('is found to, where there was no dump', () => {
    const documents = documentsOf(emptySources());
    expect(documents.record?.status).toMatch(/_READY_NOT_APPLIED$/);
    expect(told(documents)).toEqual([]);
  });

  test('is found to, where a file was attested that is no dump', () => {
    const documents = refitted(emptySources(), (facts) => {
      const table = facts['clone-provenance.json'];
      const [row] = table.candidates;
      if (row === undefined) throw new Error('Table A has no row');
      row.present = 'YES';
      row.note = 'refused; the findings say why';
      table.attestation = {
        operator: 'an operator',
        sanitizedWith: 'a tool',
        confirmation: 'sanitized non-production copy',
        boundToDump: 'YES',
      };
      const what = 'it is no dump';
      table.findings = [{ code: 'INTAKE_NOT_A_DUMP', where: 'a.dump', what }];
    });
    expect(documents.record?.status).toMatch(/_INPUT_REJECTED$/);
    expect(told(documents)).toEqual([]);
  });

  test.each(STOPPED)('is found to, where $when', ({ change, status }) => {
    const documents = refitted(goodSources(), change);
    expect(documents.record?.status.endsWith(`_${status}`)).toBe(true);
    expect(told(documents)).toEqual([]);
  });

  test('needs none of the files beside the tree', () => {
    const beside = { record: null, timings: null, 'report.html': null };
    const more = { 'junit.xml': null, 'log.jsonl': null };
    expect(told({ ...GOOD, ...beside, ...more })).toEqual([]);
  });
});

describe('a packet whose facts contradict each other', () => {
  test.each(FACTS)('is refused, where $when', ({ change, says }) => {
    expect(told(refitted(goodSources(), change))).toEqual(says);
  });
});

describe('a rule that is broken', () => {
  test.each(RULES)('is told by $code at $where', ({ of, code, where, change }) => {
    const facts = of === 'good' ? goodSources() : emptySources();
    expect(told(refitted(facts, change)).map((line) => line.split(': ')[0])).toContain(
      `${code} ${where}`,
    );
  });
});

describe('a packet whose files contradict each other', () => {
  test.each(FILES)('is refused, where $when', ({ forge, codes, says }) => {
    const forged = forge(GOOD);
    expect(codesOf(forged)).toEqual(codes);
    if (says !== '') expect(told(forged)).toContain(says);
  });
});

test('every code of a story is provoked', () => {
  const provoked = new Set([
    ...FILES.flatMap(({ codes }) => codes),
    ...FACTS.flatMap(({ says }) => says.map((line) => line.split(' ')[0])),
    // Of what nobody can tell: in tests/unit/evidence, where packets are read.
    'PACKET_STORY_UNTOLD',
  ]);
  const all = CODE_NAMES.filter((code) => code.startsWith('PACKET_STORY_'));
  expect(all.filter((code) => !provoked.has(code))).toEqual([]);
});

test('files that have not their form are no documents', () => {
  expect(packetDocuments(new Map(), SCHEMAS)).toBeNull();
  const files = new Map<string, unknown>(Object.entries(GOOD.tree));
  expect(packetDocuments(files, SCHEMAS)).toBeNull();
});

test('a packet of two hundred scenarios is judged in well under two seconds', () => {
  const documents = documentsOf(goodSources(200));
  const began = process.cpuUsage();
  expect(storyFindings(documents)).toEqual([]);
  // Of this process, not of the clock: what else runs on the machine is no fault of the story's.
  const { user, system } = process.cpuUsage(began);
  expect((user + system) / 1_000_000).toBeLessThan(2);
});
