// Every code of the gate, provoked once on real files, with exactly what is said.
import { appendFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { gateCommand } from '../../../harness/commands/gate.io.ts';
import {
  checkSeal,
  formatSealManifest,
  gateSelftest,
  writeSeal,
  type CheckOptions,
} from '../../../harness/gate/index.ts';
import {
  CODE_NAMES,
  explain,
  LIMITS,
  Problem,
  sha256,
  type Code,
} from '../../../harness/kernel/index.ts';
import { keepingDoor } from '../commands/doors.ts';

const MANIFEST = 'seal-manifest.sha256';
const SQL = 'SELECT 1;\n-- a \u2014 b\n';
const JSON_TEXT = '{"a":"\u2014"}\n';
const head = (text: string | Uint8Array): string => sha256(text).slice(0, 12);
let root = '';

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'gate-'));
  await mkdir(path.join(root, 'sql'));
  await writeFile(path.join(root, 'sql/a.sql'), SQL);
  await writeFile(path.join(root, 'shape.json'), JSON_TEXT);
  await writeSeal(root, ['sql/**', 'shape.json'], MANIFEST);
});
afterEach(async () => rm(root, { recursive: true }));

interface Case {
  readonly make?: () => Promise<unknown>;
  readonly patterns?: string[];
  readonly options?: CheckOptions;
  readonly said: string;
}
const put = (name: string, text: string | Uint8Array) => async (): Promise<void> =>
  writeFile(path.join(root, name), text);
const link = (name: string, target: string) => async (): Promise<void> => {
  await rm(path.join(root, name), { force: true });
  await symlink(target, path.join(root, name));
};
const sealOf = (...names: string[]): string =>
  formatSealManifest({
    entries: names.map((name) => ({ path: name, sha256: sha256('x'), byteLength: 1 })),
  });
const drifted = (text: string | Uint8Array, sealed = SQL, how = ''): string =>
  `${Buffer.byteLength(text)} bytes, sealed with ${Buffer.byteLength(sealed)}; ` +
  `sha256 ${head(text)}, sealed with ${head(sealed)}${how && `; equal again ${how}`}`;

const EDITED = SQL.replace('1', '2');
const UTF_16 = Buffer.from(`\ufeff${SQL}`, 'utf16le');
const RESTORE = '  bring the sealed bytes back, or review the change and seal again.';

const CASES: Partial<Record<Code, Case>> = {
  SEAL_MANIFEST_MISSING: {
    make: async () => rm(path.join(root, MANIFEST)),
    said: `${MANIFEST}: nothing is there\n  run "make seal", look at what it wrote, and commit it.`,
  },
  SEAL_MANIFEST_INVALID: {
    make: put(MANIFEST, 'x'),
    said: 'seal manifest: it does not begin with its first line\n  run "make seal" again; the manifest is not edited by hand.',
  },
  SEAL_MANIFEST_EMPTY: {
    make: put(MANIFEST, sealOf()),
    said: 'seal manifest: it names no file\n  run "make seal": a gate over no file holds nothing back.',
  },
  SEAL_PATH_FORBIDDEN: {
    make: put(MANIFEST, sealOf('../a.sql')),
    said: '"../a.sql": it holds "..", "." or an empty part\n  name files by their plain path from the project\u2019s folder.',
  },
  SEAL_PATH_TWICE: {
    make: put(MANIFEST, sealOf('A.sql', 'a.sql')),
    said: 'a.sql: beside A.sql\n  rename one: on some machines they are the same file.',
  },
  SEAL_PATH_LEAVES_TREE: {
    make: link('sql/a.sql', '/etc/hostname'),
    said: 'sql/a.sql: a link is absolute\n  replace the link by the file itself.',
  },
  SEAL_NOT_A_FILE: {
    make: link('sql/a.sql', '.'),
    said: 'sql/a.sql: it is no plain file\n  replace it by the file that was sealed.',
  },
  SEAL_UNREADABLE: {
    make: put(MANIFEST, 'x'.repeat(LIMITS.sealManifestBytes + 1)),
    said: `${MANIFEST}: 16777217 bytes, 16777216 at the most\n  check its permissions and size, and that nothing writes to it meanwhile.`,
  },
  SEAL_FILE_MISSING: {
    make: async () => rm(path.join(root, 'sql/a.sql')),
    said: 'sql/a.sql: nothing is there\n  bring it back, or seal again if it was removed on purpose.',
  },
  SEAL_FILE_UNSEALED: {
    make: put('sql/b.sql', ''),
    patterns: ['sql/**'],
    said: 'sql/b.sql: it is not in the manifest\n  run "make seal", look at what changed, and commit the manifest.',
  },
  SEAL_CONTENT_EDITED: {
    make: put('sql/a.sql', EDITED),
    said: `sql/a.sql: ${drifted(EDITED)}\n${RESTORE}`,
  },
  SEAL_LENGTH_DIFFERS: {
    make: async () => appendFile(path.join(root, 'sql/a.sql'), '\n'),
    said: `sql/a.sql: ${drifted(`${SQL}\n`, SQL, 'without the line feed at its end')}\n${RESTORE}`,
  },
  SEAL_LINE_ENDINGS: {
    make: put('sql/a.sql', SQL.replaceAll('\n', '\r\n')),
    said:
      `sql/a.sql: ${drifted(SQL.replaceAll('\n', '\r\n'), SQL, 'with CR LF turned into LF')}\n` +
      '  check it out without line ending conversion (see .gitattributes).',
  },
  SEAL_BOM: {
    make: put('sql/a.sql', `\ufeff${SQL}`),
    said:
      `sql/a.sql: ${drifted(`\ufeff${SQL}`, SQL, 'without its byte order mark')}\n` +
      '  save it without changing its encoding.',
  },
  SEAL_ENCODING: {
    make: put('sql/a.sql', UTF_16),
    said:
      `sql/a.sql: ${drifted(UTF_16, SQL, 'as UTF-8 instead of UTF-16')}\n` +
      '  bring the sealed bytes back, and save as UTF-8 without a byte order mark.',
  },
  SEAL_JSON_REENCODED: {
    make: put('shape.json', '{"a":"\\u2014"}\n'),
    said:
      `shape.json: ${drifted('{"a":"\\u2014"}\n', JSON_TEXT, 'with its \\u escapes turned into characters')}\n` +
      '  bring the sealed bytes back: the same JSON value in other bytes is another file.',
  },
  SEAL_UNICODE_DRIFT: {
    make: put('sql/a.sql', SQL.replace('\u2014', '-')),
    said:
      `sql/a.sql: ${drifted(SQL.replace('\u2014', '-'), SQL, 'with " - " turned into an em dash')}\n` +
      '  bring the sealed bytes back: an editor exchanged dashes, quotes, spaces or accents.',
  },
  SEAL_PINNED_DIFFERS: {
    options: { pinned: { 'shape.json': sha256('x') } },
    said:
      `shape.json: sha256 ${head(JSON_TEXT)}, pinned as ${head('x')}\n` +
      '  bring it back; correct "pinned" only if its owner gave out a new one.',
  },
  SEAL_NOTHING_TO_SEAL: {
    patterns: ['sql'],
    said: 'sql: no file is there; a folder is written "sql/**"\n  correct the pattern named: a pattern that matches nothing seals nothing.',
  },
};

