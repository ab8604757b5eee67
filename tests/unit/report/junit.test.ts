// junit.xml: what did not hold is a failure or an error, never a success.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import { junitXml, packetView } from '../../../harness/report/index.ts';
import { hostile } from './hostile.ts';
import { packetFiles, scenarioOf } from './packet.ts';

const xmlOf = (value: string): string => junitXml(packetView(packetFiles(value)));

function withSteps(judgements: readonly string[]): string {
  const files = packetFiles('value');
  files['clone-rehearsal-execution-evidence.json'] = {
    plan: { part: null, scenarios: [] },
    steps: judgements.map((judgement, index) => ({
      id: `RX-${index}`,
      title: 'step',
      judgement,
      shows: [],
      findings: [{ code: 'CODE', where: 'where', what: 'what' }],
    })),
    scenarios: [],
    clone_method: 'overlay',
    baseline: null,
    calibration: null,
  };
  return junitXml(packetView(files));
}

describe('junit.xml', () => {
  test('tells good, bad, undecided and not applicable apart', () => {
    const xml = withSteps([
      'HELD',
      'NOT_HELD',
      'NOT_DECIDED',
      'N/A_NO_CLONE',
      'SOMETHING',
      'NOT_REQUIRED',
    ]);
    expect(xml).toContain(
      '<testsuite name="rehearsal" tests="6" failures="1" errors="2" skipped="2">',
    );
    expect(xml).toContain('name="RX-0 step"/>');
    expect(xml).toContain(
      'name="RX-1 step"><failure message="NOT_HELD">CODE at where: what</failure>',
    );
    expect(xml).toContain('name="RX-2 step"><error message="NOT_DECIDED">');
    expect(xml).toContain('name="RX-3 step"><skipped message="N/A_NO_CLONE"/>');
    expect(xml).toContain('name="RX-4 step"><error message="SOMETHING">');
  });

  test('tells each scenario with its own findings and those of its ways back', () => {
    const files = packetFiles('value');
    const found = (what: string): object => ({ code: 'SCENARIO_NOT_RESTORED', where: 'a', what });
    const base = scenarioOf('value');
    files['clone-rehearsal-execution-evidence.json'] = {
      plan: { part: null, scenarios: [] },
      steps: [],
      clone_method: 'overlay',
      baseline: null,
      calibration: null,
      scenarios: [
        { ...base, id: 'good', judgement: 'HELD' },
        {
          ...base,
          id: 'bad',
          findings: [found('own')],
          rollbacks: base.rollbacks.map((each) => ({ ...each, findings: [found(each.way)] })),
        },
        { ...base, id: 'open', judgement: 'NOT_DECIDED', findings: [], rollbacks: [] },
      ],
    };
    const xml = junitXml(packetView(files));
    expect(xml).toContain(
      '<testsuite name="scenarios" tests="3" failures="1" errors="1" skipped="0">',
    );
    expect(xml).toContain('name="good"/>');
    expect(xml).toContain(
      'name="bad"><failure message="NOT_HELD">SCENARIO_NOT_RESTORED at a: own\n' +
        'SCENARIO_NOT_RESTORED at a: storage\nSCENARIO_NOT_RESTORED at a: revert</failure>',
    );
    expect(xml).toContain('name="open"><error message="NOT_DECIDED"></error>');
  });

  test('makes a failure of every verdict but a ready one', () => {
    const verdictOf = (xml: string): string =>
      xml.split('\n').find((line) => line.includes('classname="verdict"')) ?? '';
    expect(verdictOf(xmlOf('x'))).toMatch(/\/>$/);
    const bad = junitXml(packetView(packetFiles('x', 'READY_NOT_APPLIED')));
    expect(verdictOf(bad)).toContain('<failure');
  });

  test('counts what it lists', () => {
    const xml = xmlOf('value');
    const total =
      /<testsuites [^>]*tests="(\d+)" failures="(\d+)" errors="(\d+)" skipped="(\d+)"/.exec(xml);
    const found = ['<testcase ', '<failure ', '<error ', '<skipped '].map(
      (tag) => `${xml.split(tag).length - 1}`,
    );
    expect(total?.slice(1)).toEqual(found);
  });

  test('is well-formed with the same tags whatever the values hold', () => {
    const shape = (xml: string): string[] =>
      (xml.match(/<[^>]*>|<|>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'));
    const expected = shape(xmlOf('value'));
    fc.assert(
      fc.property(hostile, (value) => {
        const xml = xmlOf(value);
        expect(shape(xml)).toEqual(expected);
        expect(xml.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
        // What XML 1.0 does not know, not even escaped.
        expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
        expect(forbiddenTokensIn(xml)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });
});
