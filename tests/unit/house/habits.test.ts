// The numbers and habits of the house, and words that no file of the project may hold.
import { describe, expect, test } from '@jest/globals';
import { forbiddenTokensIn } from '../../../harness/kernel/index.ts';
import { projectFiles, type ProjectFile } from '../../house/files.ts';
import { brokenHabits } from '../../house/habits.ts';

const PROJECT = projectFiles().filter(({ file }) => file !== 'package-lock.json');

function every(files: readonly ProjectFile[], check: (each: ProjectFile) => string[]): string[] {
  expect(files.length).toBeGreaterThan(10);
  return files.flatMap((each) => check(each).map((found) => `${each.file}: ${found}`));
}

describe('the whole project', () => {
  test('keeps the habits of the house in its program files', () => {
    const program = PROJECT.filter(({ file }) => /^(?:harness|docker|tests\/house)\//.test(file));
    const sources = program.filter(({ file }) => /\.(?:ts|mjs|sh|sql)$/.test(file));
    expect(every(sources, ({ file, text }) => brokenHabits(file, text))).toEqual([]);
  });

  test('keeps nine source files in ten within 200 lines', () => {
    const lengths = PROJECT.filter(({ file }) => /^harness\/.*\.ts$/.test(file))
      .map(({ text }) => text.split('\n').length)
      .sort((left, right) => left - right);
    expect(lengths.length).toBeGreaterThan(10);
    expect(lengths[Math.floor(lengths.length * 0.9)]).toBeLessThanOrEqual(200);
  });

  test('holds no word shaped like a seal', () => {
    expect(every(PROJECT, ({ text }) => forbiddenTokensIn(text))).toEqual([]);
  });

  test('names no place of the machine it was written on', () => {
    const places = [['', 'work', ''].join('/'), ['shared', 'dumps'].join('/')];
    const files = PROJECT.filter(({ file }) => !file.startsWith('tests/real/'));
    expect(every(files, ({ text }) => places.filter((place) => text.includes(place)))).toEqual([]);
  });
});

describe('a habit that is broken is found', () => {
  const good = '// Says what it does.\nexport const x = 1;\n';

  test.each([
    ['a file that is too long', 'a.ts', `// Long.\n${'x;\n'.repeat(300)}`, /^301 lines/],
    ['a file that does not say what it does', 'a.ts', 'export {};\n', /^the first line/],
    ['a script that does not say what it does', 'a.sh', '#!/bin/sh\ntrue\n', /^the first line/],
    ['a file without its last line end', 'a.ts', '// Says.\nx', /^no line end/],
    ['a file named for nothing', 'harness/utils.ts', good, /named for its subject/],
    ['the same, as a suffix', 'harness/sql-helpers.io.ts', good, /named for its subject/],
    ['a cast without a reason', 'a.ts', '// Says.\n\n\nconst x = y as X;\n', /^line 4: 'as'/],
  ])('%s', (_what, file, text, found) => {
    expect(brokenHabits(file, text)).toEqual([expect.stringMatching(found)]);
  });

  test('and a good file has none', () => {
    expect(brokenHabits('harness/intake/format.ts', good)).toEqual([]);
    expect(brokenHabits('a.ts', '// Says.\n\n\nconst x = [1] as const;\n')).toEqual([]);
    expect(brokenHabits('a.ts', '// Says.\n\n\nconst x = y as X; // it is one\n')).toEqual([]);
  });
});
