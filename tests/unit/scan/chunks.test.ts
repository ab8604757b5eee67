// The same content gives the same hits however it is cut, and a secret is found wherever it stands.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { copyField, copyRows, foundIn, made, rowsOf, scanOnce, type Row } from './given.ts';
import { HASHES, jwt, pem } from './secrets.ts';
import { processorMsOf } from '../../processor.ts';

const SECRETS = [...HASHES.map(([, value]) => value), pem('RSA PRIVATE KEY'), jwt];
const KIB = 1024;
/** Past one window of 256 KiB and its surroundings, and past two. */
const LONG = [300 * KIB, 700 * KIB];

/** Filling that holds no anchor but looks like text, with characters of two bytes. */
function filling(length: number): string {
  return 'lorem ipsum d\u00f6lor \u2013 '.repeat(Math.ceil(length / 16)).slice(0, length);
}

describe('content is cut at random', () => {
  const rows: Row[] = SECRETS.map((secret, index) => [
    String(index),
    `${filling(index * 97)} ${secret} ${filling(50)}`,
    index % 3 === 0 ? 'https://acme.io/x' : null,
  ]);
  const content = copyRows(rows);
  const source = rowsOf(['id', 'note', 'link']);
  const whole = scanOnce(source, content);

  test('and all of it is found', () => {
    expect(new Set(whole.map(({ rule }) => rule))).toEqual(
      new Set([...HASHES.map(([rule]) => rule), 'pem', 'jwt', 'address']),
    );
  });

  test('the result is the same', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (chunkBytes) => {
        expect(scanOnce(source, content, { chunkBytes })).toEqual(whole);
      }),
      { numRuns: 25 },
    );
    expect(scanOnce(source, content, { chunkBytes: 1 })).toEqual(whole);
  });

  test('the last row counts without its line feed too', () => {
    expect(scanOnce(source, content.subarray(0, -1))).toEqual(whole);
  });
});

describe('a secret in a long value', () => {
  const secretsAndPlaces = fc.record({
    secret: fc.constantFrom(...SECRETS),
    before: fc.integer({ min: 0, max: 700 * KIB }),
    chunkBytes: fc.integer({ min: 1000, max: 600 * KIB }),
  });

  test('is found in a row, whatever stands before it', () => {
    fc.assert(
      fc.property(secretsAndPlaces, ({ secret, before, chunkBytes }) => {
        const value = `${filling(before)} ${secret} ${filling(10_000)}`;
        const content = copyRows([['a', value, null, 'z']]);
        const hits = scanOnce(rowsOf(['a', 'b', 'c', 'd']), content, { chunkBytes });
        expect(hits.map(({ where, count }) => [where, count])).toEqual([['public.notes.b', 1]]);
      }),
      { numRuns: 25 },
    );
  });

  test.each([256 * KIB, 512 * KIB])(
    'is found where one window ends and the next begins: %d',
    (edge) => {
      const secret = pem('RSA PRIVATE KEY');
      for (let before = edge - 400; before < edge + 40; before += 13) {
        const text = `${'-'.repeat(before)} ${secret} ${'-'.repeat(1000)}`;
        const rows = scanOnce(rowsOf(['a']), copyRows([[text]]), { chunkBytes: 99_999 });
        expect([before, rows.map(({ count }) => count)]).toEqual([before, [1]]);
        const source = { kind: 'large-object', name: 'large object 1' } as const;
        const raw = scanOnce(source, Buffer.from(text), { chunkBytes: 99_999 });
        expect([before, raw.map(({ count }) => count)]).toEqual([before, [1]]);
      }
    },
  );

  test('is found in raw text, and counted once', () => {
    fc.assert(
      fc.property(secretsAndPlaces, ({ secret, before, chunkBytes }) => {
        const content = Buffer.from(`${filling(before)} ${secret} ${filling(10_000)}`);
        const source = { kind: 'large-object', name: 'large object 16401' } as const;
        const hits = scanOnce(source, content, { chunkBytes });
        expect(hits.map(({ where, count }) => [where, count])).toEqual([['large object 16401', 1]]);
      }),
      { numRuns: 25 },
    );
  });

  test.each(LONG)('is found in bytes written as hexadecimal, after %d of them', (before) => {
    for (const odd of [0, 1]) {
      for (const secret of SECRETS) {
        const bytes = Buffer.concat([Buffer.alloc(before / 2 + odd, 200), Buffer.from(secret)]);
        const content = copyRows([['x'.repeat(odd), `\\x${bytes.toString('hex')}00`]]);
        const [hit, ...others] = scanOnce(rowsOf(['a', 'b']), content, { chunkBytes: 90_001 });
        expect([hit?.where, hit?.count, others]).toEqual(['public.notes.b', 1, []]);
      }
    }
  });

  test.each([...LONG, 255 * KIB, 256 * KIB, 257 * KIB])(
    'column and rows are right after one of %d bytes',
    (length) => {
      const content = copyRows([
        ['1', 'x', jwt],
        ['2', filling(length), `${filling(length)} ${jwt}`],
        [jwt, 'x', 'y'],
        ['4', jwt, `${jwt} ${jwt}`],
      ]);
      const hits = scanOnce(rowsOf(['a', 'b', 'c']), content, { chunkBytes: 100_000 });
      expect(hits.map(({ where, count }) => `${where} ${count}`)).toEqual([
        'public.notes.a 1',
        'public.notes.b 1',
        'public.notes.c 3',
      ]);
    },
  );

  test('a watched column is looked at in a long row too', () => {
    const columns = ['a', 'token', 'b'];
    for (const row of [
      [filling(LONG[0] ?? 0), 'abc', 'x'],
      ['x', 'abc', filling(LONG[1] ?? 0)],
      ['x', filling(LONG[1] ?? 0), 'x'],
    ]) {
      const hits = scanOnce(rowsOf(columns, 'directus_users'), copyRows([row]));
      expect(hits.map(({ where, count }) => [where, count])).toEqual([
        ['public.directus_users.token', 1],
      ]);
    }
  });
});

