// Around a restore: roles that may do nothing, rights that are lent and all taken back.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { loadModule, parseSync } from 'libpg-query';
import { insideConnection } from '../../../harness/restore/connection-string.ts';
import { CREATORS, READER, RESTORER, SCENARIO_LOGIN } from '../../../harness/restore/contract.ts';
import {
  chooseLocale,
  createDatabaseStatement,
  lendStatements,
  roleStatements,
  rolesToCreate,
  takeBackStatements,
} from '../../../harness/restore/preparation.ts';
import { psqlIsFixed } from '../../../harness/restore/versions.ts';

await loadModule();

const OUR_ROLES = [RESTORER, CREATORS, READER, SCENARIO_LOGIN];
const anyName = fc
  .array(fc.constantFrom('a', 'B', '"', "'", '\\', ';', ' ', '-', '\u00e9', '\n'), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => parts.join(''));

/** The single statement that a text is, by kind; a name that broke out would make it two. */
function statementOf(sql: string): readonly [kind: string, node: Record<string, unknown>] {
  const statements = parseSync(sql).stmts ?? [];
  expect(statements).toHaveLength(1);
  const [kind = '', node] = Object.entries(statements[0]?.stmt ?? {})[0] ?? [];
  return [kind, Object(node)];
}

describe('roles of the dump', () => {
  test('are made, but for those that Postgres brings', () => {
    expect(rolesToCreate(['directus', 'pg_monitor', 'postgres', 'pgbouncer'])).toEqual({
      create: ['directus', 'postgres', 'pgbouncer'],
      findings: [],
    });
    expect(rolesToCreate([])).toEqual({ create: [], findings: [] });
  });

  test('are refused where they bear a name of the harness, each one', () => {
    expect(rolesToCreate(['rehearsal_superuser', 'a', 'rehearsal_x', 'my_rehearsal_x'])).toEqual({
      create: ['a', 'my_rehearsal_x'],
      findings: ['rehearsal_superuser', 'rehearsal_x'].map((name) => ({
        code: 'RESTORE_ROLE_RESERVED',
        where: `role "${name}"`,
        what: 'the dump names a role of the harness',
      })),
    });
  });

  test('can never take a name that the harness itself creates', () => {
    expect(rolesToCreate(OUR_ROLES).create).toEqual([]);
  });

  test('may not log in, and none of them nor of ours is a superuser', () => {
    const statements = roleStatements(['directus', 'odd "one"; DROP ROLE x']);
    const created = statements.map(statementOf).filter(([kind]) => kind === 'CreateRoleStmt');
    expect(created.map(([, node]) => node['role'])).toEqual([
      'directus',
      'odd "one"; DROP ROLE x',
      RESTORER,
      CREATORS,
      READER,
      SCENARIO_LOGIN,
    ]);
    const logins = created.filter(([, node]) => optionOf(node, 'canlogin') !== false);
    expect(logins.map(([, node]) => node['role'])).toEqual([RESTORER, SCENARIO_LOGIN]);
    for (const [, node] of created) expect(optionOf(node, 'superuser')).toBe(false);
    const made = created.filter(([, node]) => node['role'] !== READER);
    for (const option of ['createdb', 'createrole', 'isreplication']) {
      for (const [, node] of made)
        expect([option, optionOf(node, option)]).toEqual([option, false]);
    }
    expect(optionOf(Object(created.at(-1)?.[1]), 'inherit')).toBe(false);
  });

  test('stay one name each, whatever it holds', () => {
    fc.assert(
      fc.property(fc.uniqueArray(anyName, { maxLength: 4 }), (names) => {
        const all = [...roleStatements(names), ...takeBackStatements(names)];
        const kinds = new Set(all.map((sql) => statementOf(sql)[0]));
        const known = [
          'CreateRoleStmt',
          'GrantRoleStmt',
          'GrantStmt',
          'AlterRoleStmt',
          'DropOwnedStmt',
          'DropRoleStmt',
        ];
        expect([...kinds].filter((kind) => !known.includes(kind))).toEqual([]);
        const created = all.map(statementOf).filter(([kind]) => kind === 'CreateRoleStmt');
        expect(created.map(([, node]) => node['role'])).toEqual([...names, ...OUR_ROLES]);
      }),
    );
  });

  test('need no grant where the dump names none', () => {
    const all = [...roleStatements([]), ...takeBackStatements([])];
    for (const sql of all) expect(() => statementOf(sql)).not.toThrow();
  });
});

