// Reads the operator's keys: bounded, never a private one that others may read, never into a message.
import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { finding, LIMITS, Problem, type Code } from '../kernel/index.ts';
import { errnoOf } from './folder.io.ts';
import { keyFindings } from './envelope.ts';

/** @throws Problem SIGNATURE_KEY_* */
export async function readPrivateKey(file: string): Promise<KeyObject> {
  const { text, mode } = await readKey(file);
  if ((mode & 0o077) !== 0) {
    const what = `its mode is ${(mode & 0o777).toString(8).padStart(4, '0')}`;
    throw refusal('SIGNATURE_KEY_EXPOSED', file, what);
  }
  if (/^-----BEGIN ENCRYPTED|^Proc-Type:.*ENCRYPTED/m.test(text)) {
    throw refusal('SIGNATURE_KEY_ENCRYPTED', file, 'it asks for a passphrase');
  }
  if ((text.match(/^-----BEGIN [A-Z ]*PRIVATE KEY-----/gm) ?? []).length > 1) {
    throw refusal('SIGNATURE_KEY_UNFIT', file, 'it holds more than one private key');
  }
  return fitting(file, () => createPrivateKey({ key: text, format: 'pem' }), 'private');
}

/** @throws Problem SIGNATURE_KEY_* */
export async function readPublicKey(file: string): Promise<KeyObject> {
  const { text } = await readKey(file);
  // createPublicKey would take a private key too: whoever verifies must not come by one.
  if (text.includes('PRIVATE KEY')) {
    throw refusal('SIGNATURE_KEY_UNFIT', file, 'it is a private key');
  }
  // Of several the library takes the first, and of a certificate a key that somebody else vouches for.
  if (!ONE_PUBLIC_KEY.test(text)) {
    throw refusal('SIGNATURE_KEY_UNFIT', file, 'it is not one public key in PEM, and nothing else');
  }
  return fitting(file, () => createPublicKey({ key: text, format: 'pem' }), 'public');
}

const ONE_PUBLIC_KEY =
  /^\s*-----BEGIN (?:RSA )?PUBLIC KEY-----[A-Za-z0-9+/=\s]+-----END (?:RSA )?PUBLIC KEY-----\s*$/;

/** The library's own error may quote what it could not read, so it goes no further. */
function fitting(file: string, make: () => KeyObject, kind: string): KeyObject {
  let key: KeyObject;
  try {
    key = make();
  } catch {
    throw refusal('SIGNATURE_KEY_UNFIT', file, `it is no ${kind} key in PEM`);
  }
  const findings = keyFindings(key, file);
  if (findings.length > 0) throw new Problem(findings);
  return key;
}

async function readKey(file: string): Promise<{ readonly text: string; readonly mode: number }> {
  const { bytes, mode } = await readBounded(file, LIMITS.keyBytes);
  return { text: bytes.toString('utf8'), mode };
}

/** The bytes of a DSSE envelope. @throws Problem SIGNATURE_FILE_UNREADABLE */
export async function readEnvelope(file: string): Promise<Uint8Array> {
  return (await readBounded(file, LIMITS.proofBytes)).bytes;
}

async function readBounded(
  file: string,
  most: number,
): Promise<{ readonly bytes: Buffer; readonly mode: number }> {
  const unreadable = (what: string): Problem => refusal('SIGNATURE_FILE_UNREADABLE', file, what);
  try {
    // A pipe would wait for somebody to write into it.
    await using handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const facts = await handle.stat();
    if (!facts.isFile()) throw unreadable('it is no plain file');
    if (facts.size > most) throw unreadable(`it is larger than ${most} bytes`);
    return { bytes: await handle.readFile(), mode: facts.mode };
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw unreadable(errnoOf(error) || 'it cannot be read');
  }
}

function refusal(code: Code, file: string, what: string): Problem {
  return new Problem([finding(code, file, what)]);
}
