// Turns a value into its shape: what kind of characters stand where, and not one of the value's own.

/** Beginnings that are the same for everybody, and so tell nothing but the kind. */
const PUBLIC_BEGINNINGS =
  /^(?:\$2[abxy]?\$|\$argon2(?:id|i|d)\$|\$scrypt\$|\$(?:1|5|6|7|y|gy|apr1|P|H)\$|\$pbkdf2(?:-sha\d+)?\$|pbkdf2_sha\d+\$|SCRAM-SHA-\d+\$|-----BEGIN (?:[A-Z0-9]{1,12} ){0,3}PRIVATE KEY(?: BLOCK)?-----|[a-z][a-z0-9+]{1,11}:\/\/|eyJ)/;

const RUN = 3;
const SHAPE_LENGTH = 48;

/** e.g. `$2b$99$aAa9... (60 characters)`; letters become a and A, digits 9, other alphabets `?`. */
export function shapeOf(value: string): string {
  const kept = PUBLIC_BEGINNINGS.exec(value)?.[0] ?? '';
  const rest = value
    .slice(kept.length, kept.length + 4096)
    .replace(/\p{Lu}/gu, 'A')
    .replace(/[\p{Ll}\p{Lt}\p{Lm}\p{Lo}]/gu, 'a')
    .replace(/\p{Nd}/gu, '9')
    .replace(/[^\x20-\x7e]/gu, '?')
    .replace(/(.)\1{3,}/g, (run) => run.slice(0, RUN));
  const shape = `${kept}${rest}`;
  const cut = shape.length > SHAPE_LENGTH ? `${shape.slice(0, SHAPE_LENGTH)}...` : shape;
  return `${cut} (${value.length} characters)`;
}
