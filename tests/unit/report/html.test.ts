// The page: one file that needs nothing from anywhere, whatever a packet holds.
import { createHash } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import { forbiddenCount } from '../../../harness/evidence/readings.ts';
import { packetView, reportHtml, type Beside } from '../../../harness/report/index.ts';
import { badge, toneOf } from '../../../harness/report/html/badge.ts';
import { bar } from '../../../harness/report/html/bar.ts';
import { data, listed, markup } from '../../../harness/report/html/markup.ts';
import { oddLetters } from '../../../harness/report/html/odd-letters.ts';
import { strongestLock } from '../../../harness/report/strongest-lock.ts';
import { statePicture } from '../../../harness/report/html/state-picture.ts';
import {
  counted,
  grouped,
  lasting,
  moment,
  sized,
  taking,
} from '../../../harness/report/html/units.ts';
import { toneOfVerdict } from '../../../harness/report/html/verdict.ts';
import { hostile } from './hostile.ts';
import { HASHES, packetFiles, scenarioOf } from './packet.ts';

const EXECUTION = 'clone-rehearsal-execution-evidence.json';

const besideOf = (value: string): Beside => ({
  record: {
    version: 1,
    run_id: value,
    status: value,
    packet_tree: HASHES.before,
    started_at: '2026-01-02T03:04:05.678Z',
    ended_at: '2026-01-02T03:05:05.678Z',
    harness: { version: value },
    node: value,
    server: value,
    clones: 'overlay',
    thin_clones_refused: null,
    merged_from: null,
    transport: 'socket',
    transport_reason: 'the socket crosses',
    dump: value,
    inputs: [],
  },
  timings: {
    version: 1,
    stages: [
      { stage: 'intake', startMs: 0, ms: 10 },
      { stage: `scenario ${value}`, startMs: 10, ms: 990 },
    ],
    scenarios: [
      {
        scenario: value,
        walBytes: 2048,
        rollbacks: [
          { way: 'storage', prepareMs: 0, applyMs: 3, rollbackMs: 250 },
          { way: value, prepareMs: 1200, applyMs: 3, rollbackMs: 61_234 },
        ],
        locks: [{ relation: value, mode: 'Share', heldMs: 7 }],
      },
    ],
  },
  catalogOrder: ['columns', 'built-in grants'],
});
const pageOf = (value: string): string =>
  reportHtml(packetView(packetFiles(value)), besideOf(value));
