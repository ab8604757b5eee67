// YAML that people write: each mistake at its line and column, in words that say what to do.
import { describe, expect, test } from '@jest/globals';
import { z } from 'zod';
import { formFaults, readYaml } from '../../../harness/kernel/index.ts';

function mistakes(text: string): string[] {
  const { plain, mistakes: found } = readYaml(text);
  expect(plain === undefined).toBe(found.length > 0);
  return found.map(({ place, what }) => `${place} ${what}`);
}

describe('what is no YAML', () => {
  test.each([
    ['a: 1\n"b c": 2\na: 3\n', ':3:1 the key "a" stands here a second time'],
    ['a: &x 1\nb: *x\n', ' YAML aliases are not used here'],
    ['a:\n\tb: 1\n', ':2:1 a tab indents this line; use spaces'],
    ['a:\n   b: 1\n  c: 2\n', ':3:1 the indentation does not fit the lines above'],
    ['a: [1, 2\nb: 3\n', ':2:1 a bracket that begins above is not closed before this'],
    [
      'a: b: c\n',
      ':1:4 a key cannot be told from its value; look at the indentation, and put texts with ": " in quotes',
    ],
    ['a: "x\nb: y\n', ':3:1 a quote, bracket, comma or colon is missing before this place'],
    [
      'a: @x\n',
      ':1:4 a text begins with a character that YAML keeps for itself; put the text in quotes',
    ],
    [
      'a: "\\q"\n',
      ':1:5 a backslash in double quotes begins nothing that YAML knows; use single quotes',
    ],
    [
      'a: !foo x\n',
      ':1:4 a tag (a word that begins with "!") is not used here; put the text in quotes',
    ],
    ['a: 1\n---\nb: 2\n', ':2:1 a second document begins here; one is read, so remove "---"'],
  ])('%j', (text, said) => {
    expect(mistakes(text)).toContain(said);
    for (const each of mistakes(text)) expect(each).not.toContain('\n');
  });

  test('is told in the parser\u2019s own words where they are rare', () => {
    expect(mistakes('%YAML 1.2 x\n---\na: 1\n')).toEqual([
      expect.stringMatching(/^:1:\d+ %YAML directive should contain exactly one part$/),
    ]);
  });
});

describe('the place of a key', () => {
  const { placeOf } = readYaml('a: 1\nb:\n  - c: 1\n  - d:\n      e: 2\n');

  test.each([
    [['a'], ':1:1'],
    [['b', 0], ':3:5'],
    [['b', 1, 'd'], ':4:5'],
    [['b', 1, 'd', 'e'], ':5:7'],
    [['b', 1, 'd', 'none'], ':4:5'],
    [['none'], ''],
    [[], ''],
  ])('%j', (path, place) => {
    expect(placeOf(path)).toBe(place);
  });
});

describe('what has another form', () => {
  const schema = z.strictObject({
    name: z.string().min(1),
    count: z.int().min(2).max(4),
    list: z.array(z.string().max(3)).min(2).optional(),
    table: z.record(z.string().regex(/^\d+$/), z.boolean()).optional(),
    kind: z.enum(['red', 'green']).optional(),
    own: z.string().regex(/^x/, 'it begins with x').optional(),
  });
  const good = { name: 'a', count: 2 };

  test.each([
    [{ ...good, nam: 1 }, ['nam: unknown key "nam"; did you mean "name"?']],
    [
      { ...good, frobnicate: 1 },
      ['frobnicate: unknown key "frobnicate"; known are name, count, list, table, kind, own'],
    ],
    [{ count: 2 }, ['name: it is missing']],
    [{ name: '', count: 1 }, ['name: it is empty', 'count: it has to be at least 2']],
    [{ name: 7, count: 2.5 }, ['name: it has to be a text', 'count: it has to be a whole number']],
    [{ name: 'a', count: 5 }, ['count: it has to be at most 4']],
    [{ ...good, list: ['a'] }, ['list: it has to have at least 2 entries']],
    [{ ...good, list: ['abcd', 'b'] }, ['list.0: it has to have at most 3 characters']],
    [{ ...good, list: {} }, ['list: it has to be a list']],
    [{ ...good, table: [] }, ['table: it has to be a table of keys']],
    [{ ...good, table: { x: true } }, ['table.x: the name of this key cannot be taken here']],
    [{ ...good, table: { 1: 'yes' } }, ['table.1: it has to be true or false']],
    [{ ...good, kind: 'gren' }, ['kind: unknown value "gren"; did you mean "green"?']],
    [{ ...good, own: 'a' }, ['own: it begins with x']],
    ['text', [': it has to be a table of keys']],
  ])('%j', (value, said) => {
    const { error } = schema.safeParse(value);
    const found = error === undefined ? [] : formFaults(error, schema, value);
    expect(found.map(({ path, what }) => `${path.map(String).join('.')}: ${what}`)).toEqual(said);
  });
});
