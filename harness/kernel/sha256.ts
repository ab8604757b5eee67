// sha256 of bytes and of files' lines; hashing is pure, so it may be used anywhere.
import { createHash, type Hash } from 'node:crypto';

declare const brand: unique symbol;
/** 64 lowercase hex digits. */
export type Sha256 = string & { readonly [brand]: 'Sha256' };

export const SHA256_PATTERN = /^[0-9a-f]{64}$/;

export function isSha256(text: string): text is Sha256 {
  return SHA256_PATTERN.test(text);
}

/** Hash of the bytes given; a string is hashed as UTF-8. */
export function sha256(bytes: string | Uint8Array): Sha256 {
  return digestOf(createHash('sha256').update(bytes));
}

export function sha256Stream(): Hash {
  return createHash('sha256');
}

export function digestOf(hash: Hash): Sha256 {
  return hash.digest('hex') as Sha256; // node's hex digest is 64 lowercase hex digits
}
