// Every error of a restore becomes a finding, and no form of message carries what a row held.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { LIMITS } from '../../../harness/kernel/index.ts';
import { restoreErrors } from '../../../harness/restore/errors.ts';

function texts(stderr: string): string[] {
  return restoreErrors(stderr).map(({ where, what }) => `${where}: ${what}`);
}

/** The finding's text for one primary message, as pg_restore hands it on. */
function told(message: string): string {
  const [first, ...others] = restoreErrors(
    `pg_restore: error: could not execute query: ERROR:  ${message}\n`,
  );
  expect(others).toEqual([]);
  expect(first?.code).toBe('RESTORE_ERROR');
  return first?.what ?? '';
}

const PG_RESTORE = `pg_restore: while PROCESSING TOC:
pg_restore: from TOC entry 3334; 2606 16400 CONSTRAINT birth_registry birth_registry_pkey directus
pg_restore: error: could not execute query: ERROR:  could not create unique index "birth_registry_pkey"
DETAIL:  Key (email)=(bob@example.com) is duplicated.
Command was: ALTER TABLE ONLY public.birth_registry
    ADD CONSTRAINT birth_registry_pkey PRIMARY KEY (email);


pg_restore: from TOC entry 3326; 0 16387 TABLE DATA people directus
pg_restore: error: COPY failed for table "people": ERROR:  invalid input syntax for type integer: "4111 1111"
CONTEXT:  COPY people, line 7, column card: "4111 1111"
pg_restore: warning: errors ignored on restore: 2
`;

describe('what pg_restore prints', () => {
  test('becomes one finding an error, at its entry, without what a row held', () => {
    expect(texts(PG_RESTORE)).toEqual([
      'CONSTRAINT birth_registry birth_registry_pkey directus: could not create unique index "birth_registry_pkey"',
      'TABLE DATA people directus: invalid input syntax for type integer: \u2026',
    ]);
  });

  test.each([
    ['could not read from input file: end of file', 'could not read from input file: end of file'],
    [
      'could not open input file "/rehearsal/dump/clone.dump": Permission denied',
      'could not open input file "/rehearsal/dump/clone.dump": Permission denied',
    ],
    // A link in a directory archive once made it print the file that the link led to.
    [
      'invalid line in large object TOC file "blobs.toc": "root:x:0:0:root"',
      'invalid line in large object TOC file "blobs.toc": \u2026',
    ],
    [
      'invalid line in large object TOC file: root:x:0:0:root',
      'invalid line in large object TOC file: \u2026',
    ],
    [
      'connection to server on socket "/rehearsal/socket/.s.PGSQL.5432" failed: No such file or directory',
      'connection to server on socket \u2026 failed: No such file or directory',
    ],
  ])('is told where the program itself fails: %s', (message, what) => {
    expect(texts(`pg_restore: error: ${message}\n`)).toEqual([`restore: ${what}`]);
  });

  test('names the server\u2019s refusal of a connection', () => {
    const line =
      'psql: error: connection to server on socket "/s/.s.PGSQL.5432" failed: FATAL:  role "x" does not exist';
    expect(texts(line)).toEqual(['restore: role "x" does not exist']);
  });

  test('is none where there is only noise', () => {
    expect(restoreErrors('')).toEqual([]);
    expect(
      restoreErrors(
        'pg_restore: creating TABLE "public.a"\npg_restore: warning: line ignored: ERROR:  x\n' +
          'NOTICE:  a trigger says: ERROR:  y\nWARNING:  psql: error: z\nDETAIL:  pg_restore: error: no\n' +
          "LINE 1: select 'a: ERROR:  b'\nSTATEMENT: a FATAL:  c\n",
      ),
    ).toEqual([]);
  });
});

