// Specs as people write them: every mistake is named with its line, and no demand is dropped.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LIMITS } from '../../../harness/kernel/index.ts';
import { loadSpec } from '../../../harness/schema/load.io.ts';
import { parseSpec } from '../../../harness/schema/parse.ts';
import { BIRTH_SURFACE_TEXT, SPEC, SPEC_TEXT } from './clones.ts';

const TOP = 'version: 1\ntitle: a spec\nsurfaces:\n';

/** A surface of the id `a` with these lines, and its mistakes as `line: what`. */
function told(lines: string, top = `${TOP}  - id: a\n    title: t\n`): string[] {
  const { spec, findings } = parseSpec(`${top}${lines}`, 'spec.yaml');
  expect(spec).toBeNull();
  expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['SCHEMA_SPEC_INVALID']));
  return findings.map(({ where, what }) => `${where}: ${what}`);
}

const inTable = (lines: string): string => `    tables:\n      public.t:\n        ${lines}\n`;

describe('a spec', () => {
  test('is read with what it leaves out filled in', () => {
    const { spec, findings } = parseSpec(`${TOP}  - { id: a, title: t, schemas: [x] }`, 's');
    expect(findings).toEqual([]);
    expect(spec?.surfaces).toEqual([
      {
        id: 'a',
        title: 't',
        required: true,
        schemas: ['x'],
        tables: {},
        enums: {},
        sequences: [],
        functions: [],
        extensions: [],
      },
    ]);
  });

  test('of the birth surface is a good one, and so is that of these tests', () => {
    expect(parseSpec(BIRTH_SURFACE_TEXT, 's').findings).toEqual([]);
    expect(parseSpec(SPEC_TEXT, 's').spec).toEqual(SPEC);
  });

  test('of the birth surface has the surfaces of Table B', () => {
    expect(parseSpec(BIRTH_SURFACE_TEXT, 's').spec?.surfaces.map(({ id }) => id)).toEqual([
      'birth-registry-shape',
      'registry-rows',
      'approval-fields',
      'tier-0-gate',
      'directus-fields',
      'system-issues',
      'ids-hashes-timestamps',
      'rollback-snapshot-anchor',
    ]);
  });

  test('may name a column like an object\u2019s own', () => {
    const text = `${TOP}  - id: a\n    title: t\n${inTable('columns: { constructor: { type: text } }')}`;
    const { spec } = parseSpec(text, 's');
    expect(Object.keys(spec?.surfaces[0]?.tables['public.t']?.columns ?? {})).toEqual([
      'constructor',
    ]);
  });
});

describe('an unknown key', () => {
  test.each([
    [
      inTable('colums: {}'),
      'spec.yaml:8: "surfaces.0.tables.public.t.colums" is not a known key; did you mean "columns"?',
    ],
    [
      inTable('columns:\n          id: { type: text, nulable: true }'),
      'spec.yaml:9: "surfaces.0.tables.public.t.columns.id.nulable" is not a known key; did you mean "nullable"?',
    ],
    [
      inTable('expect:\n          - { column: a, inn: [b] }'),
      'spec.yaml:9: "surfaces.0.tables.public.t.expect.0.inn" is not a known key; did you mean "in"?',
    ],
    [
      '    schemas: [x]\n    zzzzzzzzzz: 1\n',
      'spec.yaml:7: "surfaces.0.zzzzzzzzzz" is not a known key',
    ],
  ])('is named with its line and the nearest known one: %#', (lines, expected) => {
    expect(told(lines)).toEqual([expected]);
  });

  test('does not hide another', () => {
    const found = told(`    schemas: [x]\n    tabels: {}\n    enum: {}\n`);
    expect(found).toEqual([
      'spec.yaml:7: "surfaces.0.tabels" is not a known key; did you mean "tables"?',
      'spec.yaml:8: "surfaces.0.enum" is not a known key; did you mean "enums"?',
    ]);
  });

  test('at the top is told too', () => {
    expect(told('titel: x\n', `${TOP}  - { id: a, title: t, schemas: [x] }\n`)).toEqual([
      'spec.yaml:5: "titel" is not a known key; did you mean "title"?',
    ]);
  });
});

