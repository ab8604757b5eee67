// The configuration as operators write it: what is doubtful is named, and the request comes first.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdir, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig, parseConfig } from '../../../harness/config/load.io.ts';
import { LIMITS, Problem } from '../../../harness/kernel/index.ts';

const GOOD = `version: 1
spec: spec.yaml
lane: team.lane.yaml
scenarioRole: writer
scenarios: [scenarios/a]
executor: [run.sql]
request:
  target: throwaway-clone
  lane: team-a
  actions: [rehearse]
`;

function told(text: string): string[] {
  const { value, findings } = parseConfig(text, 'c.yaml');
  expect(value).toBeNull();
  expect(findings.length).toBeGreaterThan(0);
  return findings.map(({ code, where, what }) => `${code} ${where}: ${what}`);
}

describe('a configuration', () => {
  test('is read with its documented defaults', () => {
    const { value, findings } = parseConfig(GOOD, 'c.yaml');
    expect(findings).toEqual([]);
    expect(value).toMatchObject({
      dump: 'dumps/clone.dump',
      sealManifest: 'seal-manifest.sha256',
      evidence: 'evidence',
      images: {},
      limits: {
        memoryMiB: 4096,
        cpus: 4,
        pids: 512,
        lifeSeconds: 21_600,
        restoreSeconds: 10_800,
        statementSeconds: 300,
        unpackedMiB: 65_536,
      },
      scan: { allowedHosts: [] },
      request: {
        target: 'throwaway-clone',
        lane: 'team-a',
        actions: ['rehearse'],
        claims: [],
      },
    });
  });

  test('lets no extension in by itself that reaches outside', () => {
    const allowed = parseConfig(GOOD, 'c.yaml').value?.extensions ?? [];
    expect(allowed).toContain('plpgsql');
    for (const each of ['dblink', 'postgres_fdw', 'file_fdw', 'plpython3u', 'adminpack']) {
      expect(allowed).not.toContain(each);
    }
  });

  test('keeps what it says', () => {
    const hosts = ['cdn.example.org', '*.cdn.example.org', 'localhost', '10.0.0.1', 'fd00::1'];
    const scan = `scan: { allowedHosts: ['${hosts.join("', '")}'] }\n`;
    expect(parseConfig(`${GOOD}${scan}`, 'c.yaml').value?.scan.allowedHosts).toEqual(hosts);
    const text = `${GOOD}dump: other.dump\nimages: { '15': own/image:15 }\nlimits: { cpus: 1.5 }\n`;
    expect(parseConfig(text, 'c.yaml').value).toMatchObject({
      dump: 'other.dump',
      images: { '15': 'own/image:15' },
      limits: { cpus: 1.5, pids: 512 },
    });
  });
});

