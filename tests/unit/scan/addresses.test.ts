// Connection strings, webhooks and what stands in the tables of Directus.
import { describe, expect, test } from '@jest/globals';
import { foundIn, foundInText, HEX, made } from './given.ts';

const LIVE = 'DATA_LIVE_HOST address';
const CREDENTIAL = 'DATA_CONNECTION_URL url-credential';
const STRING = 'DATA_CONNECTION_URL connection-string';
const LIVE_STRING = 'DATA_LIVE_HOST connection-string';
const secret = made(12);

describe('connection URLs with a credential', () => {
  test.each([
    `postgres://app:${secret}@db.corp.internal:5432/app`,
    `postgresql+asyncpg://app:${secret}@db.corp.internal/app`,
    `mysql://app:${secret}@db.corp.internal/app`,
    `mongodb+srv://app:${secret}@c0.acme.io/app`,
    `redis://:${secret}@cache.corp.internal:6379/0`,
    `amqps://app:${secret}@mq.corp.internal/%2f`,
    `smtp://mailer:${secret}@smtp.corp.internal:587`,
    `https://deploy:${secret}@git.acme.io/x.git`,
    `https://${made(40)}@git.acme.io/x.git`,
    `postgres://app:pa/ss${secret}@db.corp.internal/app`,
    `postgres://app:p%40ss${secret}@db.corp.internal/app`,
  ])('%s', (value) => {
    expect(foundIn(value).sort()).toEqual([CREDENTIAL, LIVE]);
    expect(foundIn(JSON.stringify({ dsn: value }).replaceAll('/', '\\/')).sort()).toEqual([
      CREDENTIAL,
      LIVE,
    ]);
  });

  test('one for this machine is a credential all the same', () => {
    expect(foundIn(`postgres://app:${secret}@localhost/app`)).toEqual([CREDENTIAL]);
  });

  test.each([
    `postgres://app:${secret}@db.example.org/app`,
    'postgres://app:***@localhost/app',
    'postgres://app:xxxxx@127.0.0.1/app',
    'postgres://app:${PASSWORD}@localhost/app',
    'postgres://app:<password>@localhost/app',
    'postgres://app@localhost/app',
    'postgres:///app',
  ])('%s is none', (value) => expect(foundIn(value)).toEqual([]));
});

describe('connection strings of keywords', () => {
  test.each([
    `host=db.corp.internal port=5432 user=app password=${secret}`,
    `password='${secret}' host = db.corp.internal dbname=x`,
    `Server=tcp:sql.corp.internal,1433;Database=x;User Id=app;Password=${secret};`,
    `Data Source=10.0.0.5;Initial Catalog=x;Uid=app;Pwd=${secret}`,
  ])('%s', (value) => {
    expect(foundIn(value).sort()).toEqual([STRING, LIVE_STRING]);
    expect(
      foundInText(`CREATE SUBSCRIPTION s CONNECTION '${value.replaceAll("'", '')}';`).sort(),
    ).toEqual([STRING, LIVE_STRING]);
  });

  test('a password as a parameter of a URL', () => {
    const url = `jdbc:postgresql://db.corp.internal/x?user=app&password=${secret}`;
    expect(foundIn(url).sort()).toEqual([STRING, LIVE]);
  });

  test('line by line, as in a service file', () => {
    for (const value of [
      `host = db.acme.io\npassword = ${secret}`,
      `[prod]\r\nhost = 10.0.0.5\r\npassword = ${secret}\r\n`,
    ]) {
      expect(foundIn(value).sort()).toEqual([STRING, LIVE_STRING]);
      expect(foundInText(value).sort()).toEqual([STRING, LIVE_STRING]);
    }
    for (const value of [
      `host = db.example.org\npassword = ${secret}`,
      'host = db.acme.io\npassword = ***',
      'host = self.host\npassword = self.password',
      `host = settings.DB\npassword = ${secret}`,
      'host = db.acme.io, password = new_hash',
    ]) {
      expect([value, foundIn(value)]).toEqual([value, []]);
    }
  });

  test('without a password, its host is live all the same', () => {
    expect(foundIn('host=db.corp.internal port=5432 dbname=x')).toEqual([LIVE_STRING]);
  });

  test.each([
    `host=db.example.org user=app password=${secret}`,
    'host=localhost user=app password=***',
    'host=localhost user=app password=${PASSWORD}',
    `the password=${secret} alone`,
    'host=localhost port=5432 dbname=x',
    'a host = b, as in text',
  ])('%s is none', (value) => expect(foundIn(value)).toEqual([]));

  test('code of a function is none', () => {
    const code = 'UPDATE account SET password = new_hash WHERE user = old_user AND port = 1;';
    expect(foundInText('BEGIN SELECT id FROM account WHERE password = v_hash; END')).toEqual([]);
    expect(foundInText(code.replace(' AND port = 1', ''))).toEqual([]);
  });
});

