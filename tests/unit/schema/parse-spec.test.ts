// Reading a spec: every mistake with its line, and nothing that could not fail is taken.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { LIMITS } from '../../../harness/kernel/index.ts';
import { loadSpec, parseSpec } from '../../../harness/schema/index.ts';
import { SPEC_YAML } from './clones.ts';
import { byLine } from '../places.ts';

/** Findings as `code at where: what`. */
function complaints(text: string): string[] {
  const { spec, findings } = parseSpec(text, 'spec.yaml');
  expect(spec === null).toBe(findings.length > 0);
  return findings.map(({ code, where, what }) => byLine(`${code} at ${where}: ${what}`));
}

const surface = (demands: string): string =>
  `version: 1\nsurfaces:\n  - id: s\n    title: t\n    required: true\n${demands.replace(/^/gm, '    ')}\n`;
const inTable = (demands: string): string => surface(`tables:\n  orders:\n    ${demands}`);

test('a spec that says everything is taken', () => {
  expect(complaints(SPEC_YAML)).toEqual([]);
});

describe('the form', () => {
  test.each([
    ['broken YAML', 'version: [', /^SCHEMA_SPEC_INVALID at spec.yaml:1: /],
    [
      'a key twice',
      'version: 1\nversion: 1',
      /^SCHEMA_SPEC_INVALID at spec.yaml:2: the key "version" stands here a second time/,
    ],
    [
      'an alias',
      'version: &v 1\nsurfaces: *v',
      /^SCHEMA_SPEC_INVALID at spec.yaml: YAML aliases are not used here/,
    ],
    ['nothing at all', '', /^SCHEMA_SPEC_INVALID at spec.yaml: Invalid input/],
    [
      'another version',
      SPEC_YAML.replace('version: 1', 'version: 2'),
      /^SCHEMA_SPEC_INVALID at spec.yaml:1: "version": /,
    ],
    ['no surface', 'version: 1\nsurfaces: []', /^SCHEMA_SPEC_INVALID at spec.yaml:2: "surfaces": /],
    [
      'a surface without its title',
      'version: 1\nsurfaces: [{ id: s, required: true }]',
      /"surfaces.0.title"/,
    ],
    [
      'an id of other letters',
      SPEC_YAML.replace('id: shop', 'id: The Shop'),
      /"surfaces.0.id": words of a-z/,
    ],
    [
      'a negative number of rows',
      inTable('rowCount: { atLeast: -1 }'),
      /:8: "surfaces.0.tables.orders.rowCount.atLeast"/,
    ],
  ])('refuses %s', (_what, text, complaint) => {
    expect(complaints(text)).toEqual([expect.stringMatching(complaint)]);
  });

  test.each([
    [
      'at the top',
      'version: 1\nsurface: []\nsurfaces: []',
      ':2: "surface": unknown key "surface"; did you mean "surfaces"?',
    ],
    [
      'of a surface',
      surface('tabels: {}'),
      ':6: "surfaces.0.tabels": unknown key "tabels"; did you mean "tables"?',
    ],
    [
      'of a table',
      inTable('colunms: {}'),
      ':8: "surfaces.0.tables.orders.colunms": unknown key "colunms"; did you mean "columns"?',
    ],
    [
      'of a column, which may also be written short',
      inTable('columns: { id: { typ: text } }'),
      ':8: "surfaces.0.tables.orders.columns.id.typ": unknown key "typ"; did you mean "type"?',
    ],
    [
      'of a condition, which may also be true',
      surface('tables: { a: {} }').replace('required: true', 'required: { wen: s }'),
      ':5: "surfaces.0.required.wen": unknown key "wen"; did you mean "when"?',
    ],
    [
      'that is near to none',
      inTable('rowCount: { zzzzzzzzzz: 1 }'),
      ':8: "surfaces.0.tables.orders.rowCount.zzzzzzzzzz": unknown key "zzzzzzzzzz"; known are atLeast, atMost, equals',
    ],
  ])('names the key that was meant, %s', (_where, text, complaint) => {
    expect(complaints(text)).toContain(`SCHEMA_SPEC_INVALID at spec.yaml${complaint}`);
  });

  test('says all mistakes, not the first', () => {
    const found = complaints(inTable('columns: { id: 5 }\n    primaryKey: []\n    nope: 1'));
    expect(found).toHaveLength(3);
  });
});

describe('a part that cannot fail', () => {
  test.each([
    [
      'a surface without a demand',
      surface('# nothing'),
      ':3: "surfaces.0": surface "s" demands nothing',
    ],
    [
      'a surface with empty lists of demands',
      surface('tables: {}\nviews: {}'),
      ':3: "surfaces.0": surface "s" demands nothing',
    ],
    [
      'no surface that is required in any case',
      surface('tables: { a: {} }').replace('required: true', 'required: { when: s }'),
      ':2: "surfaces": no surface is required whatever the clone holds: one has to be',
    ],
    [
      'a number of rows without a bound',
      inTable('rowCount: {}'),
      ':8: "surfaces.0.tables.orders.rowCount": it needs "atLeast", "atMost" or "equals"',
    ],
    [
      'at least no row',
      inTable('rowCount: { atLeast: 0 }'),
      ':8: "surfaces.0.tables.orders.rowCount": any number of rows is at least 0',
    ],
    [
      'at least no row that is so',
      inTable('expect: [{ where: { a: 1 }, atLeast: 0 }]'),
      ':8: "surfaces.0.tables.orders.expect.0": any number of rows is at least 0',
    ],
    [
      'a column without a demand',
      inTable('expect: [{ column: a }]'),
      ':8: "surfaces.0.tables.orders.expect.0": the rule demands nothing of the column',
    ],
    [
      'rows that are so in no way',
      inTable('expect: [{ where: {}, atLeast: 1 }]'),
      ':8: "surfaces.0.tables.orders.expect.0.where": it names no column',
    ],
  ])('is refused: %s', (_what, text, complaint) => {
    expect(complaints(text)).toEqual([`SCHEMA_SPEC_EMPTY at spec.yaml${complaint}`]);
  });
});

