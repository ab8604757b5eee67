// The list of files that a run was told by, and which of them are no longer what they were.
import path from 'node:path';
import type { InputFile } from '../evidence/index.ts';
import { finding, type Finding, type Sha256 } from '../kernel/index.ts';

/** Each file once, by its path from `root`, sorted; what could not be read is not listed. */
export function inputFiles(
  root: string,
  found: Iterable<readonly [string, Sha256 | null]>,
): InputFile[] {
  const files = new Map<string, Sha256>();
  for (const [name, hash] of found) {
    if (hash !== null) files.set(path.relative(root, path.resolve(root, name)), hash);
  }
  return [...files]
    .map(([name, sha256]) => ({ name, sha256 }))
    .sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** Files that were read twice at the start, by an executor's watch and as a script, say. */
export function readUnlike(
  root: string,
  found: Iterable<readonly [string, Sha256 | null]>,
): Finding[] {
  const hashes = new Map<string, Set<Sha256>>();
  for (const [name, hash] of found) {
    const plain = path.relative(root, path.resolve(root, name));
    if (hash !== null) hashes.set(plain, (hashes.get(plain) ?? new Set()).add(hash));
  }
  return [...hashes]
    .filter(([, each]) => each.size > 1)
    .map(([name]) =>
      finding('INPUT_FILE_CHANGED', name, 'it was read twice at the start, as two different files'),
    );
}

/** A note that keeps a run from being ready, for each file that changed while it went on. */
export function changedInputs(
  before: readonly InputFile[],
  now: ReadonlyMap<string, Sha256 | null>,
  watchedElsewhere: readonly string[],
): Finding[] {
  const watched = new Set(watchedElsewhere.map((name) => path.normalize(name)));
  return before
    .filter(({ name, sha256 }) => !watched.has(name) && now.get(name) !== sha256)
    .map(({ name }) =>
      finding(
        'INPUT_FILE_CHANGED',
        name,
        (now.get(name) ?? null) === null
          ? 'it was read at the start of the run and cannot be read at its end'
          : 'its bytes are not those that were read at the start of the run',
      ),
    );
}