/** Value of a role's option: true, false, or undefined where it is not said. */
function optionOf(node: Record<string, unknown>, name: string): boolean | undefined {
  const options: unknown[] = Array.isArray(node['options']) ? node['options'] : [];
  const found = options.map((each) => Object(each).DefElem).find((each) => each.defname === name);
  return found === undefined ? undefined : (found.arg.Boolean.boolval ?? false);
}

describe('what is lent while restoring', () => {
  const roles = ['directus', 'reader'];

  test('goes to the creators alone, in the clone and its schemas', () => {
    expect(lendStatements('d"b', ['public', 'a"b'])).toEqual([
      `GRANT CREATE ON DATABASE "d""b" TO ${CREATORS}`,
      `GRANT USAGE, CREATE ON SCHEMA "public" TO ${CREATORS}`,
      `GRANT USAGE, CREATE ON SCHEMA "a""b" TO ${CREATORS}`,
    ]);
    expect(lendStatements('d', [])).toHaveLength(1);
  });

  test('is all taken back: no membership, no bypass and no creators stay, and nobody restores', () => {
    const given = roleStatements(roles);
    const taken = takeBackStatements(roles);
    const bypassing = given.filter((sql) => / BYPASSRLS/.test(sql) && !sql.includes(READER));
    // The dump's roles, and whoever restores.
    expect(bypassing).toHaveLength(roles.length + 1);
    for (const role of roles) expect(taken).toContain(`ALTER ROLE "${role}" NOBYPASSRLS`);
    expect(given).toContain(`GRANT ${CREATORS} TO "directus", "reader"`);
    expect(taken).toContain(`REVOKE ${CREATORS} FROM "directus", "reader"`);
    expect(given).toContain(`GRANT "directus", "reader" TO ${RESTORER}`);
    expect(taken).toContain(`REVOKE "directus", "reader" FROM ${RESTORER}`);
    expect(taken).toContain(`ALTER ROLE ${RESTORER} NOLOGIN NOBYPASSRLS`);
    const order = [`DROP OWNED BY ${CREATORS}`, `DROP ROLE ${CREATORS}`].map((sql) =>
      taken.indexOf(sql),
    );
    expect(order).not.toContain(-1);
    expect(order).toEqual([...order].sort((left, right) => left - right));
  });

  test('leaves the scenario\u2019s login what it needs: to become a role of the dump, or the reader', () => {
    expect(roleStatements(roles)).toContain(
      `GRANT ${READER}, "directus", "reader" TO ${SCENARIO_LOGIN}`,
    );
    expect(roleStatements([])).toContain(`GRANT ${READER} TO ${SCENARIO_LOGIN}`);
    expect(takeBackStatements(roles).join()).not.toContain(SCENARIO_LOGIN);
  });
});

