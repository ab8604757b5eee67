// What this project seals, and that its own seal holds.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { loadConfig } from '../../../harness/config/index.ts';
import { parseConfig } from '../../../harness/config/load.io.ts';
import { checkSeal, sealedPatterns } from '../../../harness/gate/index.ts';
import { matches } from '../../../harness/gate/patterns.ts';
import { sha256 } from '../../../harness/kernel/index.ts';
import { projectFiles } from '../../house/files.ts';

const ROOT = path.join(import.meta.dirname, '../../..');
const CONFIG = `version: 1
spec: ./own/spec.yaml
lane: schema-spec/team.lane.yaml
scenarioRole: writer
scenarios: [own/scenarios/a/, scenarios/b, { chain: c, title: C, steps: [own/d] }]
executor: [sql/run.sql]
request: { target: throwaway-clone, lane: team-a, actions: [rehearse] }
`;

function patternsOf(text: string): string[] {
  const { value, findings } = parseConfig(text, 'c.yaml');
  if (value === null) throw new Error(JSON.stringify(findings));
  return sealedPatterns(value, 'c.yaml');
}

describe('sealed is', () => {
  test('the program, the configuration, and all that it names', () => {
    expect(patternsOf(CONFIG)).toEqual([
      '.npmrc',
      'Makefile',
      'docker/**',
      'harness/**',
      'package-lock.json',
      'package.json',
      'scenarios/**',
      'schema-spec/**',
      'c.yaml',
      'own/spec.yaml',
      'sql/run.sql',
      'own/scenarios/a/**',
      'own/d/**',
    ]);
  });

  test('what an operator adds, each once', () => {
    const added = patternsOf(`${CONFIG}sealed: ['docs/*.md', sql/run.sql, harness/x.ts]\n`);
    expect(added.slice(-1)).toEqual(['docs/*.md']);
    expect(new Set(added).size).toBe(added.length);
  });

  test('nothing less for a folder that only begins like one that is sealed', () => {
    const patterns = patternsOf(CONFIG.replace('own/spec.yaml', 'schema-specs/spec.yaml'));
    expect(patterns).toContain('schema-specs/spec.yaml');
  });

  test('never what lies outside: the gate refuses it rather than leave it out', async () => {
    const patterns = patternsOf(CONFIG.replace('./own/spec.yaml', '../spec.yaml'));
    expect(patterns).toContain('../spec.yaml');
    const { findings } = await checkSeal(ROOT, 'seal-manifest.sha256', ['../spec.yaml']);
    expect(findings).toContainEqual({
      code: 'SEAL_PATH_FORBIDDEN',
      where: '../spec.yaml',
      what: 'it holds "..", "." or an empty part',
    });
  });
});

test('the page of the gate names all that is always sealed, and the line for git', async () => {
  const page = await readFile(path.join(ROOT, 'docs/seal-gate.md'), 'utf8');
  const patterns = patternsOf(CONFIG);
  const always = patterns.slice(0, patterns.indexOf('c.yaml'));
  expect(always).toHaveLength(8);
  expect(always.filter((pattern) => !page.includes(`\`${pattern}\``))).toEqual([]);
  const line = /^\* .*$/m.exec(await readFile(path.join(ROOT, '.gitattributes'), 'utf8'))?.[0];
  expect(page.split('\n')).toContain(line);
});

describe('a configuration', () => {
  const told = (more: string): string[] =>
    parseConfig(CONFIG + more, 'c.yaml').findings.map(({ code, what }) => `${code}: ${what}`);
  const HASH = sha256('x');
  const NOT_PLAIN = 'is no plain path: relative to this file, with "/", without "." or ".."';

  test('pins files by one line each', () => {
    const { value } = parseConfig(`${CONFIG}pinned: { canon/canon.py: ${HASH} }\n`, 'c.yaml');
    expect(value?.pinned).toEqual({ 'canon/canon.py': HASH });
    expect(parseConfig(CONFIG, 'c.yaml').value).toMatchObject({ pinned: {}, sealed: [] });
  });

  test.each([
    ['../canon.py', NOT_PLAIN],
    ['/canon.py', NOT_PLAIN],
    ['./canon.py', NOT_PLAIN],
    ['a//b', NOT_PLAIN],
    ['a/..', NOT_PLAIN],
    ['C:/canon.py', NOT_PLAIN],
    ["'a\\b'", NOT_PLAIN],
  ])('pins nothing at %s', (place, what) => {
    const key = place.replaceAll("'", '');
    expect(told(`pinned: { ${place}: ${HASH} }\n`)).toEqual([
      `CONFIG_INVALID: "pinned.${key}": ${what}`,
    ]);
    expect(told(`sealed: [${place}]\n`)).toEqual([`CONFIG_INVALID: "sealed.0": ${what}`]);
  });

  test('does not lose a pin whose name JavaScript would lose', () => {
    expect(told(`pinned: { __proto__: ${HASH} }\n`)).toEqual([
      `CONFIG_INVALID: "pinned": ${NOT_PLAIN}`,
    ]);
  });

  test.each([HASH.toUpperCase(), HASH.slice(1), `${HASH}0`, 'x', '""'])(
    'pins nothing to %s',
    (hash) => {
      expect(told(`pinned: { a: ${hash} }\n`)).toEqual([
        'CONFIG_INVALID: "pinned.a": is no sha256: 64 lower-case hex digits',
      ]);
    },
  );
});

describe('the project itself', () => {
  test('has every file sealed that decides a verdict', async () => {
    const config = await loadConfig(path.join(ROOT, 'rehearsal.config.yaml'));
    const patterns = sealedPatterns(config, 'rehearsal.config.yaml');
    const open = projectFiles()
      .map(({ file }) => file)
      .filter((file) => !patterns.some((pattern) => matches(pattern, file)))
      .filter((file) => !/^(docs|tests|bench|dumps|evidence)\/|^\.|\.md$|^LICENSE$/.test(file));
    // What checks the project itself, and the seal that cannot hold its own hash.
    const tools = ['jest.config.mjs', 'knip.json', 'tsconfig.json'];
    expect(open.sort()).toEqual([...tools, 'seal-manifest.sha256'].sort());
  });

  test.each(['rehearsal.config.yaml', 'rehearsal.all.config.yaml'])(
    'is as it was sealed, by %s',
    async (name) => {
      const config = await loadConfig(path.join(ROOT, name));
      const patterns = sealedPatterns(config, name);
      const { judgement, findings } = await checkSeal(ROOT, config.sealManifest, patterns, {
        pinned: config.pinned,
      });
      // The first few tell enough: where they are many, "make seal" was forgotten.
      const told = findings.slice(0, 5).map(({ code, where }) => `${code} ${where}`);
      expect([judgement, ...told]).toEqual(['HELD']);
    },
  );
});
