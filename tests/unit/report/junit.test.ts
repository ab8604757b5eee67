// junit.xml: what did not hold is a failure or an error, never a success.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { CODES, forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import { junitXml, packetView, type Beside } from '../../../harness/report/index.ts';
import { hostile } from './hostile.ts';
import { packetFiles, scenarioOf } from './packet.ts';

const xmlOf = (value: string): string => junitXml(packetView(packetFiles(value)), BESIDE);

const BESIDE = besideWith([
  'scenarios/bad/apply.sql',
  'scenarios/bad/scenario.yaml',
  '../out/good/apply.sql',
]);

/** What a run records beside the tree, with these inputs and the times of one scenario. */
function besideWith(names: readonly string[]): Pick<Beside, 'record' | 'timings'> {
  const times = { way: 'storage', prepareMs: 1000, applyMs: 200, rollbackMs: 34 };
  return {
    record: {
      version: 1,
      run_id: 'run',
      status: 'X',
      packet_tree: 'a'.repeat(64),
      started_at: '2026-01-02T03:04:05.678Z',
      ended_at: '2026-01-02T03:05:05.678Z',
      harness: { version: '0.1.0+1' },
      node: 'v24.12.0',
      server: '15.1',
      clones: 'overlay',
      thin_clones_refused: null,
      transport: 'socket',
      transport_reason: null,
      dump: 'dumps/a <b>.dump',
      inputs: names.map((name) => ({ name, sha256: 'b'.repeat(64) })),
      merged_from: null,
    },
    timings: {
      version: 1,
      stages: [{ stage: 'intake', startMs: 500, ms: 1500 }],
      scenarios: [{ scenario: 'bad', walBytes: 0, rollbacks: [times], locks: [] }],
    },
  };
}

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
  return junitXml(packetView(files), BESIDE);
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
      '<testsuite name="rehearsal" id="5" timestamp="2026-01-02T03:04:05" tests="6" failures="1" errors="2" skipped="2" time="0.000">',
    );
    expect(xml).toContain('name="RX-0 step" time="0.000"/>');
    expect(xml).toContain(
      'name="RX-1 step" time="0.000"><failure message="NOT_HELD: CODE: what" type="CODE">CODE at where: what</failure>',
    );
    expect(xml).toContain('name="RX-2 step" time="0.000"><error message="NOT_DECIDED: CODE: what"');
    expect(xml).toContain('name="RX-3 step" time="0.000"><skipped message="N/A_NO_CLONE"/>');
    expect(xml).toContain('name="RX-4 step" time="0.000"><error message="SOMETHING: CODE: what"');
  });

  test('tells each scenario with its own findings and those of its ways back', () => {
    const files = packetFiles('value');
    const found = (what: string): object => ({
      code: 'SCENARIO_NOT_RESTORED',
      where: 'scenarios/bad/apply.sql:7',
      what,
    });
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
    const xml = junitXml(packetView(files), BESIDE);
    const title = CODES.SCENARIO_NOT_RESTORED.title.replaceAll("'", '&#39;');
    const hint = CODES.SCENARIO_NOT_RESTORED.hint.replaceAll('"', '&quot;');
    expect(xml).toContain('<testsuite name="scenarios" id="6"');
    expect(xml).toContain('tests="3" failures="1" errors="1" skipped="0" time="1.234">');
    // What lies outside of the configuration's folder is in no repository that a server knows.
    expect(xml).toContain('classname="scenarios" name="good" time="0.000"/>');
    expect(xml).toContain(
      'name="bad" time="1.234" file="scenarios/bad/apply.sql" line="7">' +
        `<failure message="NOT_HELD: SCENARIO_NOT_RESTORED: ${title}" type="SCENARIO_NOT_RESTORED">` +
        'SCENARIO_NOT_RESTORED at scenarios/bad/apply.sql:7: own\n' +
        `  ${hint}\n` +
        'SCENARIO_NOT_RESTORED at scenarios/bad/apply.sql:7: storage\n' +
        'SCENARIO_NOT_RESTORED at scenarios/bad/apply.sql:7: revert</failure>',
    );
    expect(xml).toContain(
      'name="open" time="0.000"><error message="NOT_DECIDED" type="NOT_DECIDED"></error>',
    );
    expect(xml).toContain('classname="ways back" name="bad by storage" time="0.034"');
  });

  test('makes a failure of every verdict but a ready one', () => {
    const verdictOf = (xml: string): string =>
      xml.split('\n').find((line) => line.includes('classname="verdict"')) ?? '';
    expect(verdictOf(xmlOf('x'))).toMatch(/\/>$/);
    const bad = junitXml(packetView(packetFiles('x', 'READY_NOT_APPLIED')), BESIDE);
    expect(verdictOf(bad)).toContain('<failure');
  });

  test('says of a part that it is one, and fails no job that rehearsed it', () => {
    const files = packetFiles('x', 'PART_HELD');
    const execution = Object(files['clone-rehearsal-execution-evidence.json']);
    const part = { number: 2, of: 3, scenarios: ['a'] };
    files['clone-rehearsal-execution-evidence.json'] = {
      ...execution,
      plan: { part, scenarios: ['a', 'b'] },
    };
    expect(junitXml(packetView(files), BESIDE)).toMatch(
      /classname="verdict" name="\w+PART_HELD \(part 2 of 3: 1 of 2 scenarios\)" time="2\.000"\/>/,
    );
  });

  test('names the packet it belongs to', () => {
    expect(xmlOf('x')).toContain(
      `      <property name="packet_tree" value="${'a'.repeat(64)}"/>\n` +
        '      <property name="dump" value="dumps/a &lt;b&gt;.dump"/>\n',
    );
  });

  test('has the elements and attributes that servers know, in the order of their schemas', () => {
    for (const xml of [xmlOf('value'), withSteps(['HELD', 'NOT_HELD', 'N/A_NO_CLONE', 'OTHER'])]) {
      const [declaration, ...lines] = xml.split('\n');
      expect(declaration).toBe('<?xml version="1.0" encoding="UTF-8"?>');
      expect(structure(lines.join('\n'))).toMatch(
        /^testsuites\((?:testsuite\((?:properties\((?:property )+\) )?(?:testcase(?:\((?:(?:failure|error)\(\)|skipped) \))? )*\) )+\)$/,
      );
    }
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

/** Attributes that each element may have, and those that it must. */
const KNOWN: Readonly<
  Record<string, readonly [needed: readonly string[], more: readonly string[]]>
> = {
  testsuites: [['name', 'tests', 'failures', 'errors', 'skipped', 'time'], []],
  testsuite: [['name', 'id', 'timestamp', 'tests', 'failures', 'errors', 'skipped', 'time'], []],
  properties: [[], []],
  property: [['name', 'value'], []],
  testcase: [
    ['classname', 'name', 'time'],
    ['file', 'line'],
  ],
  failure: [['message', 'type'], []],
  error: [['message', 'type'], []],
  skipped: [['message'], []],
};
const TIMES = /^\d+\.\d{3}$/;

/** Elements with what they hold, e.g. `a(b c )`; every attribute is looked at on the way. */
function structure(xml: string): string {
  let shape = '';
  const open: string[] = [];
  for (const [, closing, name = '', attributes = '', alone] of xml.matchAll(
    /<(\/?)([a-z]+)((?: [a-z_]+="[^"<]*")*)(\/?)>/g,
  )) {
    if (closing === '/') {
      expect(open.pop()).toBe(name);
      shape += open.length === 0 ? ')' : ') ';
      continue;
    }
    const [needed, more] = KNOWN[name] ?? [[], []];
    const all = new Map(
      [...attributes.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
        key,
        value,
      ]),
    );
    const beyond = [...all.keys()].filter((key) => !needed.includes(key));
    expect([name, name in KNOWN]).toEqual([name, true]);
    expect([...needed].filter((key) => !all.has(key))).toEqual([]);
    expect(beyond.filter((key) => !more.includes(key))).toEqual([]);
    if (all.has('time')) expect(all.get('time')).toMatch(TIMES);
    if (all.has('timestamp'))
      expect(all.get('timestamp')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/);
    for (const key of ['id', 'tests', 'failures', 'errors', 'line']) {
      if (all.has(key)) expect(all.get(key)).toMatch(/^\d+$/);
    }
    shape += name;
    if (alone === '/') shape += ' ';
    else {
      open.push(name);
      shape += '(';
    }
  }
  expect(open).toEqual([]);
  return shape;
}
