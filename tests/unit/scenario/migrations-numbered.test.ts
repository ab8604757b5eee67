// Plain numbered migrations: three ways to name them, and their transactions.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { stepsOf } from '../../../harness/scenario/migrations/migrations.ts';
import { DOWN, named, order, refusals, texts, UP } from './migrations-files.ts';

describe('numbered migrations', () => {
  test.each([
    [
      'ups and downs by suffix',
      ['001_a.up.sql', '001_a.down.sql'],
      '001_a.up.sql < 001_a.down.sql',
    ],
    ['an up without a suffix', ['001_a.sql', '001_a_down.sql'], '001_a.sql < 001_a_down.sql'],
    ['hyphens', ['001-a-up.sql', '001-a-down.sql'], '001-a-up.sql < 001-a-down.sql'],
    ['numbers alone', ['001.sql', '001_down.sql'], '001.sql < 001_down.sql'],
    ['two folders', ['up/001_a.sql', 'down/001_a.sql'], 'up/001_a.sql < down/001_a.sql'],
    ['a folder for each', ['001_a/up.sql', '001_a/down.sql'], '001_a/up.sql < 001_a/down.sql'],
  ])('are read as %s', (_what, names, read) => {
    expect(order('numbered', named(...names))).toEqual([`001: ${read}`]);
  });

  test('come by number, not by name, and may have no way back', () => {
    const names = named('10_b.up.sql', '9_a.up.sql', '9_a.down.sql', 'README.md');
    expect(order('numbered', names)).toEqual([
      '9: 9_a.up.sql < 9_a.down.sql',
      '10: 10_b.up.sql < -',
    ]);
  });

  test('keep the order of their numbers however they are padded', () => {
    const numbers = fc.uniqueArray(fc.bigInt({ min: 0n, max: 10n ** 20n }), { minLength: 1 });
    fc.assert(
      fc.property(numbers, fc.nat(8), (all, padding) => {
        const names = all.map((each) => `${'0'.repeat(padding)}${each}_x.up.sql`);
        const { steps, findings } = stepsOf('numbered', named(...names));
        expect(findings).toEqual([]);
        const sorted = [...all].sort((left, right) => (left < right ? -1 : 1));
        expect(steps.map(({ version }) => BigInt(version))).toEqual(sorted);
      }),
    );
  });

  test('are one transaction, unless they say so themselves or cannot be', () => {
    const of = (up: string): unknown =>
      stepsOf('numbered', texts({ '1_a.up.sql': up })).steps.map(({ transaction, up: { sql } }) => [
        transaction,
        sql,
      ]);
    expect(of('CREATE TABLE a ();\nCREATE TABLE b ();\n')).toEqual([
      ['whole', 'CREATE TABLE a ();\nCREATE TABLE b ();\n'],
    ]);
    expect(of('BEGIN;\nCREATE TABLE a ();\nCOMMIT;\n')).toEqual([
      ['statement', 'BEGIN;\nCREATE TABLE a ();\nCOMMIT;\n'],
    ]);
    expect(of('CREATE INDEX CONCURRENTLY i ON t (a);\n')).toEqual([
      ['statement', 'CREATE INDEX CONCURRENTLY i ON t (a);\n'],
    ]);
    // What does not parse is refused by whoever reads it as a script, with the line.
    expect(of('CREATE TABEL a;\n')).toEqual([['whole', 'CREATE TABEL a;\n']]);
  });

  test('say the transaction of one direction where the other cannot have one', () => {
    const files = texts({
      '1_a.up.sql': 'CREATE INDEX CONCURRENTLY i ON t (a);\n',
      '1_a.down.sql': '-- gone\nDROP INDEX i',
    });
    const [step] = stepsOf('numbered', files).steps;
    expect(step?.transaction).toBe('statement');
    expect(step?.up.sql).toBe('CREATE INDEX CONCURRENTLY i ON t (a);\n');
    expect(step?.down?.sql).toBe('BEGIN; -- gone\nDROP INDEX i\n;COMMIT;\n');
  });

  test('heed what Diesel says of a transaction', () => {
    const files = texts({
      '2020-01-01-000000_a/up.sql': UP,
      '2020-01-01-000000_a/down.sql': DOWN,
      '2020-01-01-000000_a/metadata.toml': 'run_in_transaction = false\n',
    });
    const [step] = stepsOf('numbered', files).steps;
    expect([step?.version, step?.transaction]).toEqual(['2020-01-01-000000', 'statement']);
  });

  test.each([
    [
      'one number twice',
      ['1_a.up.sql', '01_b.up.sql'],
      ['01_b.up.sql: version 1 is there twice in this direction'],
    ],
    [
      'a down without its up',
      ['1_a.up.sql', '2_b.down.sql'],
      ['2_b.down.sql: a way back without its way'],
    ],
    [
      'two ways of naming',
      ['1_a.up.sql', 'up/2_b.sql'],
      [': its migrations are named in more than one way: 1_a.up.sql, up/2_b.sql'],
    ],
  ])('are refused with %s', (_what, names, found) => {
    const expected = found.map((each) => `MIGRATIONS_INVALID ${each}`);
    expect(refusals('numbered', named(...names))).toEqual(expected);
  });

  test('are refused where a step does nothing; a way back that does nothing is none', () => {
    const empty = texts({
      '1_a.up.sql': '-- to be written\n',
      '2_b.up.sql': UP,
      '2_b.down.sql': '\n',
    });
    const what = 'there is no statement in it: it changes nothing that could be rehearsed';
    expect(refusals('numbered', empty)).toEqual([`MIGRATIONS_INVALID 1_a.up.sql: ${what}`]);
    expect(order('numbered', empty, { after: '1' })).toEqual(['2: 2_b.up.sql < -']);
  });

  test('are not taken to end at a NUL: whoever reads the script refuses it', () => {
    const { steps } = stepsOf('numbered', texts({ '1_a.up.sql': '-- x\n\0SELECT 1;\n' }));
    expect(steps).toHaveLength(1);
  });

  test('are not found in a folder of other files', () => {
    expect(refusals('numbered', named('README.md', 'a.sql'))).toEqual([
      'MIGRATIONS_NOT_FOUND : none in it has the layout "numbered"',
    ]);
  });
});
