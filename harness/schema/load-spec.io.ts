// Fetches a spec file's text, bounded.
import { open } from 'node:fs/promises';
import path from 'node:path';
import { finding, LIMITS, messageOf } from '../kernel/index.ts';
import { parseSpec, type SpecRead } from './parse-spec.ts';

/** Codes: SCHEMA_SPEC_INVALID, SCHEMA_SPEC_EMPTY, SCHEMA_SPEC_UNREADABLE. */
export async function loadSpec(file: string): Promise<SpecRead> {
  try {
    await using handle = await open(file, 'r');
    if ((await handle.stat()).size > LIMITS.specBytes) {
      return {
        spec: null,
        findings: [finding('SCHEMA_SPEC_INVALID', file, 'it is too large to be one')],
      };
    }
    return parseSpec(await handle.readFile('utf8'), path.basename(file));
  } catch (error) {
    return { spec: null, findings: [finding('SCHEMA_SPEC_UNREADABLE', file, messageOf(error))] };
  }
}
