// The files outside the tree: all of them as their manifest says, or none.
import { describe, expect, test } from '@jest/globals';
import {
  composeTree,
  judgePacket,
  MANIFEST_FILE,
  OUTSIDE_FILES,
  OUTSIDE_MANIFEST_FILE,
  STATEMENT_FILE,
  type PacketEntry,
} from '../../../harness/evidence/index.ts';
import { manifestOf } from '../../../harness/evidence/manifest.ts';
import { composeOutside } from '../../../harness/evidence/outside.ts';
import { canonicalJson, sha256 } from '../../../harness/kernel/index.ts';
import { outside, record, request, SCHEMAS, STORY } from './packets.ts';

type Texts = Map<string, string>;

function packet(): Texts {
  const composed = composeTree(request('unused'));
  if (composed.kind === 'refused') throw new Error(JSON.stringify(composed.findings));
  const { tree } = composed;
  const { texts, findings } = composeOutside(outside(tree.treeHash), tree, SCHEMAS);
  expect(findings).toEqual([]);
  return new Map<string, string>([...tree.texts, [MANIFEST_FILE, tree.manifest], ...texts]);
}

function judged(texts: Texts, more: readonly PacketEntry[] = []): readonly string[] {
  const entries = [...texts].map(([name, text]): PacketEntry => ({
    kind: 'file',
    name,
    bytes: Buffer.from(text),
  }));
  return judgePacket([...entries, ...more], SCHEMAS, null, STORY).findings.map(
    ({ code, where, what }) => `${code} ${where}: ${what}`,
  );
}

/** What someone does who changes a file outside the tree and covers it up. */
function remade(texts: Texts): Texts {
  const lines = OUTSIDE_FILES.flatMap((name) => {
    const text = texts.get(name);
    return text === undefined ? [] : [{ name, hash: sha256(text) }];
  });
  return texts.set(OUTSIDE_MANIFEST_FILE, manifestOf(lines));
}

describe('the files outside the tree', () => {
  test('hold as they were written', () => {
    expect(judged(packet())).toEqual([]);
  });

  test('may all be taken away', () => {
    const texts = packet();
    for (const name of [...OUTSIDE_FILES, OUTSIDE_MANIFEST_FILE]) texts.delete(name);
    expect(judged(texts)).toEqual([]);
  });

  test.each([...OUTSIDE_FILES])(
    'are missed where %s alone is gone, also when listed anew',
    (name) => {
      const texts = packet();
      texts.delete(name);
      const missing = `PACKET_FILE_MISSING ${name}: others outside the tree are there`;
      expect(judged(texts)).toContain(missing);
      expect(judged(remade(texts))).toEqual(
        expect.arrayContaining([
          missing,
          `PACKET_MANIFEST_BROKEN ${OUTSIDE_MANIFEST_FILE}: "${name}" is not listed`,
        ]),
      );
    },
  );

  test.each([...OUTSIDE_FILES])('are found changed where %s has one more byte', (name) => {
    const texts = packet();
    texts.set(name, `${texts.get(name) ?? ''} `);
    expect(judged(texts)).toContain(`PACKET_FILE_CHANGED ${name}: its bytes have another sha256`);
  });

  test('need their manifest', () => {
    const texts = packet();
    texts.delete(OUTSIDE_MANIFEST_FILE);
    expect(judged(texts)).toEqual([
      `PACKET_FILE_MISSING ${OUTSIDE_MANIFEST_FILE}: others outside the tree are there`,
    ]);
  });

  test('are not shown by a manifest that stands alone', () => {
    const texts = packet();
    for (const name of OUTSIDE_FILES) texts.delete(name);
    expect(judged(texts)).toEqual(
      OUTSIDE_FILES.map((name) => `PACKET_FILE_MISSING ${name}: others outside the tree are there`),
    );
  });

  test.each<readonly [string, (lines: string[]) => string, string]>([
    [
      'with a file of the tree',
      (lines) =>
        `${lines.slice(0, 3).join('')}${'0'.repeat(64)}  report.md\n${lines.slice(3).join('')}`,
      '"report.md" is no file outside the tree',
    ],
    [
      'with a path that leaves',
      (lines) => `${lines.join('')}${'0'.repeat(64)}  ../x\n`,
      'line 7 is no "<sha256>  <name>"',
    ],
    ['with a line missing', (lines) => lines.slice(1).join(''), '"junit.xml" is not listed'],
    [
      'with a line twice',
      (lines) => `${lines.join('')}${lines.at(-1) ?? ''}`,
      'it names a file twice',
    ],
    ['unsorted', (lines) => lines.reverse().join(''), 'its lines are not sorted by name'],
    [
      'without its last line feed',
      (lines) => lines.join('').trimEnd(),
      'the last line has no line feed',
    ],
    [
      'with capitals in a hash',
      (lines) => lines.join('').toUpperCase(),
      'line 1 is no "<sha256>  <name>"',
    ],
    ['empty', () => '', 'it names no file'],
  ])('are refused with a manifest %s', (_what, change, what) => {
    const texts = packet();
    const lines = (texts.get(OUTSIDE_MANIFEST_FILE) ?? '').split(/(?<=\n)/);
    texts.set(OUTSIDE_MANIFEST_FILE, change(lines));
    expect(judged(texts)).toContain(`PACKET_MANIFEST_BROKEN ${OUTSIDE_MANIFEST_FILE}: ${what}`);
  });

  test('leave a packet undecided where one cannot be read', () => {
    const texts = packet();
    texts.delete('log.jsonl');
    const entry: PacketEntry = { kind: 'unreadable', name: 'log.jsonl', why: 'EACCES' };
    expect(judged(texts, [entry])).toEqual(['PACKET_UNREADABLE log.jsonl: EACCES']);
  });
});

