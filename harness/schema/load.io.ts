// Reads a schema spec; every bad key is named, with the nearest known one.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { finding, LIMITS, messageOf, type Finding } from '../kernel/index.ts';
import type { SchemaSpec } from './contract.ts';
import { parseSpec } from './parse.ts';

export interface LoadedSpec {
  readonly spec: SchemaSpec | null;
  readonly findings: readonly Finding[];
}

export async function loadSpec(file: string): Promise<LoadedSpec> {
  const where = path.basename(file);
  try {
    const entry = await stat(file);
    // A pipe has no size and no end.
    if (!entry.isFile()) throw new Error('it is no plain file');
    if (entry.size > LIMITS.yamlBytes) throw new Error('it is too large to be one');
    return parseSpec(await readFile(file, 'utf8'), where);
  } catch (error) {
    return { spec: null, findings: [finding('SCHEMA_SPEC_INVALID', where, messageOf(error))] };
  }
}
