// Names are literal, quotes and schemas understood, and the nearest known one is found.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { labelOf, nearest, parseName, splitName } from '../../../harness/schema/names.ts';
import { functionLabel, functionSignature } from '../../../harness/schema/signature.ts';

describe('a name', () => {
  test.each([
    ['orders', 'public', 'orders'],
    ['Orders', 'public', 'Orders'],
    ['audit.runs', 'audit', 'runs'],
    ['"a.b"."c ""d"""', 'a.b', 'c "d"'],
  ])('%s is %s, %s', (text, schema, name) => {
    expect(parseName(text)).toEqual({ schema, name });
  });

  test.each(['', '.', 'a.', '.a', 'a.b.c', 'a b', '"a', 'a"b"'])('is not "%s"', (text) => {
    expect(parseName(text)).toBeNull();
  });

  test('of any letters is read back from its label', () => {
    const part = fc.string({ minLength: 1 });
    fc.assert(
      fc.property(part, part, (schema, name) => {
        expect(parseName(labelOf(schema, name))).toEqual({ schema, name });
      }),
    );
  });

  test('may have as many parts as it wants where that is asked', () => {
    expect(splitName('a."b.c".d')).toEqual(['a', 'b.c', 'd']);
  });
});

describe('the name that was meant', () => {
  const known = ['columns', 'checks', 'unique', 'rowCount'];

  test.each([
    ['colums', 'columns'],
    ['colunms', 'columns'],
    ['rowcount', 'rowCount'],
    ['uniqe', 'unique'],
  ])('%s: %s', (wrong, meant) => {
    expect(nearest(wrong, known)).toBe(meant);
  });

  test('is not guessed where none is near', () => {
    expect(nearest('triggers', known)).toBeNull();
    expect(nearest('x', [])).toBeNull();
  });
});

describe('a function', () => {
  test('is known by its argument types, however they are spelled', () => {
    const label = (text: string): string | null => {
      const signature = functionSignature(text);
      return signature === null ? null : functionLabel(signature);
    };
    expect(label('audit.since(timestamptz, int4)')).toBe(
      'audit.since(timestamp with time zone, integer)',
    );
    expect(label('public.touch( )')).toBe('touch()');
    expect(label('"Odd Name"(text[])')).toBe('"Odd Name"(text[])');
  });

  test.each(['touch', 'touch(', 'touch(a,)', '(a)', 'a.b.c()', 'f(numeric(4))'])(
    'is not "%s"',
    (text) => {
      expect(functionSignature(text)).toBeNull();
    },
  );
});