describe('a record and a Statement that were edited, with a manifest made anew', () => {
  function edited(name: string, change: (text: string) => string): readonly string[] {
    const texts = packet();
    return judged(remade(texts.set(name, change(texts.get(name) ?? ''))));
  }

  test('are found where the record names another tree', () => {
    expect(edited('run.json', () => canonicalJson(record('0'.repeat(64))))).toEqual([
      expect.stringMatching(/^PACKET_TREE_DIFFERS run\.json: it does not name "[0-9a-f]{64}"$/),
      `PACKET_STATEMENT_DIFFERS ${STATEMENT_FILE}: the packet\u2019s files say otherwise`,
    ]);
  });

  test.each([
    ['junit.xml', 'testsuites', 'testsuite'],
    ['log.jsonl', '"status"', '"state"'],
    ['report.html', 'held', 'good'],
    ['run.json', 'v24.12.0', 'v24.12.1'],
    ['timings.json', '1.5', '0.5'],
  ])('are found where %s has been changed', (name, from, to) => {
    expect(edited(name, (text) => text.replace(from, to))).toEqual([
      `PACKET_STATEMENT_DIFFERS ${STATEMENT_FILE}: the packet\u2019s files say otherwise`,
    ]);
  });

  test('are found where the record gives another status', () => {
    const tree = (text: string): string =>
      String(Reflect.get(Object(JSON.parse(text)), 'packet_tree'));
    const other = (text: string): string => canonicalJson(record(tree(text), { status: 'OTHER' }));
    expect(edited('run.json', other)).toEqual([
      'PACKET_RECORD_DIFFERS run.json: its status is not that of decision-packet.json',
      `PACKET_STATEMENT_DIFFERS ${STATEMENT_FILE}: the packet\u2019s files say otherwise`,
    ]);
  });

  test('are found where the record lists another input', () => {
    const other = (text: string): string => text.replace('a'.repeat(64), 'c'.repeat(64));
    expect(edited('run.json', other)).toEqual([
      `PACKET_STATEMENT_DIFFERS ${STATEMENT_FILE}: the packet\u2019s files say otherwise`,
    ]);
  });

  test.each([
    ['another result', 'PASSED', 'WARNED'],
    ['another scenario', '"two"', '"six"'],
    ['another dump', 'd'.repeat(64), 'e'.repeat(64)],
  ])('are found where the Statement has %s', (_what, from, to) => {
    expect(edited(STATEMENT_FILE, (text) => text.replace(from, to))).toEqual([
      `PACKET_STATEMENT_DIFFERS ${STATEMENT_FILE}: the packet\u2019s files say otherwise`,
    ]);
  });

  test('are found where the times have another form', () => {
    const [found] = edited('timings.json', (text) => text.replace('1.5', '-1'));
    expect(found).toBe('PACKET_SCHEMA_BROKEN timings.json stages.0.ms: not as documented');
  });
});
