// A fingerprint changes with any single part of it, and with nothing else; what changed is named.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { sha256 } from '../../../harness/kernel/index.ts';
import type { Fingerprint, SectionPrint, TablePrint } from '../../../harness/witness/contract.ts';
import { changedParts, fingerprintOf, sectionPrint } from '../../../harness/witness/fingerprint.ts';
import { print, tablePrint } from './prints.ts';

const lines = fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 4 });
const someTables = fc.uniqueArray(
  fc.record({ name: fc.string({ minLength: 1 }), rows: fc.nat(), content: fc.string() }),
  { selector: ({ name }) => name, minLength: 1, maxLength: 5 },
);

interface Whole {
  readonly tables: readonly TablePrint[];
  readonly sections: readonly SectionPrint[];
  readonly sequences: SectionPrint;
}

const anyWhole: fc.Arbitrary<Whole> = fc.record({
  tables: someTables.map((tables) =>
    tables.map(({ name, rows, content }) => tablePrint(`public.${name}`, rows, content)),
  ),
  sections: fc
    .tuple(lines, lines)
    .map(([columns, functions]) => [
      sectionPrint('columns', columns),
      sectionPrint('functions', functions),
    ]),
  sequences: lines.map((values) => sectionPrint('sequence values', values)),
});

function of({ tables, sections, sequences }: Whole): Fingerprint {
  return fingerprintOf(tables, sections, sequences);
}

/** One change of one part, each a different way; `at` picks which table or section. */
const CHANGES: Readonly<Record<string, (whole: Whole, at: number) => Whole>> = {
  'a table\u2019s content': (whole, at) =>
    withTable(whole, at, (table) => ({ ...table, sha256: sha256(`${table.sha256} ${at}`) })),
  'a table\u2019s rows': (whole, at) =>
    withTable(whole, at, (table) => ({ ...table, rows: table.rows + 1 })),
  'a table\u2019s name': (whole, at) =>
    withTable(whole, at, (table) => ({ ...table, table: `other.${table.table}` })),
  'a table that is gone': (whole, at) => ({
    ...whole,
    tables: whole.tables.filter((_, index) => index !== at % whole.tables.length),
  }),
  'a table that is new': (whole) => ({
    ...whole,
    tables: [...whole.tables, tablePrint('new.table', 0, '')],
  }),
  'a line of the catalog': (whole, at) =>
    withSection(whole, at, ({ section, lines: old }) =>
      sectionPrint(section, [...old, 'one more']),
    ),
  'a section that is gone': (whole) => ({ ...whole, sections: whole.sections.slice(1) }),
  'a section under another name': (whole, at) =>
    withSection(whole, at, (section) => ({ ...section, section: 'other' })),
};

function withTable(whole: Whole, at: number, change: (table: TablePrint) => TablePrint): Whole {
  const place = at % whole.tables.length;
  return {
    ...whole,
    tables: whole.tables.map((table, index) => (index === place ? change(table) : table)),
  };
}

function withSection(
  whole: Whole,
  at: number,
  change: (section: SectionPrint) => SectionPrint,
): Whole {
  const place = at % whole.sections.length;
  return {
    ...whole,
    sections: whole.sections.map((each, index) => (index === place ? change(each) : each)),
  };
}