describe('what psql prints', () => {
  test('is an error at its line, where psql knows it, and in any severity', () => {
    expect(
      texts(
        'psql:<stdin>:12: ERROR:  relation "t" already exists\nERROR:  schema "s" does not exist\r\n' +
          'FATAL:  terminating connection due to administrator command\nPANIC:  could not write to file "pg_wal/1"\n' +
          'psql:<stdin>:9: error: connection to server was lost\n',
      ),
    ).toEqual([
      'line 12: relation "t" already exists',
      'restore: schema "s" does not exist',
      'restore: terminating connection due to administrator command',
      'restore: could not write to file "pg_wal/1"',
      'line 9: connection to server was lost',
    ]);
  });
});

describe('an error\u2019s text', () => {
  test.each([
    'must be owner of extension plpgsql',
    'must be owner of table birth_registry',
    'must be able to SET ROLE "directus"',
    'permission denied for schema public',
    'permission denied to create extension "postgis"',
    'role "directus" does not exist',
    'type "public.geometry" does not exist',
    'function public.uuid_generate_v4() does not exist',
    'function public.f(integer, text) does not exist',
    'extension "postgis" is not available',
    'could not open extension control file "/usr/share/postgresql/15/extension/postgis.control": No such file or directory',
    'could not access file "$libdir/postgis-3": No such file or directory',
    'unrecognized configuration parameter "transaction_timeout"',
    'null value in column "email" of relation "people" violates not-null constraint',
    'new row for relation "people" violates check constraint "people_email_check"',
    'duplicate key value violates unique constraint "people_pkey"',
    'insert or update on table "births" violates foreign key constraint "births_mother_fkey"',
    'conflicting key value violates exclusion constraint "stays"',
    'value for domain public.email violates check constraint "email_check"',
    'numeric field overflow',
    'integer out of range',
    'canceling statement due to statement timeout',
    'missing data for column "email"',
    'extra data after last expected column',
  ])('keeps Postgres\u2019 own words and the names of objects: %s', (message) => {
    expect(told(message)).toBe(message);
  });

  // Each form in which a value stands in a primary message, by where it stands in it.
  const VALUE_FORMS: readonly (readonly [before: string, after: string, told: string])[] = [
    ['invalid input syntax for type uuid: "', '"', 'invalid input syntax for type uuid: \u2026'],
    ['invalid input value for enum mood: "', '"', 'invalid input value for enum mood: \u2026'],
    ['malformed array literal: "', '"', 'malformed array literal: \u2026'],
    ['date/time field value out of range: "', '"', '\u2026 field value out of range: \u2026'],
    [
      'value "',
      '" is out of range for type integer',
      'value \u2026 is out of range for type integer',
    ],
    [
      'value too long for type character varying(',
      ')',
      'value too long for type character varying(\u2026)',
    ],
    ['time zone "', '" not recognized', 'time zone \u2026 not recognized'],
    ['"', '" is not a valid binary digit', '\u2026 is \u2026 valid \u2026'],
    [
      'invalid byte sequence for encoding "UTF8": ',
      '',
      'invalid byte sequence for encoding "UTF8": \u2026',
    ],
    [
      'invalid symbol "',
      '" found while decoding base64 sequence',
      'invalid \u2026 found while \u2026 sequence',
    ],
    ['syntax error at or near "', '"', 'syntax error at or near \u2026'],
    ['bit string length ', ' does not match type bit(5)', 'bit \u2026'],
    ['Key (email)=(', ') already exists', '\u2026 already exists'],
    ['card ', ' is stolen', '\u2026 is \u2026'],
    ['invalid card: ', '', 'invalid \u2026: \u2026'],
  ];

  test.each(VALUE_FORMS)('never holds the value in: %s ... %s', (before, after) => {
    const secret = fc.stringMatching(/^[a-z0-9@.+ '"/-]{0,20}zq[0-9]{4}[a-z0-9@.+ '"/-]{0,20}$/);
    fc.assert(
      fc.property(secret, (value) => {
        expect(told(`${before}${value}${after}`)).not.toMatch(/zq|[0-9]{3}|@/);
      }),
    );
  });

  test.each(VALUE_FORMS.slice(0, 7))('says the rest of: %s ... %s', (before, after, what) => {
    expect(told(`${before}bob@example.com${after}`)).toBe(what);
  });

  test('keeps no name behind the first value: a value may look like one', () => {
    expect(told('invalid input syntax for type json: "a" in table "secret" of role bob')).toBe(
      'invalid input syntax for type json: \u2026 in table \u2026 of role \u2026',
    );
  });

  test('keeps no name behind a colon, where values stand', () => {
    expect(told('could not read file: bob')).toBe('could not read file: \u2026');
  });

  test('is bounded', () => {
    expect(told(`relation "${'x'.repeat(5_000)}" already exists`)).toHaveLength(300);
  });

  test('is withheld where code in the dump raised it: such words may be a row\u2019s', () => {
    const raised = (context: string): string[] =>
      texts(
        'pg_restore: from TOC entry 9; 0 16387 TABLE DATA people directus\n' +
          'pg_restore: error: COPY failed for table "people": ERROR:  role "bob" does not exist\n' +
          `DETAIL:  of bob\n${context}COPY people, line 1: "bob"\nCommand was: x\n` +
          'pg_restore: error: could not execute query: ERROR:  relation "t" already exists\n',
      );
    const second = 'TABLE DATA people directus: relation "t" already exists';
    expect(raised('CONTEXT:  PL/pgSQL function public.check_name(text) line 3 at RAISE\n')).toEqual(
      ['TABLE DATA people directus: code in the dump raised an error in words of its own', second],
    );
    expect(
      raised('CONTEXT:  PL/pgSQL function public.check_name(text) line 3 at SQL statement\n'),
      // The name of a role that is not there came from the row that the check was given.
    ).toEqual(['TABLE DATA people directus: role \u2026 does not exist', second]);
  });

  test('never is a line of a row or of the failed command that only looks like an error', () => {
    const stderr =
      'pg_restore: error: could not execute query: ERROR:  relation "t" already exists\n' +
      'Command was: INSERT INTO log VALUES (\'first\nsecond: ERROR:  zq1234\nFATAL:  zq1234 @ "zq1234"\');\n' +
      'DETAIL:  Failing row contains (1, a\nERROR:  password of alice is zq1234,\n' +
      'from TOC entry 1; 2 3 zq1234).\npg_restore: error: could not execute query: ERROR:  integer out of range\n';
    expect(JSON.stringify(restoreErrors(stderr))).not.toMatch(/zq|alice/);
    expect(texts(stderr)[0]).toBe('restore: relation "t" already exists');
  });
});

describe('many errors', () => {
  const many = (count: number): string => 'ERROR:  integer out of range\n'.repeat(count);

  test('are listed up to the bound, and the rest is counted', () => {
    expect(restoreErrors(many(LIMITS.findingsListed))).toHaveLength(LIMITS.findingsListed);
    const findings = restoreErrors(many(LIMITS.findingsListed + 3));
    expect(findings).toHaveLength(LIMITS.findingsListed + 1);
    expect(findings.at(-1)).toEqual({
      code: 'RESTORE_ERROR',
      where: 'restore',
      what: '3 more errors are not listed',
    });
  });
});

describe('a bound that the server came to', () => {
  test.each([
    [
      'could not extend file "base/16384/16402": No space left on device',
      'RESTORE_DISK_FULL',
      'could not \u2026 file \u2026: No space left on device',
    ],
    ['out of memory', 'RESTORE_OUT_OF_MEMORY', 'out of memory'],
    [
      'could not resize shared memory segment "/PostgreSQL.1" to 8 bytes: No space left on device',
      'RESTORE_OUT_OF_MEMORY',
      'could not \u2026 shared memory \u2026 to \u2026 bytes: No space left on device',
    ],
    ['value "out of memory" is out of range', 'RESTORE_ERROR', null],
  ])('is told as that: %s', (message, code, what) => {
    const [found] = restoreErrors(
      `pg_restore: error: could not execute query: ERROR:  ${message}\n`,
    );
    expect(found?.code).toBe(code);
    if (what !== null) expect(found?.what).toBe(what);
  });
});