describe('settings of a connection as JSON', () => {
  const FOUND = ['DATA_CONNECTION_URL connection-object', 'DATA_LIVE_HOST connection-object'];
  const settings = { host: 'smtp.corp.internal', port: 25, Password: secret };

  test('are found, however deep', () => {
    const inside = { mail: { ...settings }, raw: JSON.stringify(settings) };
    for (const value of [settings, { mail: settings }, inside]) {
      expect(foundIn(JSON.stringify(value)).sort()).toEqual(FOUND);
    }
    expect(foundIn(JSON.stringify({ raw: JSON.stringify(settings) })).sort()).toEqual(FOUND);
  });

  test('for this machine they are a credential all the same', () => {
    expect(foundIn(JSON.stringify({ ...settings, host: 'localhost' }))).toEqual(FOUND.slice(0, 1));
  });

  test.each([
    ['without a host', { password: secret }],
    ['with a masked password', { ...settings, Password: '********' }],
    ['with a reserved host', { ...settings, host: 'mail.example.org' }],
    ['as labels', { host: 'Host name', password: 'Your password' }],
  ])('%s they are none', (_what, value) => expect(foundIn(JSON.stringify(value))).toEqual([]));
});

describe('webhooks', () => {
  const WEBHOOK = 'DATA_WEBHOOK webhook';
  test.each([
    `https://hooks.slack.com/services/T${made(8)}/B${made(8)}/${made(24)}`,
    `https://discord.com/api/webhooks/123456789/${made(40)}`,
    `https://acme.webhook.office.com/webhookb2/${made(20)}`,
    `https://hooks.zapier.com/hooks/catch/12345/abcde/`,
    `https://hook.eu1.make.com/${made(30)}`,
    `https://hooks.corp.internal/birth?key=${made(32, HEX)}`,
    `https://ci.acme.io/webhook/${made(24)}`,
    `https://ci.acme.io/api/hooks/x?token=${made(10)}`,
  ])('%s', (value) => expect(foundIn(value).sort()).toEqual([LIVE, WEBHOOK]));

  test.each([
    ['an ordinary page', 'https://acme.io/blog/how-hooks-work', [LIVE]],
    ['one without a key', 'https://acme.io/webhook/status', [LIVE]],
    ['one on a reserved host', `https://example.org/webhook/x?key=${made(20)}`, []],
  ])('%s is none', (_what, value, expected) => expect(foundIn(value)).toEqual(expected));

  test('one on an allowed host is one', () => {
    const value = `https://ci.acme.io/webhook/x?key=${made(20)}`;
    expect(foundIn(value, { allowedHosts: ['ci.acme.io'] })).toEqual([WEBHOOK]);
  });

  test.each([
    ['directus_webhooks', 'url'],
    ['directus_operations', 'options'],
    ['directus_flows', 'options'],
  ])('every address in %s.%s is one', (table, column) => {
    const value = JSON.stringify({ url: 'https://acme.io/notify' });
    expect(foundIn(value, { table, column }).sort()).toEqual([LIVE, WEBHOOK]);
    expect(foundIn(value.replace('acme.io', 'example.org'), { table, column })).toEqual([]);
  });
});

describe('credentials of Directus', () => {
  const FOUND = ['DATA_DIRECTUS_CREDENTIAL directus-credential'];
  test.each([
    ['directus_users', 'token'],
    ['directus_users', 'tfa_secret'],
    ['directus_users', 'auth_data'],
    ['directus_users', 'password'],
    ['directus_sessions', 'token'],
    ['directus_sessions', 'next_token'],
    ['directus_shares', 'password'],
    ['directus_settings', 'mapbox_key'],
    ['directus_settings', 'ai_openai_api_key'],
    ['directus_webhooks', 'headers'],
  ])('%s.%s may hold nothing', (table, column) => {
    expect(foundIn('s3cret-value', { table, column })).toEqual(FOUND);
    for (const mask of [
      '',
      '****',
      'xxxxxxxx',
      'redacted',
      'MASKED',
      '[removed]',
      '{}',
      '[]',
      'null',
    ]) {
      expect([mask, foundIn(mask, { table, column })]).toEqual([mask, []]);
    }
  });

  test.each([
    ['directus_operations', 'key'],
    ['directus_translations', 'key'],
    ['directus_users', 'email'],
    ['my_users', 'token'],
  ])('%s.%s may', (table, column) => expect(foundIn('value', { table, column })).toEqual([]));
});

describe('values that look random', () => {
  const NOTE = ['DATA_SUSPECT random-value'];
  test.each(['api_key', 'clientSecret', 'access_token', 'password'])(
    'are noted in %s',
    (column) => {
      expect(foundIn(made(40), { column })).toEqual(NOTE);
      for (const plain of [
        'a plain sentence of words 1',
        'short1',
        '3f2504e0-4f89-11d3-9a0c-0305e82c3301',
      ]) {
        expect(foundIn(plain, { column })).toEqual([]);
      }
    },
  );

  test.each(['token_hash', 'sha256', 'key_fingerprint', 'note'])('and not in %s', (column) =>
    expect(foundIn(made(40), { column })).toEqual([]),
  );
});
