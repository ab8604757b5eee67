// What counts as a difference between a clone's schema and its restored dump.
import { describe, expect, test } from '@jest/globals';
import { compareSchemas } from '../../../harness/witness/calibration/schema.ts';
import { sectionPrint } from '../../../harness/witness/fingerprint.ts';

const verdict = (
  clone: Readonly<Record<string, readonly string[]>>,
  again: Readonly<Record<string, readonly string[]>>,
): readonly string[] => {
  const prints = (lines: typeof clone) =>
    Object.entries(lines).map(([section, of]) => sectionPrint(section, of));
  const { judgement, findings } = compareSchemas(prints(clone), prints(again));
  return [judgement, ...findings.map(({ code, where, what }) => `${code} ${where}: ${what}`)];
};

describe('a schema restored twice', () => {
  test('holds where every section has the same lines', () => {
    expect(verdict({ columns: ['a', 'b'] }, { columns: ['b', 'a'] })).toEqual(['HELD']);
  });

  test('names the section that differs, and its first line on either side', () => {
    expect(
      verdict({ columns: ['a', 'b'], rules: [] }, { columns: ['a', 'c'], rules: ['d'] }),
    ).toEqual([
      'NOT_HELD',
      `CALIBRATION_SCHEMA_DIFFERS calibration: catalog section "columns": the clone says 'b', its schema restored once more says 'c'`,
      `CALIBRATION_SCHEMA_DIFFERS calibration: catalog section "rules": the clone says no such line, its schema restored once more says 'd'`,
    ]);
  });

  test('sees one of two like lines that is gone', () => {
    const [judgement, what] = verdict({ triggers: ['a', 'a'] }, { triggers: ['a'] });
    expect([judgement, what?.includes(`the clone says 'a'`)]).toEqual(['NOT_HELD', true]);
  });

  test('does not hold where a section was not read again, though it has no line', () => {
    expect(verdict({ columns: [] }, {})[0]).toBe('NOT_HELD');
  });

  test('is not decided where there is nothing to compare', () => {
    expect(verdict({ roles: ['a'] }, { roles: ['a'] })).toEqual([
      'NOT_DECIDED',
      'CALIBRATION_NOT_TRIED calibration: the schema, restored twice: no section of the catalog was compared',
    ]);
  });

  test('leaves out what belongs to the cluster, to the database, and to the rows', () => {
    const clone = {
      columns: ['a'],
      roles: ['x'],
      settings: ['x'],
      database: ['x'],
      tablespaces: ['x'],
      'large objects': ['x'],
      'built-in': ['x'],
      comments: ['{"is": "x", "on": ["large object", "7"]}', '{"is": "x", "on": ["table", "t"]}'],
      relations: ['{"name": "m", "relispopulated": true}'],
      types: ['{"name": "many", "owner": "rehearsal_restorer"}'],
    };
    const again = {
      columns: ['a'],
      comments: ['{"is": "x", "on": ["table", "t"]}'],
      relations: ['{"name": "m", "relispopulated": false}'],
      types: ['{"name": "many", "owner": "rehearsal_superuser"}'],
    };
    expect(verdict(clone, again)).toEqual(['HELD']);
    expect(verdict(clone, { ...again, comments: [] })[0]).toBe('NOT_HELD');
  });
});
