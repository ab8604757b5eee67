// What a pattern means, and that no pattern takes the gate's time.
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { collisionKey, folderKeys, inByteOrder, pathProblem } from '../../../harness/gate/paths.ts';
import { fixedPart, matches, patternProblem, reaches } from '../../../harness/gate/patterns.ts';

describe('a pattern', () => {
  test.each([
    ['harness/proof/**', 'harness/proof/a/b.ts', true],
    ['harness/proof/**', 'harness/proof/.hidden', true],
    ['harness/proof/**', 'harness/proof/a\nb', true],
    ['harness/proof/**', 'harness/proofs/a.ts', false],
    ['harness/proof/**', 'harness/proof', false],
    ['scenarios/**/*.sql', 'scenarios/a.sql', true],
    ['scenarios/**/*.sql', 'scenarios/x/y/a.sql', true],
    ['scenarios/**/*.sql', 'scenarios/x/a.sql.bak', false],
    ['scenarios/*.sql', 'scenarios/x/a.sql', false],
    ['**', 'a', true],
    ['**/a', 'a', true],
    ['**/a/**', 'a/b', true],
    ['a*b*c', 'abc', true],
    ['a*b*c', 'acb', false],
    ['ab*ba', 'aba', false],
    ['*', '.env', true],
    ['a+b.(c)', 'a+b.(c)', true],
    ['a.c', 'abc', false],
    ['A.sql', 'a.sql', false],
  ])('%s means %j: %s', (pattern, path, means) => {
    expect(matches(pattern, path)).toBe(means);
  });

  test.each([
    ['scenarios/**/*.sql', 'scenarios', 'scenarios/deep/er', true],
    ['scenarios/*.sql', 'scenarios', 'scenarios/deep', false],
    ['a/b.sql', 'a/b.sql', 'a/b.sql', false],
    ['**', '', 'a', true],
    ['*/b', '', 'a', true],
    ['*/b', '', 'a/b', false],
  ])('%s lies in %j, and %s is looked into: %s', (pattern, fixed, folder, isLookedInto) => {
    expect(fixedPart(pattern)).toBe(fixed);
    expect(reaches(pattern, folder)).toBe(isLookedInto);
  });

  test('means what the same words mean as a regular expression', () => {
    const part = fc.constantFrom('a', 'b', 'ab', '*', 'a*', '*b', 'a*b', '**', '.');
    const name = fc.constantFrom('a', 'b', 'ab', 'aab', 'abb', '.', '.a');
    fc.assert(
      fc.property(
        fc.array(part, { minLength: 1, maxLength: 5 }),
        fc.array(name, { minLength: 1, maxLength: 5 }),
        (parts, names) => {
          const source = parts.map((each, index) => {
            const isLast = index === parts.length - 1;
            if (each === '**') return isLast ? '(?:[^/]*/)*[^/]*' : '(?:[^/]*/)*';
            return each.replace('.', '\\.').replace('*', '[^/]*') + (isLast ? '' : '/');
          });
          const expected = new RegExp(`^${source.join('')}$`, 'u').test(names.join('/'));
          expect(matches(parts.join('/'), names.join('/'))).toBe(expected);
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('of nothing but stars is answered all the same', () => {
    const deep = Array(400).fill('a').join('/');
    expect(matches(`${'**/'.repeat(300)}b`, deep)).toBe(false);
    expect(matches(`${'*a'.repeat(400)}b`, 'a'.repeat(900))).toBe(false);
  });

  test.each([
    ['../**', 'it holds "..", "." or an empty part'],
    ['a/../b', 'it holds "..", "." or an empty part'],
    ['/etc/**', 'it is absolute'],
    ['C:/x/**', 'it is absolute'],
    ['a**', 'it holds "**" within a name'],
    ['a/***', 'it holds "**" within a name'],
    ['a\\*', 'it holds a backslash or an invisible character'],
    ['', 'it is empty or too long'],
    ['sql/**/*.sql', null],
  ])('%j is refused: %s', (pattern, problem) => {
    expect(patternProblem(pattern)).toBe(problem);
  });
});

describe('a path', () => {
  test.each([
    ['-', 'it is the name of standard input'],
    ['a./b', 'a part ends with a dot'],
    ['a/b.', 'a part ends with a dot'],
    ['\u00a0a', 'a part begins or ends with a blank'],
    ['a/\ud800', 'it is not in plain Unicode form'],
    ['a'.repeat(1001), 'it is empty or too long'],
    [`sql/${['CUTOVER', 'PASS'].join('_')}.sql`, 'it holds a word that reads as authority'],
    ['-a/ b'.replace(' ', ''), null],
    ['.dot/\u00e9 \u2014 x.sql', null],
  ])('%j is refused: %s', (path, problem) => {
    expect(pathProblem(path)).toBe(problem);
  });

  test('that may be sealed never leaves its folder, and is one plain line, whatever it is', () => {
    const part = fc.oneof(
      fc.constantFrom('..', '.', '', '-', 'C:', 'a', '\\', '\n', '\u202e', ' ', 'a.'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    fc.assert(
      fc.property(
        fc.array(part, { maxLength: 5 }).map((parts) => parts.join('/')),
        (each) => {
          fc.pre(pathProblem(each) === null);
          const resolved = path.resolve('/tree', each);
          expect(resolved).toBe(`/tree/${each}`);
          expect(/[\\\p{Cc}]/u.test(each)).toBe(false);
          expect(each.normalize('NFC')).toBe(each);
        },
      ),
      { numRuns: 2000, maxSkipsPerRun: 1000 },
    );
  });

  test.each([
    ['A.sql', 'a.sql'],
    ['stra\u00dfe', 'STRASSE'],
    ['\ufb01le', 'file'],
    ['\u212a', 'k'],
    ['\u00e9', 'e\u0301'],
    ['\u03c3', '\u03c2'],
  ])('%j and %j are one name to some machine', (left, right) => {
    expect(collisionKey(left)).toBe(collisionKey(right));
  });

  test('lies in the folders that lead to it', () => {
    expect(folderKeys('A/b/c')).toEqual(['a', 'a/b']);
    expect(folderKeys('a')).toEqual([]);
  });

  test('is sorted by its bytes, not by UTF-16 units', () => {
    expect(inByteOrder(['\u{1f600}', '\uff5e', 'b', 'B'])).toEqual([
      'B',
      'b',
      '\uff5e',
      '\u{1f600}',
    ]);
  });
});
