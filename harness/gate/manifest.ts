// The seal manifest: two lines a file, so that `sha256sum -c` reads it and the length is kept too.
import { finding, isSha256, type Finding } from '../kernel/index.ts';
import type { ParsedManifest, SealEntry, SealManifest } from './contract.ts';
import { collisionKey, folderKeys, inByteOrder, pathProblem } from './paths.ts';

const HEAD =
  '# sha256sum -c reads this; a line "# <bytes> <path>" gives the length of the file below\n';
const WHERE = 'seal manifest';

export function formatSealManifest({ entries }: SealManifest): string {
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  const lines = inByteOrder(byPath.keys()).flatMap((path) => {
    const entry = byPath.get(path);
    return entry === undefined ? [] : [`# ${entry.byteLength} ${path}\n${entry.sha256}  ${path}\n`];
  });
  return HEAD + lines.join('');
}

/** Exactly what `formatSealManifest` writes; every line that is not is named. */
export function parseSealManifest(input: string | Uint8Array): ParsedManifest {
  const text = typeof input === 'string' ? input : decoded(input);
  if (text === null) return refused([broken('it is not UTF-8')]);
  if (!text.startsWith(HEAD)) {
    const isTranslated = text
      .replace(/^\ufeff/, '')
      .replaceAll('\r', '')
      .startsWith(HEAD);
    return refused([
      broken(
        isTranslated
          ? 'its line ends or its encoding were changed (see .gitattributes)'
          : 'it does not begin with its first line',
      ),
    ]);
  }
  const rows = text.slice(HEAD.length).split('\n');
  if (rows.pop() !== '') return refused([broken('its last line has no line feed')]);

  const entries: SealEntry[] = [];
  const findings: Finding[] = [];
  for (let index = 0; index < rows.length; index += 2) {
    const entry = entryOf(rows[index] ?? '', rows[index + 1] ?? '');
    if (entry !== null) entries.push(entry);
    else
      findings.push(
        broken(`lines ${index + 2} and ${index + 3} are no length and hash of one file`),
      );
  }
  if (rows.length === 0) {
    findings.push(finding('SEAL_MANIFEST_EMPTY', WHERE, 'it names no file'));
  }
  findings.push(...pathFindings(entries.map(({ path }) => path)));
  const manifest = { entries };
  if (findings.length === 0 && formatSealManifest(manifest) !== text) {
    findings.push(broken('its files are not sorted by the bytes of their paths'));
  }
  return findings.length === 0 ? { kind: 'parsed', manifest } : refused(findings);
}

/** Paths that may not be sealed, or not together; the same for reading and for writing. */
export function pathFindings(paths: readonly string[]): Finding[] {
  const files = new Map<string, string>();
  const findings: Finding[] = [];
  for (const path of paths) {
    const problem = pathProblem(path);
    if (problem !== null) {
      findings.push(finding('SEAL_PATH_FORBIDDEN', shownPath(path), problem));
      continue;
    }
    const earlier = files.get(collisionKey(path));
    if (earlier === undefined) files.set(collisionKey(path), path);
    else findings.push(finding('SEAL_PATH_TWICE', shownPath(path), `beside ${shownPath(earlier)}`));
  }
  // A file "A" beside a folder "a": where they are one name, one of them is not there.
  for (const path of files.values()) {
    const file = folderKeys(path)
      .map((key) => files.get(key))
      .find((each) => each !== undefined);
    if (file !== undefined) {
      findings.push(finding('SEAL_PATH_TWICE', shownPath(path), `beside ${shownPath(file)}`));
    }
  }
  return findings;
}

function entryOf(lengthLine: string, hashLine: string): SealEntry | null {
  const [, digits = '', path = ''] = /^# (0|[1-9]\d{0,14}) (.+)$/su.exec(lengthLine) ?? [];
  const hash = hashLine.slice(0, 64);
  if (!isSha256(hash) || digits === '' || hashLine !== `${hash}  ${path}`) return null;
  return { path, sha256: hash, byteLength: Number(digits) };
}

function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}

function refused(findings: readonly Finding[]): ParsedManifest {
  return { kind: 'refused', findings };
}

function broken(what: string): Finding {
  return finding('SEAL_MANIFEST_INVALID', WHERE, what);
}

/** A bad path may hold anything; a good one is shown as it is. */
export function shownPath(path: string): string {
  return pathProblem(path) === null ? path : JSON.stringify(path.slice(0, 200));
}
