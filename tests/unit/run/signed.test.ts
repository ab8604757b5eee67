// A Statement that was signed, held against a packet.
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { sealedInEnvelope } from '../../../harness/evidence/index.ts';
import { canonicalJson, sha256 } from '../../../harness/kernel/index.ts';
import { openStrictly, signedFindings } from '../../../harness/run/signed.ts';

const MANIFEST = Buffer.from('a manifest\n');
const BESIDE = ['junit.xml', 'log.jsonl', 'report.html', 'run.json', 'timings.json'];
const bytesOf = (name: string): Buffer => Buffer.from(`all of ${name}\n`);

function statement(digest: string, name = 'packet_tree.sha256'): Buffer {
  return Buffer.from(
    canonicalJson({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [
        { name, digest: { sha256: digest } },
        ...BESIDE.map((each) => ({ name: each, digest: { sha256: sha256(bytesOf(each)) } })),
      ],
      predicateType: 'https://in-toto.io/attestation/test-result/v0.1',
      predicate: {
        result: 'FAILED',
        configuration: [{ name: 'a', digest: { sha256: 'a'.repeat(64) } }],
        passedTests: [],
        warnedTests: [],
        failedTests: [],
      },
    }),
  );
}

const OWN = statement(sha256(MANIFEST));
const files = (own: Buffer | null = OWN): ReadonlyMap<string, Uint8Array> =>
  new Map([
    ['packet_tree.sha256', MANIFEST],
    ...BESIDE.map((name) => [name, bytesOf(name)] as const),
    ...(own === null ? [] : [['packet.intoto.json', own] as const]),
  ]);
const other = (what: string): object => ({ code: 'SIGNATURE_OTHER_STATEMENT', where: 'e', what });
const NOT_ITS_FILE = other('its payload is not packet.intoto.json');
const NOT_ITS_TREE = other('it is not about this packet\u2019s tree');

describe('an envelope', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const text = sealedInEnvelope(OWN, privateKey);

  test('is opened where every reader opens it to one payload', () => {
    expect(openStrictly(Buffer.from(text), publicKey, 'e').kind).toBe('opened');
  });

  test('with a payload before its own is refused, although the later one was signed', () => {
    const twice = Buffer.from(text.replace('{', '{"payload":"e30=",'));
    expect(openStrictly(twice, publicKey, 'e')).toEqual({
      kind: 'refused',
      findings: [{ code: 'SIGNATURE_ENVELOPE_BROKEN', where: 'e', what: 'key "payload"' }],
    });
  });
});

describe('a signed Statement', () => {
  test('is the packet\u2019s own where every byte is', () => {
    expect(signedFindings({ kind: 'opened', payload: OWN }, files(), 'e')).toEqual([]);
  });

  test('of another packet is refused, and so is one that is no Statement', () => {
    const foreign = statement('f'.repeat(64));
    expect(signedFindings({ kind: 'opened', payload: foreign }, files(), 'e')).toEqual([
      NOT_ITS_FILE,
      NOT_ITS_TREE,
    ]);
    expect(signedFindings({ kind: 'opened', payload: Buffer.from('{') }, files(), 'e')).toEqual([
      NOT_ITS_FILE,
      NOT_ITS_TREE,
      ...BESIDE.map((name) => other(`it is not about this ${name}`)),
    ]);
  });

  test('of the same tree in other bytes is refused', () => {
    const payload = Buffer.from(`\n${OWN.toString('utf8')}`);
    expect(signedFindings({ kind: 'opened', payload }, files(), 'e')).toEqual([NOT_ITS_FILE]);
  });

  test.each(BESIDE)('speaks of %s, whatever Statement the packet holds', (name) => {
    const changed = new Map(files()).set(name, Buffer.from('another one\n'));
    const what = other(`it is not about this ${name}`);
    expect(signedFindings({ kind: 'opened', payload: OWN }, changed, 'e')).toEqual([what]);
    const without = new Map(files());
    without.delete(name);
    expect(signedFindings({ kind: 'opened', payload: OWN }, without, 'e')).toEqual([what]);
  });

  test('is not taken in by a file that was changed, with the packet\u2019s Statement made anew', () => {
    const anew = OWN.toString('utf8').replace(
      sha256(bytesOf('log.jsonl')),
      sha256('another one\n'),
    );
    const changed = new Map(files(Buffer.from(anew)));
    changed.set('log.jsonl', Buffer.from('another one\n'));
    expect(signedFindings({ kind: 'opened', payload: OWN }, changed, 'e')).toEqual([
      NOT_ITS_FILE,
      other('it is not about this log.jsonl'),
    ]);
  });

  test('that the packet holds, but which is about another tree, is refused', () => {
    for (const foreign of [statement('f'.repeat(64)), statement(sha256(MANIFEST), 'dump')]) {
      expect(signedFindings({ kind: 'opened', payload: foreign }, files(foreign), 'e')).toEqual([
        NOT_ITS_TREE,
      ]);
    }
  });

  test('shows nothing of a packet that holds none', () => {
    expect(signedFindings({ kind: 'opened', payload: OWN }, files(null), 'e')).toEqual([
      { code: 'PACKET_STATEMENT_MISSING', where: 'packet.intoto.json', what: 'it is not there' },
    ]);
  });

  test('that could not be opened is refused for what kept it shut', () => {
    const findings = [{ code: 'SIGNATURE_NOT_BY_KEY', where: 'e', what: 'x' }] as const;
    expect(signedFindings({ kind: 'refused', findings }, files(), 'e')).toEqual(findings);
  });
});
