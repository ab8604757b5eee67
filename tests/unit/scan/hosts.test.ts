// Which hosts are live, however they are written.
import { describe, expect, test } from '@jest/globals';
import { allowedNames, classifyHost } from '../../../harness/scan/hosts.ts';
import { foundIn, foundInText } from './given.ts';

const LIVE = 'DATA_LIVE_HOST address';

test.each([
  ['example.org', 'reserved'],
  ['WWW.Example.COM', 'reserved'],
  ['example.net.', 'reserved'],
  ['db.example', 'reserved'],
  ['mail.corp.test', 'reserved'],
  ['nothing.invalid', 'reserved'],
  ['192.0.2.7', 'reserved'],
  ['198.51.100.1', 'reserved'],
  ['203.0.113.255', 'reserved'],
  ['[2001:db8::1]', 'reserved'],
  ['[3fff:1::1]', 'reserved'],
  ['localhost', 'loopback'],
  ['app.localhost', 'loopback'],
  ['127.0.0.1', 'loopback'],
  ['127.9.9.9', 'loopback'],
  ['2130706433', 'loopback'],
  ['0x7f.1', 'loopback'],
  ['0177.0.0.1', 'loopback'],
  ['[::1]', 'loopback'],
  ['[0:0:0:0:0:0:0:1]', 'loopback'],
  ['[::ffff:127.0.0.1]', 'loopback'],
  ['0.0.0.0', 'loopback'],
  ['www.w3.org', 'identifier'],
  ['json-schema.org', 'identifier'],
  ['directus.corp.internal', 'live'],
  ['10.0.0.5', 'live'],
  ['192.168.1.1', 'live'],
  ['192.0.3.1', 'live'],
  ['3232235777', 'live'],
  ['0xC0A80101', 'live'],
  ['[fd00::1]', 'live'],
  ['[::ffff:10.0.0.1]', 'live'],
  ['[2001:db9::1]', 'live'],
  ['myexample.org', 'live'],
  ['example.org.evil.io', 'live'],
  ['example.de', 'live'],
  ['db', 'live'],
  ['b\u00fccher.de', 'live'],
  ['xn--bcher-kva.de', 'live'],
  ['\uff45\uff58\uff41\uff4d\uff50\uff4c\uff45.org', 'reserved'],
  ['corp%2einternal', 'live'],
  ['evilw3.org', 'live'],
  ['host.docker.internal', 'live'],
  ['a_b.corp.io', 'live'],
  ['999.1.1.1', 'none'],
  ['', 'none'],
  ['...', 'none'],
  ['a b', 'none'],
])('%s is %s', (host, expected) => expect(classifyHost(host, [])).toBe(expected));

test('allowed hosts are exact names, or all below one', () => {
  const allowed = allowedNames(['CDN.acme.io', '*.static.acme.io', 'b\u00fccher.de', '10.0.0.5']);
  const classes = (hosts: readonly string[]): string[] =>
    hosts.map((host) => classifyHost(host, allowed));
  expect(classes(['cdn.acme.io', 'CDN.ACME.IO.', 'x.static.acme.io', 'xn--bcher-kva.de'])).toEqual([
    'allowed',
    'allowed',
    'allowed',
    'allowed',
  ]);
  expect(classes(['10.0.0.5', '167772165'])).toEqual(['allowed', 'allowed']);
  expect(classes(['acme.io', 'x.cdn.acme.io', 'static.acme.io', 'xstatic.acme.io'])).toEqual([
    'live',
    'live',
    'live',
    'live',
  ]);
});

test('an entry that names nothing allows nothing', () => {
  expect(classifyHost('acme.io', allowedNames(['*.', '', '*']))).toBe('live');
});

describe('an address that leads to a live host is found', () => {
  test.each([
    'https://directus.acme.io',
    'HTTPS://ACME.IO/x',
    'see (http://acme.io), and more',
    'http://acme.io.',
    'http://10.0.0.5:8080/x',
    'http://[fd00::1]:80/',
    'ftp://files.corp.internal/a',
    's3://bucket/key',
    'ldap://ldap.corp.internal',
    'jdbc:postgresql://db1.corp.internal:5432,db2.corp.internal/x',
    'mongodb://a.example.org,b.acme.io/x',
    '//cdn.acme.io/lib.js',
    '<script src="//cdn.acme.io/lib.js">',
    'url(//cdn.acme.io/a.png)',
    '{"url": "https:\\/\\/acme.io\\/x"}',
    '{"url": "https:\\u002f\\u002facme.io"}',
    '{"url": "https\\u003a//acme.io"}',
    JSON.stringify(JSON.stringify({ url: 'https://acme.io' }).replaceAll('/', '\\/')),
    '{https://www.example.org/a,https://acme.io/b}',
    'https://www.example.org/?next=https%3A%2F%2Facme.io%2Fx',
    'http://example.org@acme.io/',
    'http://example.org\\@acme.io/',
    'http://acme%2eio/',
    'http://2886729729/',
    'https://b\u00fccher.de/\u00fcber',
    'https://\u4f8b\u5b50.\u4e2d\u56fd/',
    'http://example.org\u3002acme.io/',
    'https://{{env}}.corp.internal/x',
    'https://web.archive.org/https://www.example.org/',
    'https://example.org/a https://acme.io',
  ])('%s', (value) => {
    expect(foundIn(value)).toEqual([LIVE]);
    expect(foundInText(`-- ${value}`)).toContain(LIVE);
  });
});

