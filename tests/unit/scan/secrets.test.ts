// Password hashes, keys and web tokens: found whole and wrapped, and not where they only seem so.
import { describe, expect, test } from '@jest/globals';
import { foundIn, foundInText, HEX, made } from './given.ts';
import { HASHES, jwt, pem } from './secrets.ts';

describe('password hashes', () => {
  test.each(HASHES)('%s is found: alone, in JSON, in an array, in SQL text', (rule, value) => {
    const found = [`DATA_PASSWORD_HASH ${rule}`];
    expect(foundIn(value)).toEqual(found);
    expect(foundIn(JSON.stringify({ user: 'x', hash: value }))).toEqual(found);
    expect(foundIn(`{plain,"${value}"}`)).toEqual(found);
    expect(foundIn(`first line\n${value}\nlast`)).toEqual(found);
    expect(foundInText(`INSERT INTO u VALUES ('${value}');`)).toEqual(found);
  });

  test.each(HASHES)('%s cut off, or with a digest of one character, is none', (_rule, value) => {
    expect(foundIn(value.slice(0, 12))).toEqual([]);
    expect(foundIn(value.replace(/[A-Za-z0-9]{13,}/g, (run) => 'x'.repeat(run.length)))).toEqual(
      [],
    );
  });

  test.each(['password', 'passwd', 'user_pwd', 'passHash', 'PasswordDigest', 'pass', 'pw_hash'])(
    'a bare digest is one in a column named %s',
    (column) => {
      for (const length of [32, 40, 64, 128]) {
        expect(foundIn(made(length, HEX), { column })).toContain('DATA_PASSWORD_HASH bare-digest');
      }
      expect(foundIn(`AQAAAA${made(60)}==`, { column })).toContain(
        'DATA_PASSWORD_HASH bare-digest',
      );
      expect(foundIn(made(33, HEX), { column }).join()).not.toContain('DATA_PASSWORD_HASH');
      expect(foundIn('0'.repeat(32), { column })).toEqual([]);
    },
  );

  test.each(['sha256', 'checksum', 'etag', 'id', 'passport', 'compass', 'bypass_id'])(
    'and not in a column named %s',
    (column) => expect(foundIn(made(64, HEX), { column })).toEqual([]),
  );
});

describe('private keys', () => {
  const KINDS = ['RSA PRIVATE KEY', 'PRIVATE KEY', 'ENCRYPTED PRIVATE KEY', 'EC PRIVATE KEY'];

  test.each([...KINDS, 'OPENSSH PRIVATE KEY', 'DSA PRIVATE KEY', 'PGP PRIVATE KEY BLOCK'])(
    '%s is found, with line ends of every wrapping',
    (kind) => {
      const key = pem(kind);
      const twice = JSON.stringify(JSON.stringify({ key }));
      for (const value of [key, key.replaceAll('\n', '\r\n'), JSON.stringify({ key }), twice]) {
        expect(foundIn(value)).toEqual(['DATA_PRIVATE_KEY pem']);
      }
    },
  );

  test('headers may stand before its body', () => {
    const [first, ...rest] = pem('RSA PRIVATE KEY').split('\n');
    const headers = ['Proc-Type: 4,ENCRYPTED', 'DEK-Info: AES-128-CBC,0102', ''];
    const key = [first, ...headers, ...rest].join('\n');
    expect(foundIn(key)).toEqual(['DATA_PRIVATE_KEY pem']);
  });

  test.each([
    ['a public key', pem('PUBLIC KEY')],
    ['a certificate', pem('CERTIFICATE')],
    ['a heading alone', `paste the ${pem('PRIVATE KEY').split('\n')[0]} here`],
    ['a masked body', pem('PRIVATE KEY').replace(/MI\w+/, '[removed]')],
  ])('%s is none', (_what, value) => expect(foundIn(value)).toEqual([]));

  test.each([
    ['putty', 'PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none'],
    ['ssh2', '---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----'],
    ['age', `AGE-SECRET-KEY-1${made(58, '023456789ACDEFGHJKLMN')}`],
    ['jwk', JSON.stringify({ kty: 'EC', crv: 'P-256', x: made(43), d: made(43) })],
  ])('%s is found', (rule, value) => expect(foundIn(value)).toEqual([`DATA_PRIVATE_KEY ${rule}`]));

  test('a public JSON web key is none', () => {
    expect(foundIn(JSON.stringify({ kty: 'EC', x: made(43), y: made(43) }))).toEqual([]);
  });
});

describe('JSON web tokens', () => {
  test.each([
    ['alone', jwt],
    ['in a header', `Bearer ${jwt}`],
    ['after a line end', `x\n${jwt}`],
    ['encrypted, after a line end', `x\n${jwt.replace(/\..*/, `.${made(20)}.${made(20)}`)}`],
    ['in JSON', JSON.stringify({ token: jwt })],
  ])('found %s', (_what, value) => expect(foundIn(value)).toEqual(['DATA_JSON_WEB_TOKEN jwt']));

  test.each([
    ['two parts', jwt.split('.').slice(0, 2).join('.')],
    ['a header that says no algorithm', jwt.replace(/^[^.]*/, 'eyJ0eXAiOiJKV1QifQ')],
    ['a header that is no JSON', `eyJ${made(20)}.${made(20)}.${made(20)}`],
    ['the middle of a longer run', `x${jwt}`],
  ])('%s is none', (_what, value) => expect(foundIn(value)).toEqual([]));
});
