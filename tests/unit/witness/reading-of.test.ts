// Which parts of the catalog are read again: whatever may read what was written to. In doubt, all.
import { describe, expect, test } from '@jest/globals';
import { builtInPart } from '../../../harness/witness/catalog/builtin.ts';
import { isToldOf, sectionsOf } from '../../../harness/witness/catalog/reading-of.ts';
import { CATALOG_SECTIONS } from '../../../harness/witness/catalog/sections.ts';

const ALL = Object.keys(CATALOG_SECTIONS);
const again = (...catalogs: readonly string[]): string[] =>
  [...sectionsOf(new Set(catalogs), ALL)].sort();

describe('sections are read again', () => {
  test('none where no catalog was written to', () => {
    expect(again()).toEqual([]);
  });

  test.each(['pg_proc', 'pg_namespace', 'pg_authid', 'pg_enum', 'pg_new_one', 'constructor'])(
    'all of them where %s was: nothing is told of it',
    (catalog) => {
      expect(isToldOf(catalog)).toBe(false);
      expect(again(catalog)).toEqual(ALL.toSorted());
      expect(again('pg_description', catalog)).toEqual(ALL.toSorted());
    },
  );

  test('a few where a comment was made', () => {
    expect(again('pg_description')).toEqual(['built-in', 'comments']);
  });

  test('of several catalogs, those of each', () => {
    expect(again('pg_sequence', 'pg_attrdef', 'pg_shdepend')).toEqual([
      'built-in',
      'columns',
      'comments',
      'extensions',
      'sequences',
    ]);
  });

  test('by names that there are: a section that is called otherwise would never be read', () => {
    for (const catalog of ['pg_attrdef', 'pg_constraint', 'pg_depend', 'pg_index', 'pg_trigger']) {
      expect(ALL).toEqual(expect.arrayContaining(again(catalog)));
    }
    for (const catalog of ['pg_class', 'pg_type'])
      expect(again(catalog)).toHaveLength(ALL.length - 8);
    expect(again('pg_attribute')).toHaveLength(ALL.length - 10);
  });

  test('where their own query reads from the catalog', () => {
    for (const [section, query] of Object.entries(CATALOG_SECTIONS)) {
      for (const [catalog] of query.matchAll(/\bpg_[a-z_]+\b/g)) {
        if (isToldOf(catalog))
          expect([catalog, again(catalog)]).toEqual([catalog, expect.arrayContaining([section])]);
      }
    }
  });
});

describe('what the server brought is read in parts', () => {
  const CLASSES = '{"classes": "00"}';
  const PROC = '{"in": "pg_proc", "rows": 3000}';
  const CLASS_COUNT = '{"in": "pg_attribute", "rows": 12}';
  const FEATURES = '{"in": "information_schema.sql_features", "rows": 7}';

  test('and the lines of all other parts are kept', () => {
    const part = builtInPart([CLASSES, PROC, CLASS_COUNT, FEATURES], new Set(['pg_attribute']));
    expect(part?.kept).toEqual([CLASSES, PROC, FEATURES]);
    expect(part?.query).toContain('FROM pg_attribute');
    expect(part?.query).not.toContain('FROM pg_proc');
  });

  test('the sum of the relations with the catalog that has them', () => {
    const part = builtInPart([CLASSES, PROC], new Set(['pg_class']));
    expect(part?.kept).toEqual([PROC]);
    expect(part?.query).toContain(`'classes'`);
  });

  test.each([
    ['a row that was written later', '{"in": "pg_proc", "is": {"oid": "31"}}'],
    ['a comment that was written later', '{"written": ["function", "f()"], "comment": "c"}'],
    ['a line that nobody knows', '{"in": "pg_proc", "rows": "many"}'],
  ])('but not where there is %s: names in it may be of any catalog', (_what, line) => {
    expect(builtInPart([CLASSES, line], new Set(['pg_attribute']))).toBeNull();
  });

  test('but not where no part is of the catalogs', () => {
    expect(builtInPart([CLASSES, PROC], new Set(['pg_sequence']))).toBeNull();
  });
});
