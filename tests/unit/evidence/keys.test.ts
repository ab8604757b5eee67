// Keys on a real file system: which are read, and that none of their bytes gets into a message.
import { generateKeyPairSync } from 'node:crypto';
import { chmod, writeFile } from 'node:fs/promises';
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readEnvelope, readPrivateKey, readPublicKey } from '../../../harness/evidence/index.ts';
import { LIMITS, Problem, type Finding } from '../../../harness/kernel/index.ts';
import { temporaryFolder } from './packets.ts';

const { privateKey, publicKey } = generateKeyPairSync('ed25519');
const PRIVATE = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
const PUBLIC = publicKey.export({ type: 'spki', format: 'pem' }).toString();
const SMALL = generateKeyPairSync('rsa', { modulusLength: 1024 });
const EC = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const cipher = { cipher: 'aes-256-cbc', passphrase: 'not said' } as const;

async function findingsOf(reading: Promise<unknown>): Promise<readonly Finding[]> {
  try {
    await reading;
    return [];
  } catch (error) {
    if (error instanceof Problem) return error.findings;
    throw error;
  }
}

describe('a private key', () => {
  test('is read where nobody else may read it', async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'key.pem');
    await writeFile(file, PRIVATE, { mode: 0o600 });
    expect((await readPrivateKey(file)).asymmetricKeyType).toBe('ed25519');
  });

  test.each([0o640, 0o604, 0o620, 0o644])('of mode %o is refused', async (mode) => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'key.pem');
    await writeFile(file, PRIVATE);
    await chmod(file, mode);
    expect(await findingsOf(readPrivateKey(file))).toEqual([
      { code: 'SIGNATURE_KEY_EXPOSED', where: file, what: `its mode is 0${mode.toString(8)}` },
    ]);
  });

  test.each<readonly [string, string, Finding['code'], string]>([
    [
      'encrypted',
      privateKey.export({ type: 'pkcs8', format: 'pem', ...cipher }).toString(),
      'SIGNATURE_KEY_ENCRYPTED',
      'it asks for a passphrase',
    ],
    [
      'encrypted the older way',
      EC.export({ type: 'sec1', format: 'pem', ...cipher }).toString(),
      'SIGNATURE_KEY_ENCRYPTED',
      'it asks for a passphrase',
    ],
    ['a public one', PUBLIC, 'SIGNATURE_KEY_UNFIT', 'it is no private key in PEM'],
    ['cut off', PRIVATE.slice(0, 60), 'SIGNATURE_KEY_UNFIT', 'it is no private key in PEM'],
    ['empty', '', 'SIGNATURE_KEY_UNFIT', 'it is no private key in PEM'],
    [
      'followed by another',
      `${PRIVATE}${PRIVATE}`,
      'SIGNATURE_KEY_UNFIT',
      'it holds more than one private key',
    ],
    [
      'weak',
      SMALL.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
      'SIGNATURE_KEY_UNFIT',
      'it is a key of the kind "rsa 1024"',
    ],
  ])('that is %s is refused, and nothing of it is told', async (_what, text, code, what) => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'key.pem');
    await writeFile(file, text, { mode: 0o600 });
    expect(await findingsOf(readPrivateKey(file))).toEqual([{ code, where: file, what }]);
  });
});

const NOT_ONE = 'it is not one public key in PEM, and nothing else';

describe('a public key', () => {
  test('is read whoever else may read it', async () => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'key.pub');
    await writeFile(file, PUBLIC);
    expect((await readPublicKey(file)).type).toBe('public');
  });

  test.each([
    ['a private one', PRIVATE, 'it is a private key'],
    ['no key', 'hello', NOT_ONE],
    ['followed by another', `${PUBLIC}${PUBLIC}`, NOT_ONE],
    ['a certificate', PUBLIC.replaceAll('PUBLIC KEY', 'CERTIFICATE'), NOT_ONE],
    [
      'not the key it says',
      PUBLIC.replace(/\n[A-Za-z0-9]{12}/, '\nAAAA'),
      'it is no public key in PEM',
    ],
  ])('that is %s is refused', async (_what, text, what) => {
    await using folder = await temporaryFolder();
    const file = path.join(folder.path, 'key.pub');
    await writeFile(file, text);
    expect(await findingsOf(readPublicKey(file))).toEqual([
      { code: 'SIGNATURE_KEY_UNFIT', where: file, what },
    ]);
  });
});

describe('a file that is no file of a key or an envelope', () => {
  test('is refused: missing, a folder, a pipe, too large', async () => {
    await using folder = await temporaryFolder();
    const [none, pipe, large] = ['none', 'pipe', 'large'].map((name) =>
      path.join(folder.path, name),
    ) as [string, string, string]; // three names above
    execFileSync('mkfifo', [pipe]);
    await writeFile(large, Buffer.alloc(LIMITS.keyBytes + 1));
    const unreadable = (where: string, what: string): readonly Finding[] => [
      { code: 'SIGNATURE_FILE_UNREADABLE', where, what },
    ];
    expect(await findingsOf(readPublicKey(none))).toEqual(unreadable(none, 'ENOENT'));
    expect(await findingsOf(readEnvelope(folder.path))).toEqual(
      unreadable(folder.path, 'it is no plain file'),
    );
    expect(await findingsOf(readEnvelope(pipe))).toEqual(unreadable(pipe, 'it is no plain file'));
    expect(await findingsOf(readPublicKey(large))).toEqual(
      unreadable(large, `it is larger than ${LIMITS.keyBytes} bytes`),
    );
  });
});