describe('an address that only browsers would follow is found', () => {
  test.each([
    'https:///acme.io/',
    'https:////acme.io/',
    'https:/acme.io/',
    'HTTPS:/ACME.IO',
    'see https:/db/x',
    'wss:/acme.io',
    'ftp:/acme.io',
    'https:\\\\acme.io/',
    'https:/\\acme.io/',
    'https:\\/acme.io/',
    'https://\\acme.io/',
    'https:\n//acme.io/',
    'https:/\n/acme.io/',
    'https:\t\r\n//acme.io/',
    'http://[fe80::1%25eth0]/',
    'http://[fe80::1%eth0]/',
  ])('%j', (value) => {
    expect(foundIn(value)).toEqual([LIVE]);
    expect(foundInText(`-- ${value}`)).toEqual([LIVE]);
    expect(
      foundIn(value.replace(/acme.io|ACME.IO|db|fe80::1/, '[::1]').replace('[[::1]', '[::1')),
    ).toEqual([]);
  });

  test.each([
    'file:///etc/hosts',
    'begins with https://\nThen a line',
    '{"hint": "begins with https://\\nThen a line"}',
    '{"hint": "http:\\nthen"}',
    JSON.stringify(JSON.stringify({ hint: 'http:\nthen' })),
    'ways:/home/x',
    'http: /x',
    'https:/',
  ])('and %j is none', (value) => expect(foundIn(value)).toEqual([]));
});

describe('what leads nowhere is not', () => {
  test.each([
    'https://www.example.org/a?b=c#d',
    'https://example.com, then',
    '\u89c1https://example.org\uff0c\u7136\u540e',
    '\u89c1 https://example.org\u3002\u7136\u540e',
    'http://localhost:3000/x',
    'http://[::1]/',
    'http://192.0.2.1/',
    '{"url": "https:\\/\\/example.org\\/x"}',
    '<svg xmlns="http://www.w3.org/2000/svg">',
    'file:///etc/hosts',
    'https://{{host}}/x',
    'https://${HOST}:${PORT}/x',
    'https://<your-host>/x',
    'http://%s/x',
    '// a comment of a program',
    'a //console.log(x)',
    '5 // 2',
    'someone@corp.internal',
    'mailto:someone@corp.internal',
    'https://',
    '://',
    'data:image/png;base64,AAAA//bb.cc/AAAA==',
    '{https://www.example.org/a,https://example.net/b}',
  ])('%s', (value) => expect(foundIn(value)).toEqual([]));
});

test('allowed hosts may stand in the data', () => {
  const allowedHosts = ['acme.io', '*.acme.io'];
  expect(foundIn('https://acme.io/x //cdn.acme.io/y', { allowedHosts })).toEqual([]);
  expect(foundIn('https://acme.io.evil.net/x', { allowedHosts })).toEqual([LIVE]);
});

describe('in a column named for a host', () => {
  const asked = (column: string, value: string): string[] => foundIn(value, { column });
  test.each([
    ['host', 'db-1.corp.internal'],
    ['smtp_host', 'mail.acme.io'],
    ['server', 'db:5432'],
    ['endpoint', '10.0.0.5'],
    ['apiUrl', 'api.acme.io/v1'],
    ['dsn', 'a.example.org:1,b.acme.io:2'],
  ])('%s: %s is found', (column, value) =>
    expect(asked(column, value)).toEqual(['DATA_LIVE_HOST host-and-port']),
  );

  test.each([
    ['host', 'localhost'],
    ['host', 'db.example.org:5432'],
    ['server', 'web'],
    ['url', '/about'],
    ['url', 'index.html'],
    ['url', 'a/b.png'],
    ['preview_url', 'images/logo.svg'],
    ['host', ''],
    ['name', 'db-1.corp.internal'],
  ])('%s: %s is not', (column, value) => expect(asked(column, value)).toEqual([]));
});
