// A restore that says how far it is: by what pg_restore has read of the archive, or what was fed to psql.
import { scanPlainFile, type UnattestedDump } from '../intake/index.ts';
import { ArchiveReading, type RestoreRequest } from '../restore/index.ts';
import type { Sandbox } from '../sandbox/index.ts';
import type { LoadedConfig } from '../config/index.ts';
import type { Measure } from './contract.ts';

export interface Restoring extends AsyncDisposable {
  readonly request: RestoreRequest;
  readonly measure: Measure;
}

/** pg_restore and pg_dump put them last: nobody can tell beforehand how long they take. */
const AFTERWARDS = 'now indexes and constraints';

/** What restoring asks for, as the configuration has it; nothing is begun. */
export function restoring(
  sandbox: Sandbox,
  { dump, config }: { readonly dump: UnattestedDump; readonly config: LoadedConfig },
): Restoring {
  const { limits, extensions } = config;
  const { format, byteLength: total } = dump.facts;
  const archive = new ArchiveReading(sandbox);
  let fed: { packedBytes: number } | null = null;
  let passes = 0;
  const scanPlain: RestoreRequest['scanPlain'] = (file) => {
    // The first pass only looks for schemas.
    passes += 1;
    const progress = { packedBytes: 0 };
    if (passes > 1) fed = progress;
    return scanPlainFile(file, progress);
  };
  return {
    request: {
      sandbox,
      dump,
      allowedExtensions: extensions,
      jobs: Math.max(1, Math.floor(limits.cpus)),
      limitSeconds: limits.restoreSeconds,
      scanPlain,
    },
    measure: async () => {
      const read = format === 'plain' ? (fed?.packedBytes ?? null) : await archive.bytesRead();
      // Each worker reads the list of contents, and its own libraries, too.
      return read === null
        ? null
        : { done: Math.min(read, total), total, unit: 'bytes', afterwards: AFTERWARDS };
    },
    [Symbol.asyncDispose]: async () => await archive[Symbol.asyncDispose](),
  };
}
