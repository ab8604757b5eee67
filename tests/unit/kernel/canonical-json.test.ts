// One value has one text: key order never matters, and what has no JSON form is refused.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { canonicalJson, canonicalJsonLine } from '../../../harness/kernel/index.ts';

/** The same value with the keys of every object put in the opposite order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  const out: object = {};
  for (const [key, item] of Object.entries(value).reverse()) {
    Object.defineProperty(out, key, { value: reversed(item), enumerable: true });
  }
  return out;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(Reflect.get(value, key))]),
  );
}

/** Any JSON value over these keys. */
function jsonWith(keys: fc.Arbitrary<string>): fc.Arbitrary<unknown> {
  return fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      fc.string({ unit: 'binary' }),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(keys, tie('value'), { maxKeys: 4 }),
    ),
  })).value;
}

const anyJson = jsonWith(
  fc.oneof(fc.string({ unit: 'binary' }), fc.constant('__proto__'), fc.nat().map(String)),
);

describe('canonical JSON', () => {
  test('is the same text whatever order keys were put in', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        expect(canonicalJson(reversed(value))).toBe(canonicalJson(value));
        expect(canonicalJsonLine(reversed(value))).toBe(canonicalJsonLine(value));
      }),
    );
  });

  test('reads back as the value it was made from', () => {
    fc.assert(
      fc.property(anyJson, (value) => {
        const again: unknown = JSON.parse(canonicalJson(value));
        expect(again).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(again)).toBe(canonicalJson(value));
      }),
    );
  });

  test('is what JSON.stringify writes of sorted keys, where an object can keep them sorted', () => {
    fc.assert(
      fc.property(jsonWith(fc.string({ unit: 'binary' }).map((key) => `k${key}`)), (value) => {
        expect(canonicalJson(value)).toBe(`${JSON.stringify(sorted(value), null, 2)}\n`);
        expect(canonicalJsonLine(value)).toBe(JSON.stringify(sorted(value)));
      }),
    );
  });

  test('sorts keys by UTF-16 code unit, those that look like numbers too', () => {
    expect(
      canonicalJsonLine({ '9': 1, '10': 2, '-': 3, b: 4, B: 5, '\u{1F600}': 6, '\uFB33': 7 }),
    ).toBe('{"-":3,"10":2,"9":1,"B":5,"b":4,"\u{1F600}":6,"\uFB33":7}');
  });

  test('indents by two, keeps empty lists and objects short, and ends with a newline', () => {
    expect(canonicalJson({ b: [1, { c: null }], a: {}, d: [] })).toBe(
      '{\n  "a": {},\n  "b": [\n    1,\n    {\n      "c": null\n    }\n  ],\n  "d": []\n}\n',
    );
  });

  test('keeps a key "__proto__", which an assignment would lose', () => {
    const value: unknown = JSON.parse('{"__proto__":{"a":1},"b":2}');
    expect(canonicalJsonLine(value)).toBe('{"__proto__":{"a":1},"b":2}');
    expect(canonicalJsonLine(value)).not.toBe(canonicalJsonLine({ b: 2 }));
  });

  test('leaves out a key whose value is undefined', () => {
    expect(canonicalJsonLine({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  test.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
  ])('refuses %s and names its place', (_name, number) => {
    expect(() => canonicalJson({ a: [0, number] })).toThrow('$.a[1]: not a finite number');
    expect(() => canonicalJsonLine(number)).toThrow('$: not a finite number');
  });

  test.each([
    ['a function', () => 1, '$.a: a function has no JSON form'],
    ['a bigint', 1n, '$.a: a bigint has no JSON form'],
    ['a symbol', Symbol('s'), '$.a: a symbol has no JSON form'],
    ['a date', new Date(0), '$.a: a Date has no JSON form'],
    ['a map', new Map([[1, 2]]), '$.a: a Map has no JSON form'],
    ['a set', new Set([1]), '$.a: a Set has no JSON form'],
    ['a buffer', Buffer.from('x'), '$.a: a Uint8Array has no JSON form'],
    ['an error', new Error('x'), '$.a: a Error has no JSON form'],
  ])('refuses %s instead of writing it as nothing', (_name, value, message) => {
    expect(() => canonicalJsonLine({ a: value })).toThrow(message);
  });

  test('refuses undefined and holes in a list, where leaving them out would move the others', () => {
    expect(() => canonicalJsonLine([1, undefined])).toThrow('$[1]: a undefined has no JSON form');
    expect(() => canonicalJsonLine(undefined)).toThrow('$: a undefined has no JSON form');
    const holed: number[] = [1];
    holed[2] = 3;
    expect(() => canonicalJsonLine(holed)).toThrow('$[1]: a undefined has no JSON form');
  });
});
