// One secret of each kind, put together so that none stands in this file, and what is left of it.

const mixed = (length: number): string => 'a1B2c3D4e5F6g7H8i9J0'.repeat(5).slice(0, length);
const line = (word: string): string => `-----${word} ${['PRIVATE', 'KEY'].join(' ')}-----`;
const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function sample(kind: string, text: string, left = `[withheld: ${kind}]`) {
  return { kind, text, left };
}

export const SECRETS = [
  sample('bcrypt', `$2b$12$${mixed(53)}`),
  sample('argon2', `$argon2id$v=19$m=65536,t=3,p=4$${mixed(22)}$${mixed(43)}`),
  sample('scram', `SCRAM-SHA-256$4096:${mixed(24)}$${mixed(43)}=:${mixed(43)}=`),
  sample('postgres-md5', `md5${'0123456789abcdef'.repeat(2)}`),
  sample('sha512-crypt', `$6$${mixed(12)}$${mixed(86)}`),
  sample('pem', `${line('BEGIN')}\n${mixed(64)}\n${mixed(30)}==\n${line('END')}`),
  sample(
    'pem',
    JSON.stringify(`${line('BEGIN')}\n${mixed(64)}\n${line('END')}`),
    '"[withheld: pem]"',
  ),
  sample('jwt', `${base64({ alg: 'HS256' })}.${base64({ sub: 1 })}.${mixed(43)}`),
  sample('access-token', `ghp_${mixed(36)}`),
  sample('access-token', `glpat-${mixed(20)}`),
  sample('access-token', `sk_live_${mixed(24)}`),
  sample('aws-access-key-id', ['AKIA', 'ABCDEFGHIJKLMNOP'].join('')),
  sample('secret-access-key', `SecretAccessKey: ${mixed(40)}`, 'S[withheld: secret-access-key]'),
  sample(
    'password',
    'postgres://app:hunter2-4711@db.corp.internal/app',
    'postgres://app:[withheld: password]@db.corp.internal/app',
  ),
  sample(
    'connection-string',
    'host=db.corp.internal user=app password=hunter2-4711 dbname=x',
    'host=db.corp.internal user=app [withheld: connection-string] dbname=x',
  ),
  sample(
    'connection-object',
    '{"host":"db.corp.internal","password":"hunter2-4711"}',
    '{"host":"db.corp.internal",[withheld: connection-object]}',
  ),
];