test('what is known of a column does not hide what comes later in it', () => {
  const key = made(20, '0123456789abcdef');
  const content = copyRows([
    ['https://acme.io/a'],
    ['https://acme.io/b https://acme.io/c'],
    [`https://acme.io/webhook/${key}`],
    [`https://acme.io/d ${jwt}`],
    [`https://acme.io/e https://u:${key}@acme.io/`],
    ['https://example.org/'],
  ]);
  for (const column of ['link', 'url']) {
    const hits = scanOnce(rowsOf([column]), content);
    expect(hits.map(({ rule, count }) => `${rule} ${count}`)).toEqual([
      'url-credential 1',
      'jwt 1',
      'address 5',
      'webhook 1',
    ]);
  }
});

describe('what is wrapped is unwrapped', () => {
  const wrap = (value: string): string => `\\x${Buffer.from(value).toString('hex')}`;

  test.each(SECRETS)('bytea: %.12s', (secret) => {
    expect(foundIn(wrap(secret))).toHaveLength(1);
    expect(foundIn(`{"${wrap(secret).replace('\\', '\\\\')}","x"}`)).toHaveLength(1);
  });

  test.each(SECRETS)('JSON with every character escaped: %.12s', (secret) => {
    const escaped = Array.from(
      secret,
      (each) => `\\u${each.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    expect(foundIn(`{"a": "${escaped.join('')}"}`)).toHaveLength(1);
  });

  test.each(SECRETS)('escapes that COPY reads and pg_dump never writes: %.12s', (secret) => {
    const octal = [...Buffer.from(secret)].map((byte) => `\\${byte.toString(8).padStart(3, '0')}`);
    const hex = [...Buffer.from(secret)].map((byte) => `\\x${byte.toString(16)}`);
    for (const field of [octal.join(''), hex.join('')]) {
      expect(scanOnce(rowsOf(['a', 'b']), Buffer.from(`1\t${field}\n`))).toHaveLength(1);
    }
  });

  test.each(SECRETS)('an escape before any of its characters: %.12s', (secret) => {
    for (const at of [0, 1, 2, 5, secret.length >> 1]) {
      // Before a letter of COPY's own or a digit it would be another character.
      if (/[bfnrtvx\d\n]/.test(secret.charAt(at))) continue;
      const field = copyField(secret.slice(0, at)) + '\\' + copyField(secret.slice(at));
      const hits = scanOnce(rowsOf(['a', 'b', 'c']), Buffer.from(`1\t${field}\tx\n`));
      expect([at, hits.map(({ where, count }) => `${where} ${count}`)]).toEqual([
        at,
        ['public.notes.b 1'],
      ]);
    }
  });

  test.each([
    ['a colon', 'postgres\\://u:s3cret-x@db.acme.io/x'],
    ['a slash', 'postgres:\\//u:s3cret-x@db.acme.io/x'],
    ['the next slash', 'postgres:/\\/u:s3cret-x@db.acme.io/x'],
    ['a letter that is null alone', 'postgres:\\//u:s3cret-x@db.acme.io/\\N'],
  ])('an escape before %s of an address', (_what, field) => {
    for (const before of ['', 'x'.repeat(300 * KIB)]) {
      const hits = scanOnce(rowsOf(['a', 'b']), Buffer.from(`1\t${before}${field}\n`));
      expect(hits.map(({ code }) => code)).toEqual(['DATA_CONNECTION_URL', 'DATA_LIVE_HOST']);
    }
  });

  const spaced = (bytes: Buffer, gap: string): string =>
    [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(gap);

  test.each([
    ['blanks', ' '],
    ['line ends as COPY writes them', '\\n'],
    ['tabs and returns', '\\t\\r '],
    ['blanks written as numbers', '\\040'],
    ['line ends written as hexadecimal', '\\x0a'],
  ])('bytea with %s between its digits', (_what, gap) => {
    for (const secret of SECRETS) {
      for (const start of ['\\\\x', '\\x5cx', '\\134x', '\\\\\\x78']) {
        const content = Buffer.from(`1\t${start}${spaced(Buffer.from(secret), gap)}\n`);
        expect([start, scanOnce(rowsOf(['a', 'b']), content)]).toEqual([
          start,
          [expect.objectContaining({ where: 'public.notes.b', count: 1 })],
        ]);
      }
    }
  });

  test('bytea with gaps, in rows of any length', () => {
    for (const gap of [' ', '\\n', '\\r\\n']) {
      const digits = `c8${gap}`.repeat(200 * KIB) + spaced(Buffer.from(` ${jwt}`), gap);
      for (let shift = 0; shift < 6; shift += 1) {
        const content = Buffer.from(`${'x'.repeat(shift)}\t\\\\x${digits}\n`);
        const hits = scanOnce(rowsOf(['a', 'b']), content);
        expect([gap, shift, hits.map(({ where }) => where)]).toEqual([
          gap,
          shift,
          ['public.notes.b'],
        ]);
      }
    }
  });

  test('a row that goes on behind bytea is not taken for more of it', () => {
    const rows = [
      [wrap('x'.repeat(40)), '0123456789'],
      ['de ad be ef', jwt],
    ];
    const hits = scanOnce(rowsOf(['a', 'b']), copyRows(rows));
    expect(hits.map(({ where, count }) => `${where} ${count}`)).toEqual(['public.notes.b 1']);
  });

  test.each(SECRETS)('bytea in its escape format: %.12s', (secret) => {
    const escaped = (isHidden: (byte: number) => boolean): string =>
      [...Buffer.from(secret)]
        .map((byte) =>
          isHidden(byte) ? `\\${byte.toString(8).padStart(3, '0')}` : String.fromCharCode(byte),
        )
        .join('');
    // As Postgres writes it, and with everything hidden.
    for (const value of [escaped((byte) => byte < 32), escaped(() => true)]) {
      expect(foundIn(`\\377\\000 ${value}`)).toHaveLength(1);
    }
  });

  test('many in one value count as one row', () => {
    const content = copyRows([[`${jwt} ${jwt}`], [jwt], [made(10)]]);
    expect(scanOnce(rowsOf(['a']), content).map(({ count }) => count)).toEqual([2]);
  });
});

describe('a value made to keep the rules busy is read in time all the same', () => {
  const heading = pem('PRIVATE KEY').split('\n')[0] ?? '';
  test.each([
    ['headers without end', `${heading} ${'a: '.repeat(5000)}`],
    ['addresses in addresses', 'a://'.repeat(4000)],
    ['credentials without hosts', 'a://b:'.repeat(3000)],
    ['holes in holes', `https://${'${a}'.repeat(4000)}`],
    ['keywords', 'host=a '.repeat(2000)],
    ['quotes', "password='".repeat(1600)],
    ['backslashes', `https:${'\\'.repeat(8000)}/\\/`],
    ['beginnings of hashes', '$2b$10$'.repeat(2300)],
    ['beginnings of tokens', 'eyJhbGciOi.'.repeat(1400)],
    ['schemes', `${'a:'.repeat(8000)}//x`],
  ])('%s', (_what, value) => {
    const content = copyRows(Array.from({ length: 20 }, () => [value]));
    const { length } = scanOnce(rowsOf(['a']), content);
    expect(length).toBeLessThan(10);
  });
});

describe('time grows with the length of a value, and no faster', () => {
  const MIB = 1024 * KIB;
  // Read in tens of milliseconds; before there was a bound, in minutes.
  const LONGEST_MS = 10_000;
  test.each([
    ['paths that go on into the next address', 'a://localhost/'],
    ['live hosts, one after the other', 'a://a'],
    ['hosts that are none', 'a://%'],
  ])('%s', (_what, value) => {
    const rows = [MIB, 200 * KIB].map((length) => ['1', value.repeat(length / value.length)]);
    const content = copyRows(rows);
    const tookMs = processorMsOf(() => scanOnce(rowsOf(['a', 'b']), content));
    expect(tookMs).toBeLessThan(LONGEST_MS);
  });

  test('rows and columns of many addresses are told apart all the same', () => {
    const many = 'a://acme.io '.repeat(200);
    const content = copyRows([
      ['x', many, 'y', many],
      [many, 'x', many, null],
      ['x', null, null, many],
    ]);
    const hits = scanOnce(rowsOf(['a', 'b', 'c', 'd']), content);
    expect(hits.map(({ where, count }) => `${where} ${count}`)).toEqual([
      'public.notes.a 1',
      'public.notes.b 1',
      'public.notes.c 1',
      'public.notes.d 2',
    ]);
  });
});
