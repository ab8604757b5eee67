// Signed Statements: every key that is used, and every way in which an envelope is not one.
import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import {
  keyFindings,
  openEnvelope,
  sealedInEnvelope,
  signedBytes,
} from '../../../harness/evidence/envelope.ts';

const PAYLOAD = Buffer.from('{"_type":"a \u00fc"}\n');
const TYPE = 'application/vnd.in-toto+json';

interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const KEYS: Readonly<Record<string, Pair>> = {
  ed25519: generateKeyPairSync('ed25519'),
  'ECDSA over P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RSA: generateKeyPairSync('rsa', { modulusLength: 2048 }),
};
const { privateKey, publicKey } = KEYS['ed25519'] ?? generateKeyPairSync('ed25519');

interface Envelope {
  payload: unknown;
  payloadType: unknown;
  signatures: { sig: unknown }[];
}

function opened(change: (envelope: Envelope) => unknown, key = publicKey): unknown {
  const envelope = JSON.parse(sealedInEnvelope(PAYLOAD, privateKey)) as Envelope; // just made
  const changed = change(envelope) ?? envelope;
  return openEnvelope(Buffer.from(JSON.stringify(changed)), key, 'it.dsse.json');
}

const refusedFor = (what: string, code = 'SIGNATURE_ENVELOPE_BROKEN'): unknown => ({
  kind: 'refused',
  findings: [{ code, where: 'it.dsse.json', what }],
});

describe('what is signed', () => {
  test('is the type and the payload, each with its length in bytes', () => {
    expect(signedBytes(PAYLOAD).toString('utf8')).toBe(
      `DSSEv1 28 ${TYPE} 17 {"_type":"a \u00fc"}\n`,
    );
  });
});

describe('an envelope', () => {
  test.each(Object.entries(KEYS))('of a key %s is opened by its public half', (_kind, pair) => {
    const text = sealedInEnvelope(PAYLOAD, pair.privateKey);
    expect(JSON.parse(text)).toEqual({
      payload: PAYLOAD.toString('base64'),
      payloadType: TYPE,
      signatures: [{ sig: expect.any(String) }],
    });
    const outcome = openEnvelope(Buffer.from(text), pair.publicKey, 'it');
    expect(outcome).toEqual({ kind: 'opened', payload: PAYLOAD });
    for (const other of Object.values(KEYS)) {
      if (other === pair) continue;
      expect(openEnvelope(Buffer.from(text), other.publicKey, 'it')).toMatchObject({
        findings: [{ code: 'SIGNATURE_NOT_BY_KEY' }],
      });
    }
  });

  test('is not opened by another key of the same kind', () => {
    const other = generateKeyPairSync('ed25519').publicKey;
    expect(opened(() => null, other)).toEqual(
      refusedFor('the key has not made its signature', 'SIGNATURE_NOT_BY_KEY'),
    );
  });

  test.each<readonly [string, (envelope: Envelope) => unknown, string]>([
    ['that is a list', () => [], 'it is no DSSE envelope'],
    [
      'without signatures',
      ({ payload }) => ({ payload, payloadType: TYPE }),
      'it is no DSSE envelope',
    ],
    [
      'with no signature in it',
      (one) => ({ ...one, signatures: [] }),
      'it bears 0 signatures, not one',
    ],
    [
      'with two signatures',
      (one) => ({ ...one, signatures: [...one.signatures, ...one.signatures] }),
      'it bears 2 signatures, not one',
    ],
    [
      'with another payload type',
      (one) => ({ ...one, payloadType: 'application/json' }),
      'its payload is no in-toto Statement',
    ],
    [
      'with the type in capitals',
      (one) => ({ ...one, payloadType: TYPE.toUpperCase() }),
      'its payload is no in-toto Statement',
    ],
    [
      'with white space in its payload',
      (one) => ({ ...one, payload: `${String(one.payload)}\n` }),
      'its base64 is not canonical',
    ],
    [
      'with padding too much',
      (one) => ({ ...one, payload: `${String(one.payload)}=` }),
      'its base64 is not canonical',
    ],
    ['with no payload', (one) => ({ ...one, payload: '' }), 'its base64 is not canonical'],
    [
      'with bits left over',
      (one) => ({ ...one, signatures: [{ sig: 'AB==' }] }),
      'its base64 is not canonical',
    ],
    [
      'with a changed payload',
      (one) => ({ ...one, payload: Buffer.from('{}').toString('base64') }),
      'the key has not made its signature',
    ],
    [
      'with a signature over the payload alone',
      (one) => ({
        ...one,
        signatures: [{ sig: sign(null, PAYLOAD, privateKey).toString('base64') }],
      }),
      'the key has not made its signature',
    ],
  ])('%s is refused', (_what, change, what) => {
    const isByKey = what.startsWith('the key');
    const code = isByKey ? 'SIGNATURE_NOT_BY_KEY' : 'SIGNATURE_ENVELOPE_BROKEN';
    expect(opened(change)).toEqual(refusedFor(what, code));
  });

  test('that is no JSON, or no UTF-8, is refused', () => {
    for (const bytes of [Buffer.from('{'), Buffer.from([0xff]), Buffer.alloc(0)]) {
      expect(openEnvelope(bytes, publicKey, 'it.dsse.json')).toEqual(
        refusedFor('it is no DSSE envelope'),
      );
    }
  });

  test('may be in the other alphabet of base64, and may say more than is asked', () => {
    const payload = Buffer.from([0xfb, 0xef, 0xff, 0xfe]);
    const signature = sign(null, signedBytes(payload), privateKey);
    const safe = (bytes: Buffer): string =>
      bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
    const envelope = {
      payload: safe(payload),
      payloadType: TYPE,
      signatures: [{ keyid: 'mine', sig: safe(signature) }],
      more: true,
    };
    const outcome = openEnvelope(Buffer.from(JSON.stringify(envelope)), publicKey, 'it');
    expect(outcome).toEqual({ kind: 'opened', payload });
  });
});

describe('a key', () => {
  test('of each kind that is used is taken', () => {
    for (const pair of Object.values(KEYS)) {
      expect(keyFindings(pair.privateKey, 'k')).toEqual([]);
      expect(keyFindings(pair.publicKey, 'k')).toEqual([]);
    }
  });

  test.each<readonly [Pair, string]>([
    [generateKeyPairSync('rsa', { modulusLength: 1024 }), 'rsa 1024'],
    [generateKeyPairSync('ec', { namedCurve: 'secp521r1' }), 'ec secp521r1'],
    [generateKeyPairSync('x25519'), 'x25519'],
  ])('of another kind is refused, and the kind is named', (pair, kind) => {
    expect(keyFindings(pair.privateKey, 'k')).toEqual([
      { code: 'SIGNATURE_KEY_UNFIT', where: 'k', what: `it is a key of the kind "${kind}"` },
    ]);
  });
});
