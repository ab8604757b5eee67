// The last words of a server that went down are told without the row that it was working on.
import { describe, expect, test } from '@jest/globals';
import { lastWordsOf } from '../../../harness/sandbox/server-log.ts';

const AT = '2026-11-21 20:00:00.000 UTC [42]';

describe('the last words of a program inside', () => {
  test('are its last three lines, with Postgres’ own words alone', () => {
    expect(
      lastWordsOf([
        `${AT} LOG:  checkpoint starting: immediate`,
        `${AT} ERROR:  duplicate key value violates unique constraint "people_email_key"`,
        `${AT} DETAIL:  Key (email)=(bob@example.com) already exists.`,
        `${AT} STATEMENT:  UPDATE people SET email = 'bob@example.com'`,
        "\tWHERE name = 'Bob'",
        `${AT} CONTEXT:  PL/pgSQL function f() line 3: ERROR is what Bob said`,
        `${AT} FATAL:  role "bob" does not exist`,
        '',
        `${AT} LOG:  database system is shut down`,
      ]),
    ).toBe(
      'ERROR: duplicate key value violates unique constraint "people_email_key" / ' +
        'FATAL: role \u2026 does not exist / LOG: database system is shut down',
    );
  });

  test('say nothing of what a row may have written among them', () => {
    const lines = ['pg_ctl: could not start server', 'Bob said: hello', `${AT} LOG:  Bob, "Bob"`];
    expect(lastWordsOf(lines)).toBe('pg_ctl: could not start server / \u2026 / LOG: \u2026');
    expect(lastWordsOf([])).toBe('');
  });
});