describe('the clone\u2019s database', () => {
  test('is one statement, whatever its name holds', () => {
    fc.assert(
      fc.property(anyName, anyName, (name, locale) => {
        const [kind, node] = statementOf(createDatabaseStatement(name, 'UTF8', locale));
        expect(kind).toBe('CreatedbStmt');
        expect(node['dbname']).toBe(name);
        const options = JSON.parse(JSON.stringify(node['options'])) as {
          DefElem: { defname: string; arg: { String: { sval: string } } };
        }[];
        expect(options.map(({ DefElem }) => [DefElem.defname, DefElem.arg.String.sval])).toEqual([
          ['owner', RESTORER],
          ['template', 'template0'],
          ['encoding', 'UTF8'],
          ['lc_collate', locale],
          ['lc_ctype', locale],
        ]);
      }),
    );
  });

  test.each<readonly [string, string | null, readonly string[], string, string]>([
    [
      'the source\u2019s, spelled as the system spells it',
      'en_US.UTF-8',
      ['C', 'en_US.utf8'],
      'UTF8',
      'en_US.UTF-8',
    ],
    ['the source\u2019s, spelled the same', 'de_DE.utf8', ['de_DE.utf8'], 'UTF8', 'de_DE.utf8'],
    [
      'the plain one of UTF-8, where the image lacks the source\u2019s',
      'sv_SE.UTF-8',
      ['C', 'C.utf8', 'en_US.utf8'],
      'UTF8',
      'C.UTF-8',
    ],
    ['the plain one of UTF-8, where the dump says none', null, ['en_US.utf8'], 'UTF8', 'C.UTF-8'],
    [
      'the plain one of bytes, for another encoding',
      'sv_SE.ISO-8859-1',
      ['en_US.utf8'],
      'LATIN1',
      'C',
    ],
    ['the plain one of bytes, without an encoding', null, [], 'SQL_ASCII', 'C'],
    ['C, which every image has', 'C', [], 'UTF8', 'C'],
    ['POSIX, which every image has', 'POSIX', [], 'UTF8', 'POSIX'],
    ['another spelling of the encoding\u2019s name', null, [], 'utf-8', 'C.UTF-8'],
    [
      'no neighbour of the source\u2019s',
      'en_US.UTF-8',
      ['en_GB.utf8', 'en_US', 'en_US.utf8x'],
      'UTF8',
      'C.UTF-8',
    ],
  ])('gets a locale: %s', (_what, wanted, available, encoding, locale) => {
    expect(chooseLocale(wanted, available, encoding)).toBe(locale);
  });
});

describe('the connection string inside', () => {
  /** Reads `key=value` pairs as libpq's documentation says. */
  function pairsOf(text: string): readonly (readonly [string, string])[] {
    const pairs = text.matchAll(
      /\s*(\w+)\s*=\s*(?:'((?:[^'\\]|\\[\s\S])*)'|([^\s'\\]*))(?:\s+|$)/gy,
    );
    return [...pairs].map(([, key = '', quoted, bare]) => [
      key,
      quoted?.replace(/\\([\s\S])/g, '$1') ?? bare ?? '',
    ]);
  }

  test('names the socket, the restoring role and exactly this database', () => {
    fc.assert(
      fc.property(fc.oneof(anyName, fc.string({ unit: 'grapheme' })), (name) => {
        expect(pairsOf(insideConnection(name))).toEqual([
          ['host', '/rehearsal/socket'],
          ['user', RESTORER],
          ['dbname', name],
        ]);
      }),
    );
  });

  test.each([
    "x' host=db.example.com user='y",
    "x\\' host=db.example.com '",
    'postgres://db.example.com/x',
    'x hostaddr=192.0.2.1',
  ])('cannot be led elsewhere by a database called %j', (name) => {
    expect(pairsOf(insideConnection(name)).map(([key]) => key)).toEqual(['host', 'user', 'dbname']);
  });
});

describe('psql', () => {
  test.each([
    '15.19',
    '15.20',
    '15.190',
    '16.15',
    '17.11',
    '17.12',
    '18.6',
    '18.10',
    '19.0',
    '20.1',
  ])('%s carries the fix', (version) => {
    expect(psqlIsFixed(version)).toBe(true);
  });

  test.each(['15.18', '15.9', '15.2', '16.14', '17.10', '18.5', '14.99', '13.30', '9.6'])(
    '%s lacks the fix',
    (version) => {
      expect(psqlIsFixed(version)).toBe(false);
    },
  );

  test.each(['', 'unknown', '19beta1', '19devel', '15', 'psql 15.20', ' 15.20', 'v15.20', '-1.5'])(
    '%j is not known, so it may not be used',
    (version) => {
      expect(psqlIsFixed(version)).toBe(false);
    },
  );
});