/** Every tag, with its attributes' values taken out. */
const tagsOf = (page: string): string[] =>
  (page.match(/<[^>]*>|<|>/g) ?? []).map((tag) => tag.replace(/"[^"]*"/g, '""'));

describe('the page', () => {
  const page = pageOf('value');

  test('needs nothing from anywhere, and runs one script that its policy names', () => {
    expect(page).toMatch(/^<!doctype html>/);
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(policy).toContain('default-src &#39;none&#39;');
    expect(policy).not.toContain('unsafe');
    expect(page.match(/<script/g)).toHaveLength(1);
    for (const part of ['script', 'style']) {
      const text = new RegExp(`<${part}>([^]*?)</${part}>`).exec(page)?.[1] ?? '';
      expect(policy).toContain(`sha256-${createHash('sha256').update(text).digest('base64')}`);
    }
    expect(page).not.toMatch(/<link|<img|<iframe|url\(|https?:|\sstyle=|\son[a-z]+=/);
  });

  test('says the verdict in its title and its first heading, and then what it does not say', () => {
    expect(/<title>([^<]*)/.exec(page)?.[1]).toBe('Rollback ready \u2013 clone rehearsal');
    const text = page.replace(/<style>[^]*?<\/style>|<[^>]*>/g, ' ').replace(/\s+/g, ' ');
    const [verdict, status, limit] = [
      text.indexOf('Verdict of this rehearsal Rollback ready'),
      text.indexOf('TEAM_A_ROLLBACK_READY'),
      text.indexOf('It is no authority over production. Selected: none. Default: HOLD_PRODUCTION'),
    ];
    expect(verdict).toBeGreaterThan(0);
    expect(status).toBeGreaterThan(verdict);
    expect(limit).toBeGreaterThan(status);
  });

  test('has headings in order, and no id twice', () => {
    const levels = [...page.matchAll(/<h([1-6])/g)].map(([, level]) => Number(level));
    expect(levels.filter((level) => level === 1)).toEqual([1]);
    for (const [index, level] of levels.entries()) {
      expect(level).toBeLessThanOrEqual((levels[index - 1] ?? 0) + 1);
    }
    const ids = [...page.matchAll(/\sid="([^"]*)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of page.matchAll(/href="#([^"]*)"/g)) expect(ids).toContain(id);
  });

  test('has the same tags whatever the values hold, and is accepted by the packet writer', () => {
    // Besides the value itself, a name can only bring the warning of odd letters, or be empty.
    const plain = (text: string): string[] =>
      tagsOf(
        text
          .replace(/\n<small class="odd">[^<]*<\/small>/g, '')
          .replace(/<span class="quiet">\((?:empty|white space)\)<\/span>/g, '<code></code>')
          .replace(
            /<span class="quiet">(?:scenario|chain)<\/span> <code><\/code>/g,
            '<code></code>',
          ),
      );
    const tags = plain(page);
    fc.assert(
      fc.property(hostile, (value) => {
        fc.pre(value.trim() !== '');
        const other = pageOf(value);
        expect(plain(other)).toEqual(tags);
        expect(forbiddenCount('report.html', other)).toBe(0);
        const text = other.replace(/<(script|style)>[^]*?<\/\1>/g, '');
        expect(text.replace(/&(?:amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
      }),
      { numRuns: 60 },
    );
  });

  test('never lets two values that stand beside each other read as one word', () => {
    const files = packetFiles('value');
    const [left, right] = ['REAL_RUN_', 'PASS'];
    files['isolation-proof.json'] = {
      isolated: 'HELD',
      checks: [{ id: left, measured: left, expected: right, from: right, judgement: 'NOT_HELD' }],
    };
    const scenario = scenarioOf('v');
    files[EXECUTION] = {
      ...(files[EXECUTION] as object), // built by this file's own fixture
      scenarios: [
        {
          ...scenario,
          title: right,
          id: left,
          tables_changed: [left, right],
          files: { [left]: right },
          rollbacks: scenario.rollbacks.map((each) => ({ ...each, not_restored: [left, right] })),
        },
      ],
    };
    const page = reportHtml(packetView(files), besideOf(left));
    expect(forbiddenCount('report.html', page)).toBe(0);
  });

  test('is the same of a packet as it is read back, with its keys in another order', () => {
    const files = packetFiles('value');
    const execution = Object(files[EXECUTION]);
    const scenarios = [{ ...scenarioOf('v'), files: { z: HASHES.before, a: HASHES.applied } }];
    const measured = { ...files, [EXECUTION]: { ...execution, scenarios } };
    const read: Record<string, unknown> = JSON.parse(canonicalJson(measured));
    const beside = besideOf('v');
    const again: Beside = JSON.parse(canonicalJson(beside));
    expect(reportHtml(packetView(read), again)).toBe(reportHtml(packetView(measured), beside));
  });

  test('puts a name into a command only where a shell takes it for nothing but a name', () => {
    const withDump = (dump: string): string => {
      const beside = besideOf('v');
      return reportHtml(packetView(packetFiles('v')), {
        ...beside,
        record: { ...beside.record, dump },
      });
    };
    expect(withDump('dumps/clone.dump')).toContain('sha256sum dumps/clone.dump');
    for (const name of ['a;rm -rf ~', '$(reboot)', '-c', '../`x`', 'a b', "a'b"]) {
      expect(withDump(name)).toContain('sha256sum your.dump');
    }
  });

  test('tells every judgement that it does not know as open, and never as good', () => {
    const files = packetFiles('value');
    files['restore-evidence.json'] = {
      judgement: 'MARVELLOUS',
      objects_checked: 1,
      rows_compared: null,
      omitted: [],
      findings: [],
    };
    const page = reportHtml(packetView(files), besideOf('v'));
    expect(page).toMatch(/class="badge open">[^]{0,200}<code>MARVELLOUS/);
    expect(toneOf('held')).toBe('open');
    expect(toneOf('__proto__')).toBe('open');
    expect(badge('NOT_HELD').markup).toContain('class="badge bad"');
  });

  test('opens the scenarios that did not hold, and no other', () => {
    const files = packetFiles('v');
    const judged = ['HELD', 'NOT_HELD', 'NOT_DECIDED'].map((judgement) => ({
      ...scenarioOf(judgement),
      judgement,
    }));
    files[EXECUTION] = { ...(files[EXECUTION] as object), scenarios: judged }; // as above
    const page = reportHtml(packetView(files), besideOf('v'));
    const tags = [...page.matchAll(/<details\s+class="scenario"[^>]*>/g)].map(([tag]) => tag);
    expect(tags.map((tag) => /\sopen\s*>/.test(tag))).toEqual([false, true, true]);
  });

  test('counts the stages that a timeline has no room for', () => {
    const beside = besideOf('v');
    const stages = Array.from({ length: 75 }, (_, index) => ({
      stage: `scenario s${index}`,
      startMs: index,
      ms: index,
    }));
    const page = reportHtml(packetView(packetFiles('v')), {
      ...beside,
      timings: { ...beside.timings, stages },
    });
    expect(page).toContain('15 shorter stages in');
    expect(page).not.toContain('<code>s3</code>');
    expect(page).toContain('<code>s74</code>');
  });
});

describe('a verdict', () => {
  test.each([
    ['X_ROLLBACK_READY', 'good', 'Rollback ready'],
    ['X_ROLLBACK_NOT_PROVEN', 'bad', 'Rollback not proven'],
    ['X_READY_NOT_APPLIED', 'open', 'Ready, not applied: input is missing'],
    ['X_INPUT_REJECTED', 'bad', 'Input rejected'],
    ['INTERNAL_FAULT', 'open', 'Internal fault: no verdict'],
    ['USAGE_ERROR', 'open', 'Usage error: nothing was started'],
    ['X_ROLLBACK_READY_', 'open', 'Unknown status: not proven'],
  ])('of "%s" is told as %s: %s', (status, tone, words) => {
    expect(toneOfVerdict(status)).toEqual([tone, words]);
  });
});

describe('a mark-up', () => {
  test('escapes what is put into it, and takes mark-up as it is', () => {
    expect(markup`<p>${'<b>"&\''}</p>`.markup).toBe('<p>&lt;b&gt;&quot;&amp;&#39; </p>');
    expect(markup`<p>${markup`<b>x</b>`}</p>`.markup).toBe('<p><b>x</b> </p>');
    expect(listed([data('a'), data('b')]).markup).toBe('<code>a</code>, <code>b</code>');
  });

  test.each([
    ['', '(empty)'],
    [' ', '(white space)'],
    ['\u202eabc', '\\u{202e}abc'],
    ['p\u0430ypal', '(looks like other letters: U+0430)'],
    ['a'.repeat(5000), '\u2026</code>'],
  ])('shows %j with %s', (text, shown) => {
    expect(data(text).markup).toContain(shown);
  });

  test.each([
    ['public.births', []],
    ['gr\u00fc\u00dfe', []],
    ['\u0440\u0435\u0435\u0441\u0442\u0440', []],
    ['\u0440\u0435\u0435\u0441\u0442\u0440.births', []],
    ['\u0430dmin \u0440oot', ['U+0430', 'U+0440']],
    ['admi\uff4e', ['U+FF4E']],
    ['\ud835\udc1adm', ['U+1D41A']],
  ])('of %j finds %j odd', (text, odd) => {
    expect(oddLetters(text)).toEqual(odd);
  });
});

describe('figures', () => {
  test('are told as a person reads them', () => {
    expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([0, 999.4, 1000, 59_949, 59_951, 125_000].map(lasting)).toEqual([
      '0 ms',
      '999 ms',
      '1.0 s',
      '59.9 s',
      '1 min 00 s',
      '2 min 05 s',
    ]);
    expect([0, 0.4, 1].map(taking)).toEqual(['under 1 ms', 'under 1 ms', '1 ms']);
    expect([0, 1023, 1024, 10_300, 5e9, 1.1e15].map(sized)).toEqual([
      '0 B',
      '1023 B',
      '1.0 KiB',
      '10 KiB',
      '4.7 GiB',
      '1000 TiB',
    ]);
    expect(counted(1, 'row')).toBe('1 row');
    expect(counted(2, 'entry', 'entries')).toBe('2 entries');
    expect(moment('2026-01-02T03:04:05.678Z')).toBe('2026-01-02 03:04 UTC');
  });

  test.each([
    [0, 0],
    [0.5, 0.25],
    [1, 1],
    [2, 5],
    [-1, -1],
    [Number.NaN, Number.POSITIVE_INFINITY],
  ])('make a bar from %d with %d that stays in its frame', (start, length) => {
    const [, x, width] = /class="filled" x="(\d+)" y="0" width="(\d+)"/.exec(
      bar(start, length).markup,
    ) ?? [undefined, undefined, undefined];
    expect(Number(width)).toBeGreaterThanOrEqual(4);
    expect(Number(x) + Number(width)).toBeLessThanOrEqual(1000);
  });
});

describe('a picture of a state', () => {
  test('is the same for the same hash, another for another, and none for what is no hash', () => {
    expect(statePicture(HASHES.before)).toEqual(statePicture(HASHES.before));
    expect(statePicture(HASHES.before)).not.toEqual(statePicture(HASHES.applied));
    expect(statePicture('"><script>').markup).toBe('');
  });
});

test('the strongest lock is told by the order of the server, and one that nobody knows goes first', () => {
  const scenario = scenarioOf('v');
  const locks = (...modes: string[]): typeof scenario =>
    ({
      ...scenario,
      locks: modes.map((mode) => ({ relation: 'a', mode, how: 'held' })),
    }) as typeof scenario; // an unknown mode among them
  expect(strongestLock(locks('Share', 'AccessExclusive', 'RowShare'))).toBe('AccessExclusive');
  expect(strongestLock(locks('AccessExclusive', 'Sideways'))).toBe('Sideways');
  expect(strongestLock(locks())).toBe(null);
  expect(forbiddenTokensIn(statePicture(HASHES.before).markup)).toEqual([]);
});
