// The program has one way out: a planted second one is found, and the program has none.
import { describe, expect, test } from '@jest/globals';
import { sourceFiles } from '../../house/files.ts';
import { ALLOWED, waysOut } from '../../house/ways-out.ts';

const FILE = 'harness/intake/a.io.ts';

describe('a way out past the guard is found', () => {
  test.each([
    ['a console', `console.error('x');`, 'console.error'],
    ['a console by a detour', `globalThis.console.log('x');`, 'globalThis.console.log'],
    ['standard output', `process.stdout.write('x');`, 'process.stdout'],
    ['standard output, handed on', `f({ output: process.stdout });`, 'process.stdout'],
    ['standard error', `process.stderr.end('x');`, 'process.stderr'],
    ['a warning', `process.emitWarning('x');`, 'process.emitWarning'],
    ['a report', `process.report.writeReport();`, 'process.report'],
    [
      'a file',
      `import { writeFile } from 'node:fs/promises';\nawait writeFile(a, b);`,
      'writeFile of node:fs',
    ],
    [
      'a file under another name',
      `import { writeFileSync as w } from 'node:fs';\nw(a, b);`,
      'writeFileSync of node:fs',
    ],
    [
      'a file opened for writing',
      `import { open } from 'node:fs/promises';\nawait open(a, 'wx');`,
      'open of node:fs',
    ],
    [
      'a file opened with flags nobody can read',
      `import { open } from 'node:fs/promises';\nawait open(a, b);`,
      'open of node:fs',
    ],
    [
      'a file opened with flags that create',
      `import { open } from 'node:fs/promises';\nconst flags = O_RDONLY | O_CREAT;\nawait open(a, flags);`,
      'open of node:fs',
    ],
    [
      'a name that appears',
      `import { rename } from 'node:fs/promises';\nawait rename(a, b);`,
      'rename of node:fs',
    ],
    [
      'the whole module',
      `import fs from 'node:fs';`,
      'the whole of node:fs: nobody sees what is written',
    ],
    [
      'a child with our streams',
      `spawn('x', [], { stdio: 'inherit' });`,
      'a child that writes to our own streams',
    ],
    [
      'a child with one of them',
      `spawn('x', [], { stdio: ['ignore', 'inherit', 'pipe'] });`,
      'a child that writes to our own streams',
    ],
  ])('%s', (_what, text, found) => {
    expect(waysOut(FILE, text)).toContainEqual(expect.stringMatching(new RegExp(`: ${found}$`)));
    expect(waysOut('harness/output/a.io.ts', text).filter((each) => !/whole/.test(each))).toEqual(
      [],
    );
  });

  test('but not one that is none', () => {
    const text = [
      `import { open, readFile } from 'node:fs/promises';`,
      `const flags = constants.O_RDONLY | constants.O_NOFOLLOW;`,
      `await open(a, 'r'); await open(a); await open(a, flags); await readFile(a);`,
      `const colour = process.stdout.isTTY; const wide = process.stdout.columns;`,
      `spawn('x', [], { stdio: ['ignore', 'pipe', 'pipe'] });`,
    ].join('\n');
    expect(waysOut(FILE, text)).toEqual([]);
  });

  test('and a file that cannot be parsed is no good one', () => {
    expect(waysOut(FILE, 'import { from')).not.toEqual([]);
  });
});

test('no file of the program has a way out of its own', () => {
  const files = sourceFiles('harness');
  expect(files.length).toBeGreaterThan(100);
  expect(
    files.flatMap(({ file, text }) => waysOut(file, text).map((each) => `${file}: ${each}`)),
  ).toEqual([]);
});

test('whoever may write without the guard is still there, and has a reason', () => {
  const files = sourceFiles('harness').map(({ file }) => file);
  for (const [place, reason] of Object.entries(ALLOWED)) {
    expect(files.filter((file) => file.startsWith(place))).not.toEqual([]);
    expect(reason.length).toBeGreaterThan(20);
  }
});