describe('what contradicts or says nothing', () => {
  const twoSubjects =
    'a rule speaks of "column", of "unique" columns, or of rows "where"; exactly one of them';
  test.each([
    [
      'an id twice',
      `${surface('tables: { a: {} }')}  - { id: s, title: t, required: true, tables: { b: {} } }`,
      'the id "s" is taken by a surface above',
    ],
    [
      'a condition on no surface',
      `${surface('tables: { a: {} }')}  - { id: x, title: t, required: { when: y }, tables: { b: {} } }`,
      'there is no surface "y"',
    ],
    [
      'a name of three parts',
      surface('tables: { a.b.c: {} }'),
      '"a.b.c" is no name or schema.name',
    ],
    [
      'a function without its arguments',
      surface('functions: { touch: {} }'),
      '"touch" is not written name(type, ...)',
    ],
    [
      'an owner that is no column',
      surface('sequences: { q: { ownedBy: orders } }'),
      '"orders" is no table.column',
    ],
    ['a check that is no expression', inTable('checks: [a >]'), 'this is no SQL expression'],
    [
      'a default that is no expression',
      inTable('columns: { a: { default: "1; DROP" } }'),
      'this is no SQL expression',
    ],
    [
      'an index over no expression',
      inTable('indexes: [{ columns: ["lower("] }]'),
      'this is no SQL expression',
    ],
    [
      'an index where nothing is',
      inTable('indexes: [{ columns: [a], where: "a >" }]'),
      'this is no SQL expression',
    ],
    [
      'a policy that is no expression',
      inTable('policies: { p: { using: "=" } }'),
      'this is no SQL expression',
    ],
    [
      'a target of no name',
      inTable('foreignKeys: [{ columns: [a], references: "x y" }]'),
      '"x y" is no name or schema.name',
    ],
    [
      'a trigger\u2019s function of no name',
      inTable('triggers: { t: { function: "f()x y" } }'),
      '"f()x y" is no name or schema.name',
    ],
    [
      'a key with fewer columns than it has',
      inTable('foreignKeys: [{ columns: [a, b], references: x, to: [a] }]'),
      'it has to name as many columns as the key has',
    ],
    [
      'serial, which is no type',
      inTable('columns: { a: bigserial not null }'),
      '"bigserial" is no type of a column: write integer or bigint, and its default',
    ],
    [
      'other columns refused beside none',
      inTable('extraColumns: refuse'),
      'other columns can only be refused where "columns" lists those that may be',
    ],
    ['a rule about nothing', inTable('expect: [{ notNull: true }]'), twoSubjects],
    [
      'a rule about two things',
      inTable('expect: [{ column: a, unique: [a], notNull: true }]'),
      twoSubjects,
    ],
    [
      'a demand that doubles cannot bear',
      inTable('expect: [{ unique: [a], in: [1] }]'),
      '"in" says nothing beside "unique"',
    ],
    [
      'a demand that a column cannot bear',
      inTable('expect: [{ column: a, notNull: true, equals: 1 }]'),
      '"equals" says nothing beside "column"',
    ],
    [
      'a demand that rows cannot bear',
      inTable('expect: [{ where: { a: 1 }, atLeast: 1, matches: x }]'),
      '"matches" says nothing beside "where"',
    ],
    [
      'bounds of rows the wrong way round',
      inTable('rowCount: { atLeast: 2, atMost: 1 }'),
      '"atLeast" is more than "atMost"',
    ],
    [
      'bounds of values the wrong way round',
      inTable('expect: [{ column: a, atLeast: 2, atMost: 1 }]'),
      '"atLeast" is more than "atMost"',
    ],
    [
      'an exact number with a bound beside it',
      inTable('rowCount: { equals: 2, atMost: 3 }'),
      '"equals" leaves no room for another bound',
    ],
    [
      'half a row',
      inTable('expect: [{ where: { a: 1 }, atLeast: 0.5 }]'),
      'rows are counted in whole numbers',
    ],
  ])('is refused: %s', (_what, text, what) => {
    expect(complaints(text)).toEqual([
      expect.stringMatching(/^SCHEMA_SPEC_INVALID at spec\.yaml:\d+: /),
    ]);
    expect(complaints(text)[0]).toContain(what);
  });
});

describe('a spec file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'spec-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true });
  });
  const file = async (text: string): Promise<string> => {
    const place = path.join(folder, 'spec.yaml');
    await writeFile(place, text);
    return place;
  };

  test('is read, and its mistakes bear its name', async () => {
    expect((await loadSpec(await file(SPEC_YAML))).spec?.title).toBe('a shop');
    const { findings } = await loadSpec(await file('version: 2\nsurfaces: []'));
    expect(findings.map(({ where }) => where)).toEqual(['spec.yaml:1:1', 'spec.yaml:2:1']);
  });

  test('that is not there cannot be read', async () => {
    const { spec, findings } = await loadSpec(path.join(folder, 'gone.yaml'));
    expect(spec).toBeNull();
    expect(findings.map(({ code }) => code)).toEqual(['SCHEMA_SPEC_UNREADABLE']);
  });

  test('that is far too large is not read', async () => {
    const { findings } = await loadSpec(await file('#'.repeat(LIMITS.specBytes + 1)));
    expect(findings.map(({ code, what }) => `${code}: ${what}`)).toEqual([
      'SCHEMA_SPEC_INVALID: it is too large to be one',
    ]);
  });
});
