// What a column's name says about the values in it: which are looked at whole, row by row.

export type ColumnRole =
  /** A credential of Directus: no value may stand there. */
  | 'directus-credential'
  /** A digest there is a password's. */
  | 'password'
  /** A bare `host:port` there leads somewhere. */
  | 'host'
  /** What looks random there is noted. */
  | 'secret';

/** Roles of one column; most have none. */
export function columnRoles(table: string, column: string): ColumnRole[] {
  const roles: ColumnRole[] = [];
  const name = words(column);
  const isDirectus = /^directus_/i.test(table);
  if (isDirectus && isDirectusCredential(table, column)) roles.push('directus-credential');
  if (
    /(?:^|_)(?:pass|password|passwd|passphrase|passcode|passhash|pwd|pw)(?:_|\d|$)|password/.test(
      name,
    )
  ) {
    roles.push('password');
  }
  if (/(?:^|_)(?:host|hostname|server|url|uri|endpoint|dsn|webhook|callback)$/.test(name)) {
    roles.push('host');
  }
  if (!roles.includes('directus-credential') && isSecretName(name)) roles.push('secret');
  return roles;
}

/** Whether addresses in it are called by something, so that each is a webhook. */
export function holdsWebhooks(table: string, column: string): boolean {
  const name = table.toLowerCase();
  return (
    (name === 'directus_webhooks' && column === 'url') ||
    ((name === 'directus_operations' || name === 'directus_flows') && column === 'options')
  );
}

/** As in the schemas of Directus 9 to 11, and whatever later ones name in the same way. */
function isDirectusCredential(table: string, column: string): boolean {
  const place = `${table.toLowerCase()}.${column.toLowerCase()}`;
  return (
    /(?:^|[._])(?:token|secret|password)$|_(?:key|token|secret)$/.test(place) ||
    place === 'directus_users.auth_data' ||
    place === 'directus_webhooks.headers'
  );
}

function isSecretName(name: string): boolean {
  return (
    /(?:^|_)(?:secret|token|credential|credentials|password|passwd|pwd|passphrase|apikey|authkey|otp|salt|pin)s?(?:_|$)|(?:^|_)(?:api|private|access|auth|secret|license|encryption|signing)_key(?:_|$)|(?:^|_)key$/.test(
      name,
    ) &&
    !/(?:^|_)(?:hash|hashed|sha\d*|checksum|digest|md5|crc\d*|uuid|guid|fingerprint|etag)(?:_|$)/.test(
      name,
    )
  );
}

/** `passwordHash`, `Password-Hash` and `password_hash` are one. */
function words(column: string): string {
  return column
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .replace(/[^A-Za-z0-9]+/g, '_')
    .toLowerCase();
}
