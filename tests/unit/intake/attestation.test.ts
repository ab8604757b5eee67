// The operator's word: what counts as one, and for which bytes.
import { describe, expect, test } from '@jest/globals';
import {
  attestationText,
  judgeBinding,
  readAttestation,
  sidecarOf,
} from '../../../harness/intake/attestation.ts';
import { CONFIRMATION, type Attestation } from '../../../harness/intake/contract.ts';
import { sha256 } from '../../../harness/kernel/index.ts';

const VALID: Attestation = {
  version: 1,
  operator: 'Ada',
  sanitizedWith: 'synthetic rows only',
  confirmation: CONFIRMATION,
  sha256: sha256('dump'),
  byteLength: 4,
};
const yamlOf = (change: Record<string, unknown>): string => JSON.stringify({ ...VALID, ...change }); // JSON is YAML
const codesOf = (text: string): readonly string[] => {
  const reading = readAttestation(text, 'x');
  return reading.kind === 'read' ? [] : reading.findings.map(({ code }) => code);
};

describe('an attestation', () => {
  test('is read back as it was written', () => {
    const whole = { ...VALID, database: 'directus' };
    expect(readAttestation(attestationText(whole), 'x')).toEqual({
      kind: 'read',
      attestation: whole,
    });
    expect(sidecarOf('dumps/a.dump')).toBe('dumps/a.dump.attestation.yaml');
  });

  test.each<[string, Record<string, unknown>]>([
    ['another version', { version: 2 }],
    ['no operator', { operator: undefined }],
    ['a blank operator', { operator: '  ' }],
    ['no account of the sanitizing', { sanitizedWith: '' }],
    ['no confirmation at all', { confirmation: undefined }],
    ['a hash in capitals', { sha256: VALID.sha256.toUpperCase() }],
    ['a short hash', { sha256: 'abc' }],
    ['a negative length', { byteLength: -1 }],
    ['a length that is no whole number', { byteLength: 1.5 }],
    ['a length as text', { byteLength: '4' }],
    ['an empty database', { database: '' }],
    ['a key that is not known', { note: 'trust me' }],
  ])('is invalid with %s', (_, change) => {
    expect(codesOf(yamlOf(change))).toEqual(['ATTESTATION_INVALID']);
  });

  test.each([
    'Sanitized non-production copy',
    'sanitized non-production copy.',
    ' sanitized non-production copy',
    'sanitized nonproduction copy',
    'sanitized non\u2010production copy',
    'sanitized  non-production copy',
    'yes',
    '',
    true,
    null,
    ['sanitized non-production copy'],
  ])('confirms nothing with %j', (confirmation) => {
    expect(codesOf(yamlOf({ confirmation }))).toEqual(['ATTESTATION_NOT_CONFIRMED']);
  });

  test.each([
    ['no YAML', 'a: [1'],
    ['a key twice', `${attestationText(VALID)}operator: Eve\n`],
    [
      'an alias',
      attestationText(VALID)
        .replace('operator: Ada', 'operator: &a Ada')
        .replace('synthetic rows only', '*a'),
    ],
    ['two documents', `${attestationText(VALID)}---\n${attestationText(VALID)}`],
    ['a list', '- 1\n'],
    ['nothing', ''],
  ])('is invalid where it is %s', (_, text) => {
    expect(codesOf(text)).toEqual(['ATTESTATION_INVALID']);
  });

  test('names every key that is wrong', () => {
    const reading = readAttestation(yamlOf({ operator: '', byteLength: -1 }), 'x.yaml');
    const whats = reading.kind === 'refused' ? reading.findings.map(({ what }) => what) : [];
    expect(whats).toEqual([
      expect.stringContaining('"operator"'),
      expect.stringContaining('"byteLength"'),
    ]);
  });

  test('binds to these very bytes, and to no others', () => {
    const measured = { sha256: sha256('dump'), byteLength: 4 };
    expect(judgeBinding(VALID, measured, 'x')).toEqual([]);
    const [otherBytes] = judgeBinding(VALID, { ...measured, sha256: sha256('dumq') }, 'x');
    expect(otherBytes).toMatchObject({ code: 'ATTESTATION_OTHER_BYTES', where: 'x' });
    expect(otherBytes?.what).toContain(sha256('dumq'));
    const [otherLength] = judgeBinding(VALID, { ...measured, byteLength: 5 }, 'x');
    expect(otherLength?.what).toBe('the dump has 5 bytes, attested are 4');
  });
});