describe('a fingerprint', () => {
  test('does not depend on the order in which tables were read', () => {
    fc.assert(
      fc.property(anyWhole, fc.infiniteStream(fc.nat()), (whole, order) => {
        const shuffled = whole.tables
          .map((table) => ({ table, place: order.next().value ?? 0 }))
          .sort((left, right) => left.place - right.place)
          .map(({ table }) => table);
        expect(of({ ...whole, tables: shuffled })).toEqual(of(whole));
        expect(changedParts(of(whole), of({ ...whole, tables: shuffled }))).toEqual([]);
      }),
    );
  });

  test.each(Object.entries(CHANGES))(
    'changes with %s, and the change is named',
    (_what, change) => {
      fc.assert(
        fc.property(anyWhole, fc.nat(), (whole, at) => {
          const before = of(whole);
          const after = of(change(whole, at));
          expect(after.hash).not.toBe(before.hash);
          expect(after.transactionalHash).not.toBe(before.transactionalHash);
          expect(changedParts(before, after)).not.toEqual([]);
          expect(changedParts(after, before)).toEqual(changedParts(before, after));
        }),
      );
    },
  );

  test('changes with a sequence\u2019s position, but not in what a transaction can undo', () => {
    fc.assert(
      fc.property(anyWhole, (whole) => {
        const before = of(whole);
        const after = of({
          ...whole,
          sequences: sectionPrint('sequence values', [...whole.sequences.lines, 'x has given 1']),
        });
        expect(after.hash).not.toBe(before.hash);
        expect(after.transactionalHash).toBe(before.transactionalHash);
        expect(changedParts(before, after)).toEqual(['sequence values']);
      }),
    );
  });

  test('counts the rows of all tables, and keeps them sorted by name', () => {
    const found = print({
      tables: [tablePrint('b.t', 2, 'x'), tablePrint('a.t', 40, 'y'), tablePrint('B.t', 0, '')],
    });
    expect(found.rowCount).toBe(42);
    expect(found.tables.map(({ table }) => table)).toEqual(['B.t', 'a.t', 'b.t']);
    expect(print({ tables: [] }).rowCount).toBe(0);
  });

  test('has no form for a row count that is none', () => {
    expect(() => print({ tables: [tablePrint('a.t', Number.NaN, 'x')] })).toThrow(
      'not a finite number',
    );
  });

  test('is the same in every version of the harness', () => {
    // Recomputed by hand as docs/recompute.md says: packets of two versions must be comparable.
    const found = print();
    const line = JSON.stringify({
      sections: [
        { section: 'columns', sha256: sha256('1:a\n') },
        { section: 'functions', sha256: sha256('3:f()\n') },
      ],
      tables: [
        { rows: 3, sha256: sha256('births'), table: 'public.births' },
        { rows: 2, sha256: sha256('people'), table: 'public.people' },
      ],
    });
    expect(found.transactionalHash).toBe(sha256(line));
    const sequences = sha256('32:public.births_id_seq has given 3\n');
    expect(found.hash).toBe(sha256(JSON.stringify({ sequences, transactional: sha256(line) })));
  });
});

describe('a section of the catalog', () => {
  test('does not depend on the order of its lines', () => {
    fc.assert(
      fc.property(lines, (some) => {
        expect(sectionPrint('x', [...some].reverse())).toEqual(sectionPrint('x', some));
      }),
    );
  });

  test('is the same only where its lines are, however they run together', () => {
    fc.assert(
      fc.property(lines, lines, (some, others) => {
        const isSame = JSON.stringify([...some].sort()) === JSON.stringify([...others].sort());
        expect(sectionPrint('x', some).sha256 === sectionPrint('x', others).sha256).toBe(isSame);
      }),
    );
    expect(sectionPrint('x', ['a\n1:b']).sha256).not.toBe(sectionPrint('x', ['a', 'b']).sha256);
    expect(sectionPrint('x', ['']).sha256).not.toBe(sectionPrint('x', []).sha256);
    expect(sectionPrint('x', ['a', 'a']).sha256).not.toBe(sectionPrint('x', ['a']).sha256);
  });

  test('does not touch the list it was given', () => {
    const given = ['b', 'a'];
    expect(sectionPrint('x', given).lines).toEqual(['a', 'b']);
    expect(given).toEqual(['b', 'a']);
  });
});

describe('what changed', () => {
  test('is nothing between equal prints', () => {
    expect(changedParts(print(), print())).toEqual([]);
  });

  test('is named part by part, sorted', () => {
    const after = print({
      tables: [tablePrint('public.births', 3, 'other'), tablePrint('public.new', 0, '')],
      columns: ['a', 'b'],
      sequences: [],
    });
    expect(changedParts(print(), after)).toEqual([
      'catalog: columns',
      'public.births',
      'public.new',
      'public.people',
      'sequence values',
    ]);
  });

  test('keeps a table apart from a catalog section of the same word', () => {
    const columns = tablePrint('columns', 1, 'x');
    expect(
      changedParts(print({ tables: [columns] }), print({ tables: [{ ...columns, rows: 2 }] })),
    ).toEqual(['columns']);
  });
});
