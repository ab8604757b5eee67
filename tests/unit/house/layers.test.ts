// Every layer rule: a planted violation is found, the allowed neighbour is not, and the house holds.
import { describe, expect, test } from '@jest/globals';
import { sourceFiles } from '../../house/files.ts';
import { layerViolations } from '../../house/layers.ts';
import { factsOf } from '../../house/source.ts';

function violations(file: string, text: string): string[] {
  return layerViolations(file, factsOf(file, text));
}

describe('a layer rule finds', () => {
  test.each([
    ['a stage that calls another stage', 'intake/a.ts', `import { x } from '../sandbox/index.ts';`],
    ['a stage that reads a later contract', 'intake/a.ts', `import '../sandbox/contract.ts';`],
    ['the same, as a type', 'intake/a.ts', `import type { X } from '../sandbox/contract.ts';`],
    ['the same, in an expression', 'intake/a.ts', `type X = import('../proof/contract.ts').X;`],
    ['the same, from a deeper folder', 'intake/b/a.ts', `import '../../sandbox/contract.ts';`],
    ['the same, by a longer way', 'intake/a.ts', `import './../sandbox/contract.ts';`],
    ['a stage that re-exports another', 'report/a.ts', `export * from '../evidence/index.ts';`],
    ['a stage that loads another late', 'report/a.ts', `await import('../evidence/index.ts');`],
    ['a file of an earlier stage', 'report/a.ts', `import '../evidence/packet.ts';`],
    ['a file of the kernel beside its index', 'intake/a.ts', `import '../kernel/codes.ts';`],
    ['a kernel that knows a stage', 'kernel/a.ts', `import '../intake/contract.ts';`],
    ['a stage that imports the wiring', 'intake/a.io.ts', `import '../rehearse.ts';`],
    ['a stage that imports a part of a run', 'intake/a.io.ts', `import '../run/inputs.io.ts';`],
    ['a stage nobody has heard of', 'utils/a.ts', `import '../kernel/index.ts';`],
    ['a contract with functions behind it', 'intake/contract.ts', `import './format.ts';`],
    ['wiring that reaches behind a face', 'rehearse.ts', `import './intake/format.ts';`],
    ['the way out that knows a stage', 'output/a.ts', `import '../scan/index.ts';`],
    ['the way out that knows a contract', 'output/a.ts', `import '../intake/contract.ts';`],
    ['the way out that knows the wiring', 'output/a.io.ts', `import '../rehearse.ts';`],
    ['a pure file that lets things out', 'intake/a.ts', `import '../output/index.ts';`],
    ['a file behind the face of the way out', 'run/a.io.ts', `import '../output/guard.ts';`],
    ['a program that imports a test', 'intake/a.ts', `import '../../tests/house/files.ts';`],
  ])('%s', (_what, file, text) => {
    expect(violations(`harness/${file}`, text)).toEqual([expect.stringMatching(/^layers: /)]);
  });

  test.each([
    ['a built-in module', `import { readFile } from 'node:fs/promises';`],
    ['a built-in without its prefix', `import fs from 'fs';`],
    ['a process', `import { execFile } from 'node:child_process';`],
    ['a socket', `import net from 'node:net';`],
    ['a database client', `import { Client } from 'pg';`],
    ['a package by a path in it', `import x from 'testcontainers/build/x.js';`],
    ['a package nobody has judged', `import x from 'left-pad';`],
    ['a package loaded late', `await import('execa');`],
    ['the clock', `const now = Date.now();`],
    ['the clock, made new', `const now = new Date();`],
    ['chance', `const x = Math.random();`],
    ['the environment', `const x = process.env['HOME'];`],
    ['a timer', `setTimeout(() => undefined, 1);`],
    ['the network', `await fetch('http://192.0.2.1/');`],
    ['a global by a detour', `globalThis.fetch('http://192.0.2.1/');`],
    ['a require', `require('node:fs');`],
  ])('an effect in a pure file: %s', (_what, text) => {
    expect(violations('harness/intake/a.ts', text)).toContainEqual(
      expect.stringMatching(/^effects at the rim: /),
    );
  });

  test('a pure file that calls an effectful one', () => {
    expect(violations('harness/intake/a.ts', `import { x } from './a.io.ts';`)).toEqual([
      'pure files stay pure: imports harness/intake/a.io.ts',
    ]);
  });

  test('an import whose target nobody can read', () => {
    expect(violations('harness/cli.ts', 'await import(name);')).toEqual([
      'import by name: (computed)',
    ]);
  });
});

describe('a layer rule passes over', () => {
  test.each([
    ['its own files', 'intake/a.ts', `import { x } from './format.ts';`],
    ['the kernel', 'intake/a.ts', `import { sha256 } from '../kernel/index.ts';`],
    ['an earlier contract', 'sandbox/a.ts', `import type { X } from '../intake/contract.ts';`],
    ['effects at the rim', 'intake/a.io.ts', `import fs from 'node:fs'; Date.now();`],
    ['an effectful type', 'sandbox/a.ts', `import type { Client } from 'pg';`],
    ['modules that only compute', 'intake/a.ts', `import { createHash } from 'node:crypto';`],
    ['a date that was given', 'intake/a.ts', `const day = new Date(text);`],
    ['a face that shows its effects', 'intake/index.ts', `export { x } from './a.io.ts';`],
    ['wiring that uses faces', 'rehearse.ts', `import { x } from './intake/index.ts';`],
    ['the way out of a rim', 'intake/a.io.ts', `import { x } from '../output/index.ts';`],
    ['the way out that knows the kernel', 'output/a.ts', `import { x } from '../kernel/index.ts';`],
    ['the way out of the wiring', 'run/a.ts', `import { x } from '../output/index.ts';`],
    ['a contract in two files', 'config/contract.ts', `import './request-contract.ts';`],
  ])('%s', (_what, file, text) => {
    expect(violations(`harness/${file}`, text)).toEqual([]);
  });
});

test('a file that cannot be parsed is not taken for a good one', () => {
  expect(violations('harness/intake/a.ts', 'import { from')).not.toEqual([]);
});

test('no file of the program breaks a layer', () => {
  const files = sourceFiles('harness');
  expect(files.length).toBeGreaterThan(10);
  expect(
    files.flatMap(({ file, text }) => violations(file, text).map((each) => `${file}: ${each}`)),
  ).toEqual([]);
});
