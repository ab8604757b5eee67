// Two trees: the same to the last byte, or where each pair of files first differs.
import { describe, expect, test } from '@jest/globals';
import { treeDifferences, type TreeBytes } from '../../../harness/run/compare.ts';

const EXECUTION = 'clone-rehearsal-execution-evidence.json';

function tree(files: Readonly<Record<string, unknown>>): TreeBytes {
  return new Map(
    Object.entries(files).map(([name, value]) => [
      name,
      Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
    ]),
  );
}

describe('two trees', () => {
  test('of the same bytes do not differ', () => {
    const files = { 'a.json': { b: [1, { c: null }] }, 'report.md': 'x\n' };
    expect(treeDifferences(tree(files), tree(files))).toEqual([]);
  });

  test('differ first where the cause is nearest, not where the alphabet begins', () => {
    const left = tree({ 'blockers.json': [1], 'clone-provenance.json': [1], [EXECUTION]: [1] });
    const right = tree({ 'blockers.json': [2], 'clone-provenance.json': [2], [EXECUTION]: [2] });
    expect(treeDifferences(left, right).map(({ file }) => file)).toEqual([
      'clone-provenance.json',
      EXECUTION,
      'blockers.json',
    ]);
  });

  test('differ where one lacks a file', () => {
    expect(treeDifferences(tree({ 'report.md': 'abc' }), tree({ 'x.md': '' }))).toEqual([
      { file: 'report.md', place: '', left: '3 bytes', right: null },
      { file: 'x.md', place: '', left: null, right: '0 bytes' },
    ]);
  });
});

describe('two JSON files', () => {
  test.each<readonly [string, unknown, unknown, string, string | null, string | null]>([
    ['a value deep inside', { a: [{ b: 1 }] }, { a: [{ b: 2 }] }, '$.a[0].b', '1', '2'],
    ['a kind of value', { a: '1' }, { a: 1 }, '$.a', '"1"', '1'],
    ['null and nothing', { a: null }, {}, '$.a', 'null', null],
    ['a list that is longer', { a: [1] }, { a: [1, [2]] }, '$.a[1]', null, '[2]'],
    ['a list and an object', { a: [] }, { a: {} }, '$.a', '[]', '{}'],
    ['the first key of several', { b: 1, a: 1 }, { b: 2, a: 2 }, '$.a', '1', '2'],
    ['a key that is no plain word', { 'public.a b': 1 }, {}, '$["public.a b"]', '1', null],
    ['a key that every object inherits', { constructor: 1 }, {}, '$.constructor', '1', null],
  ])('are told apart by %s', (_what, left, right, place, one, other) => {
    expect(treeDifferences(tree({ 'a.json': left }), tree({ 'a.json': right }))).toEqual([
      { file: 'a.json', place, left: one, right: other },
    ]);
  });

  test('of the same values in other bytes differ by their lines', () => {
    const left = tree({ 'a.json': '{"a":1}\n' });
    const right = tree({ 'a.json': '{"a": 1}\n' });
    expect(treeDifferences(left, right)).toEqual([
      { file: 'a.json', place: 'line 1', left: '{"a":1}', right: '{"a": 1}' },
    ]);
  });

  test('one of which is no JSON differ by their lines', () => {
    const found = treeDifferences(tree({ 'a.json': '{' }), tree({ 'a.json': '{}' }));
    expect(found).toEqual([{ file: 'a.json', place: 'line 1', left: '{', right: '{}' }]);
  });

  test('show long values from where they part, and no more than a line of them', () => {
    const long = 'x'.repeat(5000);
    const left = tree({ 'a.json': { a: `${long}one${long}` } });
    const right = tree({ 'a.json': { a: `${long}other${long}` } });
    const [found] = treeDifferences(left, right);
    expect(found?.left).toMatch(/^\u2026x{39}onex+\u2026$/);
    expect(found?.right).toMatch(/^\u2026x{39}otherx+\u2026$/);
    expect(found?.left?.length).toBe(202);
  });
});

describe('two texts', () => {
  test.each([
    ['a line', 'a\nb\nc', 'a\nB\nc', 'line 2', 'b', 'B'],
    ['a line that was added', 'a\n', 'a\nb\n', 'line 2', '', 'b'],
    ['a line feed at the end', 'a', 'a\n', 'line 2', null, ''],
  ])('are told apart by %s', (_what, left, right, place, one, other) => {
    expect(treeDifferences(tree({ 'a.md': left }), tree({ 'a.md': right }))).toEqual([
      { file: 'a.md', place, left: one, right: other },
    ]);
  });
});
