// Fetches a spec file's text, bounded.
import { open } from 'node:fs/promises';
import path from 'node:path';
import { finding, LIMITS, messageOf, sha256, type Sha256 } from '../kernel/index.ts';
import { parseSpec, type SpecRead } from './parse-spec.ts';

/** With the sha256 of the very bytes that were parsed. Codes: SCHEMA_SPEC_INVALID, SCHEMA_SPEC_EMPTY, SCHEMA_SPEC_UNREADABLE. */
export async function loadSpec(file: string): Promise<SpecRead & { readonly sha256?: Sha256 }> {
  try {
    await using handle = await open(file, 'r');
    if ((await handle.stat()).size > LIMITS.specBytes) {
      return {
        spec: null,
        findings: [finding('SCHEMA_SPEC_INVALID', file, 'it is too large to be one')],
      };
    }
    const bytes = await handle.readFile();
    return { ...parseSpec(bytes.toString('utf8'), path.basename(file)), sha256: sha256(bytes) };
  } catch (error) {
    return { spec: null, findings: [finding('SCHEMA_SPEC_UNREADABLE', file, messageOf(error))] };
  }
}
