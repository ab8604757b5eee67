// What documents show of digests and signatures is right: run as it stands there, by openssl and coreutils.
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from '@jest/globals';
import { openEnvelope, sealedInEnvelope, signedBytes } from '../../../harness/evidence/envelope.ts';
import { stageDump } from '../../../harness/intake/staging.io.ts';
import { ROOT } from '../../house/files.ts';

const run = promisify(execFile);

describe('the documents', () => {
  test('let a person recompute a directory dump’s digest', async () => {
    const text = await readFile(path.join(ROOT, 'docs/recompute.md'), 'utf8');
    const command = /^cd dumps\/clone\.dir\n(.+)$/m.exec(text)?.[1] ?? '';
    const folder = await mkdtemp(path.join(tmpdir(), 'docs-test-'));
    try {
      const dump = path.join(folder, 'clone.dir');
      await mkdir(dump);
      for (const name of ['toc.dat', '3001.dat.gz', 'B.dat', 'a.dat']) {
        await writeFile(path.join(dump, name), `bytes of ${name}`);
      }
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', command], { cwd: dump });
      const staging = await stageDump(dump, path.join(folder, 'work'));
      expect(staging.kind === 'staged' && staging.staged.sha256).toBe(stdout.slice(0, 64));
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  test.each([
    ['ECDSA', generateKeyPairSync('ec', { namedCurve: 'P-256' })],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
  ])('let a person check and make a signature of %s with openssl', async (_kind, pair) => {
    const text = await readFile(path.join(ROOT, 'docs/signing.md'), 'utf8');
    const command = (how: string): string =>
      new RegExp(`\\n?(openssl dgst -sha256 -${how} [^\`]+)\``).exec(text)?.[1] ?? 'false';
    const folder = await mkdtemp(path.join(tmpdir(), 'docs-test-'));
    try {
      const payload = Buffer.from('{"a":1}\n');
      const { privateKey, publicKey } = pair;
      const pem = {
        key: { type: 'pkcs8', format: 'pem' },
        pub: { type: 'spki', format: 'pem' },
      } as const;
      const envelope: unknown = JSON.parse(sealedInEnvelope(payload, privateKey));
      const { sig } = (envelope as { signatures: [{ sig: string }] }).signatures[0]; // just made
      const files = {
        'signer.key': privateKey.export(pem.key),
        'signer.pub': publicKey.export(pem.pub),
        signature: Buffer.from(sig, 'base64'),
        signed: signedBytes(payload),
        'to-sign': signedBytes(payload),
      };
      for (const [name, bytes] of Object.entries(files)) {
        await writeFile(path.join(folder, name), bytes);
      }
      const shown = async (line: string): Promise<string> =>
        (await run('bash', ['-euo', 'pipefail', '-c', line], { cwd: folder })).stdout;
      expect(await shown(command('verify'))).toBe('Verified OK\n');
      await shown(command('sign'));
      const byHand = await readFile(path.join(folder, 'by-hand.sig'), 'base64');
      const made = {
        payload: payload.toString('base64'),
        payloadType: 'application/vnd.in-toto+json',
        signatures: [{ sig: byHand }],
      };
      const opened = openEnvelope(Buffer.from(JSON.stringify(made)), publicKey, 'by hand');
      expect(opened).toEqual({ kind: 'opened', payload });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
});