describe('a configuration is refused with', () => {
  test.each([
    [
      'an unknown key',
      `${GOOD}dumpp: a\n`,
      /CONFIG_INVALID c\.yaml:11:1: "dumpp": unknown key "dumpp"; did you mean "dump"\?/,
    ],
    ...[
      'https://example.org',
      'example.org:443',
      '*.org',
      '*',
      'EXAMPLE.ORG',
      'a.*.org',
      'a b',
    ].map(
      (host) =>
        [
          `"${host}" as a host`,
          `${GOOD}scan: { allowedHosts: ['${host}'] }\n`,
          /CONFIG_INVALID c\.yaml.*allowedHosts/,
        ] as const,
    ),
    [
      'an unknown limit',
      `${GOOD}limits: { cpu: 1 }\n`,
      /CONFIG_INVALID c\.yaml:11:11: "limits\.cpu": unknown key "cpu"; did you mean "cpus"\?/,
    ],
    ['a number for a path', `${GOOD}dump: 7\n`, /CONFIG_INVALID c\.yaml.*dump/],
    ['a text for a number', `${GOOD}limits: { cpus: 'two' }\n`, /CONFIG_INVALID c\.yaml.*cpus/],
    ['a limit below its bound', `${GOOD}limits: { pids: 1 }\n`, /CONFIG_INVALID c\.yaml.*pids/],
    ['half a MiB', `${GOOD}limits: { memoryMiB: 600.5 }\n`, /CONFIG_INVALID c\.yaml.*memoryMiB/],
    ['no scenario', GOOD.replace('[scenarios/a]', '[]'), /CONFIG_INVALID c\.yaml.*scenarios/],
    ['no executor', GOOD.replace('[run.sql]', '[]'), /CONFIG_INVALID c\.yaml.*executor/],
    ['no spec', GOOD.replace(/spec.*\n/, ''), /CONFIG_INVALID c\.yaml.*spec/],
    ['no lane', GOOD.replace(/lane: team\..*\n/, ''), /CONFIG_INVALID c\.yaml.*lane/],
    ['no role', GOOD.replace(/scenarioRole.*\n/, ''), /CONFIG_INVALID c\.yaml.*scenarioRole/],
    ['an image of no version', `${GOOD}images: { new: a }\n`, /CONFIG_INVALID c\.yaml.*images/],
    ['another version', GOOD.replace('version: 1', 'version: 2'), /CONFIG_INVALID.*version/],
    ['an alias', `${GOOD}dump: &a x\nevidence: *a\n`, /CONFIG_INVALID c\.yaml.*aliases/],
    [
      'a key that stands twice',
      `${GOOD}spec: other.yaml\n`,
      /CONFIG_INVALID c\.yaml:11:1: the key "spec" stands here a second time/,
    ],
    ['broken YAML', `${GOOD}dump: [\n`, /CONFIG_INVALID c\.yaml:\d+:\d+: /],
  ])('%s', (_what, text, expected) => {
    const found = told(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
    expect(found[0]).not.toContain('\n');
  });

  test.each([
    ['nothing', ''],
    ['a list', '- 1\n'],
    ['a text', 'hello\n'],
    ['no request', GOOD.replace(/request:[^]*/, '')],
  ])('%s in it', (_what, text) => {
    told(text);
  });

  test('several mistakes: all of them', () => {
    const found = told(`${GOOD}dumpp: a\nlimits: { pids: 1, cpus: 0 }\n`);
    for (const each of ['dumpp', 'pids', 'cpus']) expect(found.join('\n')).toContain(each);
  });
});

describe('the request', () => {
  test('is judged before all else, and hides no other mistake', () => {
    const text = GOOD.replace('throwaway-clone', 'production')
      .replace('[scenarios/a]', '7')
      .replace('[run.sql]', '[false]');
    const found = told(`${text}dumpp: a\n`);
    expect(found[0]).toMatch(/^REQUEST_TARGETS_PRODUCTION c\.yaml:7:1 request\.target: /);
    const others = found.filter((each) => each.startsWith('CONFIG_INVALID')).join('\n');
    for (const key of ['dumpp', 'scenarios', 'executor']) expect(others).toContain(key);
    expect(others).not.toContain('request');
  });

  test.each([
    ['the target', GOOD.replace('throwaway-clone', 'production'), 'REQUEST_TARGETS_PRODUCTION'],
    ['the action', GOOD.replace('[rehearse]', '[rehearse, cutover]'), 'REQUEST_CUTOVER'],
    ['the lane', GOOD.replace('team-a', 'REAL_RUN'), 'REQUEST_REAL_RUN'],
  ])('is refused for %s in an otherwise good file', (_what, text, code) => {
    expect(told(text).join('\n')).toContain(code);
  });

  test('that claims success is refused: no validator stands behind a configuration', () => {
    const claim = '  claims: [{ claim: rollback-proven, isolation: proven, proof: {} }]\n';
    expect(told(`${GOOD}${claim}`).join('\n')).toContain('REQUEST_PROOF');
  });
});

describe('a configuration on disk', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rehearsal-config-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  const refusal = async (file: string): Promise<Problem> => {
    const error = await loadConfig(file).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    if (!(error instanceof Problem)) throw new Error('a Problem was expected', { cause: error });
    return error;
  };

  test('knows the folder that its paths start from', async () => {
    const file = path.join(folder, 'c.yaml');
    await writeFile(file, GOOD);
    expect((await loadConfig(file)).root).toBe(folder);
  });

  test('that cannot be read says so, with its cause', async () => {
    await mkdir(path.join(folder, 'd'));
    const large = path.join(folder, 'large.yaml');
    await writeFile(large, GOOD);
    await truncate(large, LIMITS.yamlBytes + 1);
    for (const [file, what] of [
      [path.join(folder, 'none.yaml'), /ENOENT/],
      [path.join(folder, 'd'), /EISDIR/],
      [large, /it is too large to be one/],
    ] as const) {
      const problem = await refusal(file);
      expect(problem.findings).toHaveLength(1);
      expect(problem.findings).toMatchObject([{ code: 'CONFIG_UNREADABLE', where: file }]);
      expect(problem.findings[0]?.what).toMatch(what);
      expect(problem.cause).toMatchObject({ message: expect.stringMatching(what) });
    }
  });

  test('that is doubtful is refused with every finding, under the file\u2019s name', async () => {
    const file = path.join(folder, 'c.yaml');
    await writeFile(file, `${GOOD}dumpp: a\n`);
    const { findings } = await refusal(file);
    expect(findings).toMatchObject([{ code: 'CONFIG_INVALID', where: 'c.yaml:11:1' }]);
  });
});
