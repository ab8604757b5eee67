// What unpacks past its budget is stopped, and told what it would need.
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { deflateSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { neededBytes, takeIn, type IntakeOutcome } from '../../../harness/intake/index.ts';
import { ENTRIES, writeArchive } from './archives.ts';
import { given } from './given.ts';
import { FOOT, HEAD } from './scripts.ts';

const MIB = 1024 * 1024;

describe('what a dump would need', () => {
  test.each([
    [
      3 * MIB,
      MIB,
      10 * MIB,
      'it needs at least 3 MiB; about 30 MiB if the rest is packed as tightly',
    ],
    [MIB + 1, 1, 1, 'it needs at least 2 MiB'],
    [MIB, 0, 0, 'it needs at least 1 MiB'],
    [MIB, 0, 10, 'it needs at least 1 MiB'],
  ])('after %d bytes from %d of %d', (unpacked, packed, total, expected) => {
    expect(neededBytes(unpacked, packed, total)).toBe(expected);
  });
});

describe('a budget', () => {
  const here = given();
  const taken = async (bytes: Buffer, budgetBytes?: number): Promise<IntakeOutcome> => {
    await writeFile(here.dump, bytes);
    return await takeIn({
      dumpPath: here.dump,
      where: 'clone.dump',
      workFolder: path.join(here.root, `work-${budgetBytes}`),
      ...(budgetBytes === undefined ? {} : { budgetBytes }),
    });
  };
  const codes = ({ findings }: IntakeOutcome): string[] => findings.map(({ code }) => code);
  const bomb = gzipSync(`${HEAD}COPY s.t FROM stdin;\n${'0'.repeat(8 * MIB)}\n\\.\n${FOOT}`);

  test('stops a plain dump that unpacks past it, with what it would need', async () => {
    const { findings } = await taken(bomb, MIB);
    const found = findings.find(({ code }) => code === 'INTAKE_TOO_LARGE');
    expect(found?.where).toBe('clone.dump');
    expect(found?.what).toMatch(/^it needs at least [1-3] MiB/);
  });

  test('lets a dump through that keeps to it, and every dump where there is none', async () => {
    expect(codes(await taken(bomb, 9 * MIB))).not.toContain('INTAKE_TOO_LARGE');
    expect(codes(await taken(bomb))).not.toContain('INTAKE_TOO_LARGE');
  });

  test('holds for an archive\u2019s data that are statements, which intake reads', async () => {
    const strings = {
      tag: 'STDSTRINGS',
      description: 'STDSTRINGS',
      section: 2,
      definition: "SET standard_conforming_strings = 'on';\n",
    };
    const data = deflateSync("INSERT INTO public.birth_registry VALUES ('x');\n".repeat(50_000));
    const entries = ENTRIES.map((each) =>
      each.data === undefined ? each : { ...each, data, copy: '' },
    );
    const archive = writeArchive({ minor: 15, entries: [strings, ...entries] });
    expect(codes(await taken(archive, 1000))).toContain('INTAKE_TOO_LARGE');
    expect(codes(await taken(archive, 10 * MIB))).not.toContain('INTAKE_TOO_LARGE');
  });
});