const withSaid = Object.entries(CASES).map(([code, each]) => [code, each] as const);

test.each(withSaid)('%s is said in these words', async (code, each) => {
  await each.make?.();
  const { judgement, findings } = await checkSeal(root, MANIFEST, each.patterns, each.options);
  expect(judgement).not.toBe('HELD');
  expect(findings.map(explain)).toEqual([`${code} at ${each.said}`]);
});

const ELSEWHERE: Partial<Record<Code, () => Promise<string[]>>> = {
  SEAL_MANIFEST_DIFFERS: async () => {
    const other = path.join(root, 'other');
    await mkdir(path.join(other, 'sql'), { recursive: true });
    await writeFile(path.join(other, 'sql/a.sql'), SQL);
    await writeFile(path.join(other, 'shape.json'), JSON_TEXT);
    await writeSeal(other, ['shape.json'], MANIFEST);
    const { findings } = await checkSeal(other, MANIFEST, [], { manifestRoot: root });
    return findings.map(explain);
  },
  SEAL_BASE_MISSING: async () => {
    const config = path.join(import.meta.dirname, '../../../rehearsal.config.yaml');
    const thrown: unknown = await gateCommand({ config, base: 'nowhere' }, keepingDoor()).catch(
      (error: unknown) => error,
    );
    return thrown instanceof Problem ? thrown.findings.map(explain) : [];
  },
  GATE_SELFTEST_FAILED: async () => {
    const { findings } = await gateSelftest(root, async (folder, manifest, patterns, options) => {
      const said = await checkSeal(folder, manifest, patterns, options);
      return said.findings.some(({ code }) => code === 'SEAL_BOM')
        ? { ...said, findings: said.findings.filter(({ code }) => code === 'SEAL_BOM') }
        : said;
    });
    return findings.map(explain);
  },
};

test('what is said of a tree elsewhere, and of the gate itself', async () => {
  expect(await ELSEWHERE.SEAL_MANIFEST_DIFFERS?.()).toEqual([
    `SEAL_MANIFEST_DIFFERS at ${MANIFEST}: its bytes are not the trusted ones\n` +
      '  find out who sealed it anew; only the manifest of this project is believed.',
  ]);
  expect(await ELSEWHERE.SEAL_BASE_MISSING?.()).toEqual([
    'SEAL_BASE_MISSING at "nowhere": no folder is there\n' +
      '  name the folder of a whole tree, as in: make gate GATE_BASE=folder.',
  ]);
  expect(await ELSEWHERE.GATE_SELFTEST_FAILED?.()).toEqual([
    'GATE_SELFTEST_FAILED at mixed-drift: found SEAL_BOM\n' +
      '  do not trust the gate of this build; report the case named.',
  ]);
});

test('no code of the gate is left out', () => {
  const codes = CODE_NAMES.filter((code) => /^(SEAL|GATE)_/.test(code));
  const provoked = [...Object.keys(CASES), ...Object.keys(ELSEWHERE)];
  expect(provoked.sort()).toEqual(codes.sort());
});
