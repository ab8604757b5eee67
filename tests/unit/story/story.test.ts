// A packet tells one story, whatever it came to; and each way to tell another is refused by its code.
import { describe, expect, test } from '@jest/globals';
import { CODE_NAMES } from '../../../harness/kernel/index.ts';
import { packetDocuments } from '../../../harness/run/story/documents.ts';
import type { PacketSources } from '../../../harness/run/story/sources.ts';
import { storyFindings } from '../../../harness/run/story/story.ts';
import { FACTS } from './cases-facts.ts';
import { FILES } from './cases-files.ts';
import { INPUTS, ofEveryKind } from './cases-inputs.ts';
import { looks } from './chains.ts';
import { RULES } from './cases-rules.ts';
import { documentsOf, emptySources, goodSources, SCHEMAS } from './packets.ts';
import { STOPPED } from './stopped.ts';
import { codesOf, item, refitted, told, type Mutable } from './told.ts';

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

  test('is found to, whatever the files of its scenarios are', () => {
    expect(told(ofEveryKind(GOOD))).toEqual([]);
  });

  test('is found to, where steps of a chain only read', () => {
    expect(told(refitted(goodSources(), looks))).toEqual([]);
  });

  test('is found to, where a table\u2019s name was broken, so that no hash of it can be taken', () => {
    expect(told(refitted(goodSources(), brokenName))).toEqual([]);
  });

  test('needs none of the files beside the tree', () => {
    const beside = { record: null, timings: null, 'report.html': null };
    const more = { 'junit.xml': null, 'log.jsonl': null };
    expect(told({ ...GOOD, ...beside, ...more })).toEqual([]);
  });
});

function brokenName({ execution }: Mutable<PacketSources>): void {
  item(execution.baseline?.tables, 1).table = 'a\u00b7granted and b\u00b7';
}

describe('a packet whose baseline cannot be taken again', () => {
  const begun = (change: (execution: Mutable<PacketSources>['execution']) => void): string[] =>
    told(
      refitted(goodSources(), (facts) => {
        brokenName(facts);
        change(facts.execution);
      }),
    ).map((line) => line.split(': ')[0] ?? '');
  const START = 'PACKET_STORY_START clone-rehearsal-execution-evidence.json';

  test('is held to the hash that it tells', () => {
    const found = begun(({ scenarios }) => {
      item(scenarios, 0).read_only = { before_hash: '1'.repeat(64), after_hash: '1'.repeat(64) };
    });
    expect(found).toContain(`${START} scenarios[0].read_only.before_hash`);
  });

  test('is held to one beginning of all ways that leave sequences where they are', () => {
    const found = begun(({ scenarios }) => {
      for (const back of item(scenarios, 3).rollbacks) back.expected_hash = '1'.repeat(64);
    });
    expect(found).toContain(`${START} scenarios[3].rollbacks[0].expected_hash`);
  });

  test('is refused where no name was broken', () => {
    const found = begun(({ baseline }) => {
      item(baseline?.tables, 1).table = 'public.zregistry';
    });
    expect(found).toContain(
      'PACKET_STORY_BASELINE clone-rehearsal-execution-evidence.json baseline.entry_hash',
    );
  });
});

describe('a chain with steps that only read', () => {
  test.each([
    ['does not begin where the last change ended', 6, 'rollbacks'],
    ['reads another state than the last change ended in', 5, 'read_only.before_hash'],
    ['reads another state than the baseline, with no change below', 3, 'read_only.before_hash'],
  ])('is refused, where a step %s', (_, index, place) => {
    const forged = refitted(goodSources(), (facts) => {
      looks(facts);
      const step = item(facts.execution.scenarios, index);
      const other = '1'.repeat(64);
      if (step.read_only !== null) step.read_only = { before_hash: other, after_hash: other };
      for (const back of step.rollbacks) {
        Object.assign(back, {
          expected_hash: other,
          before_hash: other,
          after_rollback_hash: other,
        });
      }
    });
    expect(told(forged).map((line) => line.split(': ')[0])).toContain(
      `PACKET_STORY_START clone-rehearsal-execution-evidence.json scenarios[${index}].${place}`,
    );
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
  test.each([...FILES, ...INPUTS])('is refused, where $when', ({ forge, codes, says }) => {
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
