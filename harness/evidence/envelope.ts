// A signed Statement: the DSSE envelope, its one signature, and what the signature is over.
import { constants, sign, verify, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson, finding, type Finding } from '../kernel/index.ts';
import { PAYLOAD_TYPE } from './statement-contract.ts';

/** DSSE's own encoding of what is signed, so that no payload can be taken for another type's. */
export function signedBytes(payload: Uint8Array): Buffer {
  const type = Buffer.from(PAYLOAD_TYPE, 'utf8');
  const head = `DSSEv1 ${type.length} ${PAYLOAD_TYPE} ${payload.length} `;
  return Buffer.concat([Buffer.from(head, 'utf8'), payload]);
}

/** Ed25519; ECDSA over P-256 or RSA, both with SHA-256: what openssl and others take by default. */
export function keyFindings(key: KeyObject, where: string): Finding[] {
  const { namedCurve, modulusLength } = key.asymmetricKeyDetails ?? {};
  const kind = key.asymmetricKeyType;
  const isFit =
    kind === 'ed25519' ||
    (kind === 'ec' && namedCurve === 'prime256v1') ||
    (kind === 'rsa' && (modulusLength ?? 0) >= 2048);
  if (isFit) return [];
  const what = `it is a key of the kind "${[kind, namedCurve ?? modulusLength].join(' ').trim()}"`;
  return [finding('SIGNATURE_KEY_UNFIT', where, what)];
}

/** The envelope's text. `key` is private, and one that `keyFindings` has nothing against. */
export function sealedInEnvelope(payload: Uint8Array, key: KeyObject): string {
  const signature = sign(hashFor(key), signedBytes(payload), signingWith(key));
  return canonicalJson({
    payload: Buffer.from(payload).toString('base64'),
    payloadType: PAYLOAD_TYPE,
    signatures: [{ sig: signature.toString('base64') }],
  });
}

/** Unknown members are no reason to refuse one; nothing of them is read. */
const ENVELOPE = z.object({
  payload: z.string(),
  payloadType: z.string(),
  signatures: z.array(z.object({ sig: z.string() })),
});

export type Opened =
  | { readonly kind: 'opened'; readonly payload: Buffer }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** The payload whose signature `key` has made: the very bytes that were verified. */
export function openEnvelope(bytes: Uint8Array, key: KeyObject, where: string): Opened {
  const refused = (what: string, code: Finding['code'] = 'SIGNATURE_ENVELOPE_BROKEN'): Opened => ({
    kind: 'refused',
    findings: [finding(code, where, what)],
  });
  const parsed = ENVELOPE.safeParse(valueOf(bytes));
  if (!parsed.success) return refused('it is no DSSE envelope');
  const { payload: text, payloadType, signatures } = parsed.data;
  if (payloadType !== PAYLOAD_TYPE) return refused('its payload is no in-toto Statement');
  const [only] = signatures;
  if (only === undefined || signatures.length !== 1) {
    return refused(`it bears ${signatures.length} signatures, not one`);
  }
  const payload = fromBase64(text);
  const signature = fromBase64(only.sig);
  if (payload === null || signature === null) return refused('its base64 is not canonical');
  const isMade = verify(hashFor(key), signedBytes(payload), signingWith(key), signature);
  return isMade
    ? { kind: 'opened', payload }
    : refused('the key has not made its signature', 'SIGNATURE_NOT_BY_KEY');
}

/** Ed25519 hashes by itself. */
function hashFor(key: KeyObject): string | null {
  return key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
}

interface Signing {
  readonly key: KeyObject;
  readonly padding?: number;
  readonly dsaEncoding?: 'der';
}

function signingWith(key: KeyObject): Signing {
  if (key.asymmetricKeyType === 'rsa') return { key, padding: constants.RSA_PKCS1_PADDING };
  return key.asymmetricKeyType === 'ec' ? { key, dsaEncoding: 'der' } : { key };
}

/**
 * Either alphabet, as DSSE asks, but one text for one value: else an envelope could be changed and
 * still hold.
 */
function fromBase64(text: string): Buffer | null {
  const bytes = Buffer.from(text, 'base64');
  const isCanonical = text === bytes.toString('base64') || text === urlSafe(bytes);
  return isCanonical && bytes.length > 0 ? bytes : null;
}

function urlSafe(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('+', '-').replaceAll('/', '_');
}

function valueOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}
