// What a rehearsal would be told, three ways each: good, bad, not to be told.
import { describe, expect, test } from '@jest/globals';
import {
  judgeProject,
  type CheckId,
  type DumpSeen,
  type ProjectFacts,
} from '../../../harness/doctor/index.ts';
import { finding } from '../../../harness/kernel/index.ts';
import { checkOf } from './checks.ts';

type Outcome = DumpSeen['outcome'];
type Accepted = Extract<Outcome, { kind: 'accepted' }>;

const ACCEPTED: Accepted = {
  kind: 'accepted',
  facts: {
    format: 'custom',
    compression: 'gzip',
    serverVersion: '15.20',
    serverMajor: 15,
    pgDumpVersion: null,
    databaseName: 'directus',
    encoding: 'UTF8',
    locale: null,
    sha256: 'a'.repeat(64) as Accepted['facts']['sha256'], // branded: a test makes one
    byteLength: 2 * 1024 * 1024,
  },
  attestation: {
    version: 1,
    operator: 'O',
    sanitizedWith: 'S',
    confirmation: 'sanitized non-production copy',
    sha256: 'a'.repeat(64),
    byteLength: 2 * 1024 * 1024,
  },
};
const dump = (outcome: Outcome, isAskedFor = false): DumpSeen => ({
  name: 'dumps/clone.dump',
  isAskedFor,
  bytes: 2 * 1024 * 1024,
  outcome,
});
const GOOD: ProjectFacts = {
  config: { kind: 'read', value: { name: 'rehearsal.config.yaml' } },
  inputs: { kind: 'read', value: { scenarios: 9, surfaces: 8 } },
  seal: { judgement: 'HELD', sealed: 3, identical: 3 },
  evidence: { folder: 'evidence', refusal: null },
  dump: dump(ACCEPTED),
};
const judged = (changes: Partial<ProjectFacts>, id: CheckId) =>
  checkOf(judgeProject({ ...GOOD, ...changes }), id);

describe('the project', () => {
  test('is good in every check where all can be read', () => {
    const checks = judgeProject(GOOD);
    expect(checks.map(({ judgement, remedy }) => [judgement, remedy])).toEqual(
      checks.map(() => ['HELD', null]),
    );
    expect(checks.map(({ id, measured }) => [id, measured])).toEqual([
      ['configuration', 'rehearsal.config.yaml'],
      ['inputs', '9 scenarios, 8 surfaces, all readable'],
      ['seal', '3 of 3 sealed files are byte-identical'],
      ['evidence-folder', 'evidence, may be written'],
      ['dump', 'dumps/clone.dump: custom, Postgres 15, 2.0 MiB, attested'],
    ]);
  });

  test('without a configuration leaves all that it would name untold', () => {
    const findings = [finding('CONFIG_UNREADABLE', 'x.yaml', 'ENOENT')];
    const config = { kind: 'refused', findings } as const;
    const checks = judgeProject({ config, inputs: null, seal: null, evidence: null, dump: null });
    expect(checkOf(checks, 'configuration')).toEqual({
      judgement: 'NOT_HELD',
      measured: 'CONFIG_UNREADABLE at x.yaml: ENOENT',
      remedy: 'check the path and its permissions.',
    });
    for (const id of ['inputs', 'evidence-folder', 'dump'] as const) {
      expect(checkOf(checks, id)).toEqual({
        judgement: 'NOT_DECIDED',
        measured: 'not tried: "configuration" does not hold',
        remedy: 'see "configuration".',
      });
    }
  });

  test('with a spec that cannot be read says why', () => {
    const findings = [finding('SCHEMA_SPEC_INVALID', 'spec.yaml:3', '"tabels": unknown')];
    expect(judged({ inputs: { kind: 'refused', findings } }, 'inputs')).toMatchObject({
      judgement: 'NOT_HELD',
      measured: 'SCHEMA_SPEC_INVALID at spec.yaml:3: "tabels": unknown',
    });
  });

  test.each([
    [
      { judgement: 'NOT_HELD', sealed: 3, identical: 2 } as const,
      '2 of 3 sealed files are byte-identical',
    ],
    [
      { judgement: 'NOT_DECIDED', sealed: 0, identical: 0 } as const,
      '0 of 0 sealed files are byte-identical',
    ],
    [null, 'the manifest could not be asked'],
  ])('with a seal of %j is not good', (seal, measured) => {
    expect(judged({ seal }, 'seal')).toEqual({
      judgement: seal?.judgement ?? 'NOT_DECIDED',
      measured,
      remedy: 'run "make gate" to see which file; once all changes are meant, "make seal".',
    });
  });

  test('with an evidence folder that nobody may write is bad', () => {
    const evidence = { folder: 'evidence', refusal: 'EACCES: permission denied' };
    expect(judged({ evidence }, 'evidence-folder')).toEqual({
      judgement: 'NOT_HELD',
      measured: 'evidence: EACCES: permission denied',
      remedy: 'give this user the right to write there, or name another folder: "evidence".',
    });
  });
});

describe('the dump', () => {
  const missing = finding('INTAKE_DUMP_MISSING', 'dumps/clone.dump', 'there is no dump');
  const absent = { kind: 'missing', facts: {}, findings: [missing] } as const;

  test('is not there yet, which is nobody\u2019s fault', () => {
    expect(judged({ dump: dump(absent) }, 'dump')).toEqual({
      judgement: 'NOT_DECIDED',
      measured: 'none at dumps/clone.dump yet',
      remedy: 'deliver the dump at the path named, with its attestation beside it.',
    });
  });

  test('counts where it was asked for, and only then', () => {
    const isNeeded = (seen: DumpSeen) =>
      judgeProject({ ...GOOD, dump: seen }).find(({ id }) => id === 'dump')?.needed;
    expect(isNeeded(dump(absent, true))).toBe(true);
    expect(isNeeded(dump(absent, false))).toBe(false);
  });

  test('that nobody has attested is bad, and so is one that is refused', () => {
    const findings = [finding('ATTESTATION_MISSING', 'a.yaml', 'nobody has confirmed this dump')];
    expect(judged({ dump: dump({ kind: 'missing', facts: {}, findings }) }, 'dump')).toEqual({
      judgement: 'NOT_HELD',
      measured: 'ATTESTATION_MISSING at a.yaml: nobody has confirmed this dump',
      remedy: 'confirm what that asks; without it the dump is not restored.',
    });
    const empty = [finding('INTAKE_EMPTY', 'a.dump', 'it has no byte')];
    expect(
      judged({ dump: dump({ kind: 'refused', facts: {}, findings: empty }) }, 'dump').judgement,
    ).toBe('NOT_HELD');
  });

  test('that was not read is untold, and says what reads it', () => {
    const outcome = { kind: 'not-read', why: 'too large for a first look' } as const;
    expect(judged({ dump: dump(outcome) }, 'dump')).toEqual({
      judgement: 'NOT_DECIDED',
      measured: 'dumps/clone.dump, 2.0 MiB: too large for a first look',
      remedy: 'run "make inspect DUMP=dumps/clone.dump".',
    });
  });
});
