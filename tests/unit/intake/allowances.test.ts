// What a lane allows: it lets a dump through by code or place, and stays on record with its reason.
import { writeFile } from 'node:fs/promises';
import { describe, expect, test } from '@jest/globals';
import { BoundedFindings, listed } from '../../../harness/intake/bounded-findings.ts';
import {
  cloneProvenanceSchema,
  provenanceOf,
  takeIn,
  type ContentScan,
  type IntakeOutcome,
} from '../../../harness/intake/index.ts';
import { finding, type Allowance } from '../../../harness/kernel/index.ts';
import { codesOf, given } from './given.ts';
import { FOOT, HEAD } from './scripts.ts';

const here = given();
const SERVER = 'CREATE SERVER s FOREIGN DATA WRAPPER w;\n';
const NOTED = "CREATE FUNCTION f() RETURNS int LANGUAGE sql SECURITY DEFINER AS 'SELECT 1';\n";

async function taken(
  body: string,
  allowances?: readonly Allowance[],
  name = 'work',
): Promise<IntakeOutcome> {
  await writeFile(here.dump, `${HEAD}${body}${FOOT}`);
  await here.attest({ replace: true });
  return await takeIn({
    dumpPath: here.dump,
    where: 'x.sql',
    workFolder: `${here.root}/${name}`,
    ...(allowances === undefined ? {} : { allowances }),
  });
}
const allow = (code: Allowance['code'], where?: string): Allowance => ({
  code,
  where,
  reason: 'known',
});

describe('an allowance', () => {
  test('lets a dump through and keeps what it allows on record, with notes', async () => {
    const outcome = await taken(SERVER + NOTED, [allow('HOSTILE_FOREIGN_SERVER')]);
    expect(outcome.kind).toBe('accepted');
    expect(codesOf(outcome)).toEqual(['INTAKE_SECURITY_DEFINER']);
    const where = expect.stringMatching(/^x\.sql:\d+$/);
    const record = {
      code: 'HOSTILE_FOREIGN_SERVER',
      where,
      what: 'CREATE SERVER s',
      reason: 'known',
    };
    expect(outcome.allowed).toEqual([record]);
    const table = cloneProvenanceSchema.parse(provenanceOf(outcome, 'YES'));
    expect(table.allowed).toEqual([record]);
    expect(table.findings.map(({ code }) => code)).toEqual(['INTAKE_SECURITY_DEFINER']);
    expect(table.candidates[0]).toMatchObject({
      allowed: 'NOT_DECIDED',
      contains_secrets: 'NOT_DECIDED',
    });
  });

  test('is needed: without it, or with one for something else, the dump is refused', async () => {
    const others = [
      undefined,
      [],
      [allow('HOSTILE_DBLINK')],
      [allow('HOSTILE_FOREIGN_SERVER', 'y:1')],
    ];
    for (const [index, allowances] of others.entries()) {
      const outcome = await taken(SERVER, allowances, `work-${index}`);
      expect(outcome.kind).toBe('refused');
      expect(codesOf(outcome)).toEqual(['HOSTILE_FOREIGN_SERVER']);
      expect(outcome.allowed).toEqual([]);
    }
  });

  test('lifts no refusal that the registry keeps, and leaves what is not allowed', async () => {
    const outcome = await taken(`${SERVER}\\! id\nLOAD 'x';\n`, [
      allow('HOSTILE_FOREIGN_SERVER'),
      allow('INTAKE_META_COMMAND'),
    ]);
    expect(outcome.kind).toBe('refused');
    expect(codesOf(outcome)).toEqual(['INTAKE_META_COMMAND', 'HOSTILE_LOAD']);
    expect(outcome.allowed.map(({ code }) => code)).toEqual(['HOSTILE_FOREIGN_SERVER']);
  });

  test('never hides what stands behind a great many that are allowed', async () => {
    const body = SERVER.repeat(300) + "LOAD 'x';\n";
    const outcome = await taken(body, [allow('HOSTILE_FOREIGN_SERVER')]);
    expect(codesOf(outcome)).toEqual(['HOSTILE_LOAD']);
    expect(outcome.allowed).toHaveLength(200);
    expect(outcome.allowed.at(-1)?.what).toBe('CREATE SERVER s; and 100 more like it');
  });
});

describe('a list of findings', () => {
  test('ends where nobody reads on, with a refusal that no lane lifts', () => {
    const many = new BoundedFindings();
    for (let index = 0; index < 10_100; index += 1) many.add('HOSTILE_LOAD', `x:${index}`, 'LOAD');
    expect(many.all()).toHaveLength(10_001);
    expect(many.all().at(-1)).toMatchObject({ code: 'INTAKE_UNPARSABLE', where: 'x:10000' });
    expect(
      listed(many.all())
        .map(({ code }) => code)
        .slice(-2),
    ).toEqual(['HOSTILE_LOAD', 'INTAKE_UNPARSABLE']);
  });

  test('is not changed where it is short', () => {
    const few = [finding('HOSTILE_LOAD', 'a', 'LOAD'), finding('HOSTILE_DBLINK', 'b', 'x')];
    expect(listed(few)).toEqual(few);
  });
});

describe('the content scan in Table A', () => {
  const scan = (judgement: ContentScan['judgement'], ...codes: string[]): ContentScan => ({
    judgement,
    tables: 1,
    rows: 2,
    bytes: 3,
    allowed_hosts: [],
    hits: codes.map((code) => ({ code, rule: 'r', where: 'a.t.c', count: 1, shape: 'a' })),
  });
  const SECRET = 'DATA_PASSWORD_HASH';
  const allowed = [{ code: SECRET, where: 'a.t.c', what: 'x', reason: 'known' }] as const;

  test.each<[string, ContentScan | null, typeof allowed | [], string, string]>([
    ['nobody looked', null, [], 'NOT_DECIDED', 'NOT_DECIDED'],
    ['all was read and nothing found', scan('HELD'), [], 'NO', 'YES'],
    ['only a guess was found', scan('HELD', 'DATA_SUSPECT'), [], 'NO', 'YES'],
    ['a secret was found', scan('NOT_HELD', SECRET), [], 'YES', 'NO'],
    ['a secret was found that is allowed', scan('HELD', SECRET), allowed, 'YES', 'YES'],
    [
      'a secret stands elsewhere than allowed',
      scan('NOT_HELD', SECRET, 'DATA_WEBHOOK'),
      allowed,
      'YES',
      'NO',
    ],
    ['a code was found that nobody knows', scan('NOT_HELD', 'DATA_X'), [], 'YES', 'NO'],
    ['not all was read', scan('NOT_DECIDED'), [], 'NOT_DECIDED', 'NO'],
    ['not all was read, and a secret was found', scan('NOT_DECIDED', SECRET), allowed, 'YES', 'NO'],
    ['there was no clone', scan('N/A_NO_CLONE'), [], 'NOT_DECIDED', 'NO'],
  ])('answers where %s', async (_, found, lane, contains_secrets, isAllowed) => {
    const outcome = await taken('');
    const findings = [finding('DATA_SUSPECT', 'a.t.d', 'a guess')];
    const content = found === null ? null : { scan: found, findings, allowed: lane };
    const table = cloneProvenanceSchema.parse(provenanceOf(outcome, 'YES', content));
    expect(table.candidates[0]).toMatchObject({ contains_secrets, allowed: isAllowed });
    expect(table.scan).toEqual(found);
    expect(table.allowed).toEqual(lane);
    expect(table.findings).toEqual(found === null ? [] : findings);
  });
});
