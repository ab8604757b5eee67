// What goes into a packet, and what never does.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import { composeTree, PACKET_FILES, TREE_JSON_FILES } from '../../../harness/evidence/index.ts';
import { sha256 } from '../../../harness/kernel/index.ts';
import { contents, request, SCHEMAS, SEAL } from './packets.ts';

const compose = (changed: Record<string, unknown> = {}) => composeTree(request('unused', changed));
const codesOf = (composed: ReturnType<typeof compose>): string[] =>
  composed.kind === 'refused' ? composed.findings.map(({ code }) => code) : [];

/** Files that the Statement is made of have a form of their own here. */
const CHANGED: Readonly<Record<string, object>> = {
  'clone-provenance.json': { dump: null, version: undefined, note: undefined },
  'clone-rehearsal-execution-evidence.json': {
    plan: { scenarios: [] },
    scenarios: [],
    version: undefined,
    note: undefined,
  },
  'decision-packet.json': { status: 'changed', version: undefined, note: undefined },
};

describe('the tree of a packet', () => {
  test('lists every hashed file, sorted by bytes, and is hashed as the manifest stands', () => {
    const composed = compose();
    if (composed.kind === 'refused') throw new Error(JSON.stringify(composed.findings));
    const { manifest, texts, treeHash } = composed.tree;
    const names = manifest
      .trimEnd()
      .split('\n')
      .map((line) => line.slice(66));
    expect(names).toEqual(PACKET_FILES.filter(({ hashed }) => hashed).map(({ name }) => name));
    expect(names).toHaveLength(15);
    expect(treeHash).toBe(sha256(manifest));
    for (const [name, text] of texts) expect(manifest).toContain(`${sha256(text)}  ${name}\n`);
  });

  test('is the same whatever the order of keys and files', () => {
    const files = Object.entries(contents()).reverse();
    const turned = files.map(([name, value]) => [
      name,
      typeof value === 'string'
        ? value
        : Object.fromEntries(Object.entries(Object(value)).reverse()),
    ]);
    const other = composeTree({ ...request('unused'), files: Object.fromEntries(turned) });
    expect(other).toEqual(compose());
  });

  test('changes when any file changes', () => {
    const hashes = new Set(
      [...TREE_JSON_FILES].map((name) => {
        const changed: object = { version: 1, note: 'changed', ...CHANGED[name] };
        const composed = compose({ [name]: changed });
        return composed.kind === 'composed' ? composed.tree.treeHash : '';
      }),
    );
    expect(hashes.size).toBe(TREE_JSON_FILES.length);
    expect(hashes.has(sha256(''))).toBe(false);
  });
});

describe('refused is', () => {
  test('a missing file', () => {
    expect(codesOf(compose({ 'blockers.json': undefined }))).toEqual(['EVIDENCE_FILE_MISSING']);
    expect(codesOf(compose({ 'report.md': '' }))).toEqual(['EVIDENCE_FILE_MISSING']);
  });

  test('an unknown file', () => {
    expect(codesOf(compose({ 'other.json': {} }))).toEqual(['EVIDENCE_FILE_UNKNOWN']);
  });

  test.each([
    ['an unknown key', { version: 1, note: '', extra: 1 }],
    ['another version', { version: 2, note: '' }],
    ['no JSON value', { version: 1, note: Number.NaN }],
    ['a value that turns into another', { version: 1, note: 1n }],
    ['null', null],
  ])('a file with %s', (_why, value) => {
    expect(codesOf(compose({ 'blockers.json': value }))).toContain('EVIDENCE_SCHEMA_BROKEN');
  });

  test('a file that its schema would fill in or change', () => {
    const filling = z.strictObject({
      version: z.literal(1),
      note: z.string(),
      more: z.int().default(1),
    });
    const composed = composeTree({
      ...request('unused'),
      schemas: { ...SCHEMAS, 'blockers.json': filling },
    });
    expect(codesOf(composed)).toEqual(['EVIDENCE_SCHEMA_BROKEN']);
  });

  test('a file without a schema', () => {
    const schemas = { ...SCHEMAS, 'blockers.json': undefined } as unknown as typeof SCHEMAS; // on purpose
    const composed = composeTree({ ...request('unused'), schemas });
    expect(codesOf(composed)).toEqual(['EVIDENCE_SCHEMA_BROKEN']);
  });

  test.each([
    ['JSON', 'blockers.json', { version: 1, note: `so ${SEAL}.` }],
    ['Markdown', 'report.md', `so ${SEAL}.`],
    ['Markdown behind backslashes', 'report.md', SEAL.replaceAll('_', '\\_')],
    ['Markdown behind entities', 'report.md', SEAL.replaceAll('_', '&#95;')],
    ['Markdown behind named entities', 'report.md', SEAL.replaceAll('_', '&lowbar;')],
  ])('a forbidden word in %s, and the text around it stays unsaid', (_why, name, value) => {
    const composed = compose({ [name]: value });
    expect(codesOf(composed)).toEqual(['EVIDENCE_TOKEN_FORBIDDEN']);
    expect(JSON.stringify(composed)).not.toContain(SEAL);
  });

  test.each([
    ['a path', 'report.md', 'in /srv/secret place/x'],
    ['a path behind entities', 'report.md', 'in &#47;srv/secret place/x'],
    ['a path behind backslashes', 'report.md', 'in \\/srv\\/secret place/x'],
    [
      'a path behind JSON\u2019s escapes',
      'blockers.json',
      { version: 1, note: 'in /srv/"quoted"/x' },
    ],
    ['a host', 'blockers.json', { version: 1, note: 'ran on "host-7"' }],
  ])('%s of this machine, without saying it', (_why, name, value) => {
    const composed = compose({ [name]: value });
    expect(codesOf(composed)).toEqual(['EVIDENCE_HOST_NAMED']);
    expect(JSON.stringify(composed)).not.toContain('host-7');
    expect(JSON.stringify(composed)).not.toContain('secret place');
  });

  test('everything at once, not the first only', () => {
    const codes = codesOf(
      compose({ 'other.json': 1, 'blockers.json': undefined, 'report.md': SEAL }),
    );
    expect(codes.sort()).toEqual([
      'EVIDENCE_FILE_MISSING',
      'EVIDENCE_FILE_UNKNOWN',
      'EVIDENCE_TOKEN_FORBIDDEN',
    ]);
  });
});

test('a host name inside a longer word is no mention of the host', () => {
  expect(compose({ 'report.md': 'host-71 and ahost-7' }).kind).toBe('composed');
});

test('any note that is harmless is written as it is', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (note) => {
      const composed = compose({ 'blockers.json': { version: 1, note } });
      fc.pre(composed.kind === 'composed');
      const text = composed.kind === 'composed' ? composed.tree.texts.get('blockers.json') : '';
      expect(JSON.parse(text ?? '')).toEqual({ version: 1, note });
    }),
  );
});