describe('a demand that cannot fail is refused', () => {
  const NOTHING = /demands nothing: a surface that cannot fail proves nothing$/;

  test.each([
    ['a surface with none', '', NOTHING],
    ['an empty database', '    database: {}\n', NOTHING],
    ['empty lists', '    schemas: []\n    tables: {}\n    enums: {}\n', NOTHING],
    ['rows without a bound', inTable('rows: {}'), /demands no number of rows$/],
    ['at least no row', inTable('rows: { atLeast: 0 }'), /demands no number of rows$/],
    ['a list of no value', inTable('expect: [{ column: a, in: [] }]'), /expect\.0/],
    ['a null that may be', inTable('expect: [{ column: a, notNull: false }]'), /expect\.0/],
    ['no column', inTable('expect: [{ unique: [] }]'), /expect\.0/],
    ['an empty form', inTable("expect: [{ column: a, matches: '' }]"), /expect\.0/],
  ])('%s', (_what, lines, expected) => {
    const found = told(lines);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(expected);
  });

  test('a spec without a surface', () => {
    expect(told('', 'version: 1\ntitle: t\nsurfaces: []\n')).toHaveLength(1);
    expect(told('', 'version: 1\ntitle: t\n')).toHaveLength(1);
  });
});

describe('a spec is refused with', () => {
  test.each([
    ['bounds that no count meets', inTable('rows: { atLeast: 3, atMost: 2 }'), /:8: .*no number/],
    ['rows of a view', inTable('{ kind: view, rows: { atLeast: 1 } }'), /rows of a view/],
    [
      'rules about a view',
      inTable('{ kind: view, expect: [{ column: a, notNull: true }] }'),
      /rows of a view/,
    ],
    [
      'a table without its schema',
      '    tables:\n      t: {}\n',
      /:7: .*must be written schema\.name/,
    ],
    ['a function without its schema', '    functions: [f]\n', /:6: .*must be written schema\.name/],
    ['a sequence with two', '    sequences: [a.b.c]\n', /:6: .*must be written schema\.name/],
    [
      'a key that objects hide',
      inTable('columns: { __proto__: { type: text } }'),
      /:8: "__proto__"/,
    ],
    ['a key that stands twice', '    schemas: [x]\n    schemas: [y]\n', /:7: Map keys must be uni/],
    ['another "required"', '    required: sometimes\n    schemas: [x]\n', /:6: "surfaces\.0\.requ/],
    ['an alias', '    schemas: &x [a]\n    extensions: *x\n', /YAML aliases are not used here$/],
    ['broken YAML', '    schemas: [x\n', /^spec\.yaml:\d+: /],
    ['an unknown kind', inTable('kind: sequence'), /:8: "surfaces\.0\.tables\.public\.t\.kind"/],
    ['a number for a type', inTable('columns: { id: { type: 4 } }'), /:8: .*columns\.id\.type"/],
    ['an empty enum', '    enums: { e: [] }\n', /:6: "surfaces\.0\.enums\.e"/],
  ])('%s', (_what, lines, expected) => {
    const found = told(lines);
    expect(found.join('\n')).toMatch(expected);
    for (const each of found) expect(each).not.toContain('\n');
  });

  test('an id that is used twice, once each time', () => {
    const again = '  - { id: a, title: t, schemas: [x] }\n';
    expect(told(again.repeat(2), `${TOP}${again}`)).toEqual([
      'spec.yaml:5: "surfaces.1.id": the id is used twice',
      'spec.yaml:6: "surfaces.2.id": the id is used twice',
    ]);
  });

  test.each([
    ['nothing', ''],
    ['a list', '- 1\n'],
    ['a text', 'hello\n'],
    ['two documents', `${TOP}  - { id: a, title: t, schemas: [x] }\n---\nx: 1\n`],
    ['another version', SPEC_TEXT.replace('version: 1', 'version: 2')],
  ])('%s in it', (_what, text) => {
    expect(told('', text).length).toBeGreaterThan(0);
  });
});

describe('a spec on disk', () => {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'rehearsal-spec-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  test('is read', async () => {
    const file = path.join(folder, 'a.yaml');
    await writeFile(file, SPEC_TEXT);
    expect(await loadSpec(file)).toEqual({ spec: SPEC, findings: [] });
  });

  test('that is missing, a folder, a device or too large is refused', async () => {
    const large = path.join(folder, 'large.yaml');
    await writeFile(large, SPEC_TEXT);
    await truncate(large, LIMITS.yamlBytes + 1);
    for (const [file, what] of [
      [path.join(folder, 'none.yaml'), /ENOENT/],
      [folder, /it is no plain file/],
      ['/dev/null', /it is no plain file/],
      [large, /it is too large to be one/],
    ] as const) {
      const { spec, findings } = await loadSpec(file);
      expect(spec).toBeNull();
      expect(findings).toHaveLength(1);
      expect(findings[0]).toMatchObject({
        code: 'SCHEMA_SPEC_INVALID',
        where: path.basename(file),
        what: expect.stringMatching(what),
      });
    }
  });
});
