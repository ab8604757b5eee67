// Shapes and counts: what is told of a value is never the value, and there is a bound to it.
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { columnRoles } from '../../../harness/scan/columns.ts';
import { placesOf } from '../../../harness/scan/places.ts';
import { shapeOf } from '../../../harness/scan/shape.ts';
import { HITS_LISTED, Tally } from '../../../harness/scan/tally.ts';
import { rowsOf } from './given.ts';

test.each([
  ['$2b$12$AbcDe1fGh', '$2b$99$AaaAa9aAa (16 characters)'],
  ['https://db.corp.internal/x', 'https://aa.aaa.aaa/a (26 characters)'],
  ['\u00fcber \u4e2d\n', 'aaa a? (7 characters)'],
  ['', ' (0 characters)'],
])('%j has the shape %s', (value, shape) => expect(shapeOf(value)).toBe(shape));

test('a shape holds no letter, digit or control character of a value, and is short', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (value) => {
      const shape = shapeOf(`x${value}`);
      const [head = ''] = shape.split(/ \(\d+ characters\)$/);
      if (!/^x[a-z0-9+]*:\/\//.test(`x${value}`)) expect(head).toMatch(/^[^B-Zb-z0-8\p{Cc}]*$/u);
      expect(head.length).toBeLessThan(60);
    }),
  );
});

test('places are bounded, and what is beyond is counted', () => {
  const tally = new Tally();
  const found = { code: 'DATA_LIVE_HOST', rule: 'address', start: 0, value: 'x' } as const;
  for (let index = 0; index < HITS_LISTED + 50; index += 1) tally.add(found, `t${index}`, index);
  tally.add(found, 't0', 9999);
  const hits = tally.hits();
  expect(hits).toHaveLength(HITS_LISTED + 1);
  expect(hits.find(({ where }) => where === 'further places')?.count).toBe(50);
  expect(hits.find(({ where }) => where === 't0')?.count).toBe(2);
});

test('a name from the dump is told so that it does no harm', () => {
  const [place] = placesOf(rowsOf([`a\u001b[31m\u202e${'x'.repeat(500)}`]), ['notes']);
  expect(place?.where).toMatch(/^public\.notes\.a\\u\{1b\}\[31m\\u\{202e\}x+\.\.\.$/);
  expect(place?.where.length).toBeLessThan(210);
});

test.each([
  ['users', 'password', ['password', 'secret']],
  ['users', 'passportNumber', []],
  ['users', 'api_key', ['secret']],
  ['users', 'smtpHost', ['host']],
  ['users', 'share_token', ['secret']],
  ['users', 'tokenSha256', []],
  ['directus_users', 'token', ['directus-credential']],
  ['directus_settings', 'some_new_key', ['directus-credential']],
  ['orders', 'total', []],
])('%s.%s: %j', (table, column, roles) => expect(columnRoles(table, column)).toEqual(roles));
