// The linter finds what it is here for: a rule that was switched off by mistake fails this test.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from '@jest/globals';
import { ROOT } from '../../house/files.ts';

const HAZARDS: readonly (readonly [rule: string, source: string])[] = [
  ['no-floating-promises', 'async function work(): Promise<void> {}\nwork();\n'],
  ['no-misused-promises', 'const p = Promise.resolve(true);\nif (p) throw new Error();\n'],
  ['no-explicit-any', 'export const x: any = 1;\n'],
  ['no-non-null-assertion', 'export const x = [1][0]!;\n'],
  [
    'switch-exhaustiveness-check',
    `export function f(x: 'a' | 'b'): void {\n  switch (x) {\n    case 'a':\n      f(x);\n  }\n}\n`,
  ],
  ['only-throw-error', `export function f(): never {\n  throw 'text';\n}\n`],
  ['no-console', `console.log('x');\n`],
  ['no-unsafe-member-access', `export const x = JSON.parse('1').y;\n`],
  ['no-eval', `eval('1');\n`],
];

function lint(folder: string): { rules: Set<string>; exitCode: number | null } {
  const config = path.join(ROOT, '.oxlintrc.json');
  const args = ['--type-aware', '--deny-warnings', '--format=json', '-c', config, '.'];
  const bin = path.join(ROOT, 'node_modules/.bin/oxlint');
  const { stdout, status } = spawnSync(bin, args, { cwd: folder, encoding: 'utf8' });
  const found: { diagnostics: { code?: string }[] } = JSON.parse(stdout);
  const rules = found.diagnostics.map(({ code }) => /\(([^)]+)\)/.exec(code ?? '')?.[1] ?? '');
  return { rules: new Set(rules), exitCode: status };
}

test('the linter finds every hazard it is asked to find, and no other in good code', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'rehearsal-lint-'));
  try {
    const compilerOptions = { strict: true, target: 'es2024', module: 'nodenext', noEmit: true };
    writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    writeFileSync(path.join(folder, 'good.ts'), 'export const one = 1;\n');
    expect(lint(folder)).toEqual({ rules: new Set(), exitCode: 0 });
    for (const [rule, source] of HAZARDS) writeFileSync(path.join(folder, `${rule}.ts`), source);
    const { rules, exitCode } = lint(folder);
    expect(HAZARDS.map(([rule]) => rule).filter((rule) => !rules.has(rule))).toEqual([]);
    expect(exitCode).toBe(1);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('the compiler accepts no syntax that Node cannot strip', () => {
  const options = execFileSync(path.join(ROOT, 'node_modules/.bin/tsc'), ['--showConfig'], {
    cwd: ROOT,
    encoding: 'utf8',
  });
  expect(JSON.parse(options)).toMatchObject({
    compilerOptions: {
      erasableSyntaxOnly: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      strict: true,
      verbatimModuleSyntax: true,
    },
  });
});
