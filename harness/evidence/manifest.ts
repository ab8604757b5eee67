// The manifests of a packet: `<sha256>  <name>` lines that `sha256sum -c` accepts; the sha256 of
// the tree's is the tree hash (`sha256sum packet_tree.sha256` prints the same).
import { finding, isSha256, type Finding, type Sha256 } from '../kernel/index.ts';
import { MANIFEST_FILE } from './contract.ts';

export interface ManifestLine {
  readonly name: string;
  readonly hash: Sha256;
}

/** Sorted by the bytes of the names; each line ends with a line feed. */
export function manifestOf(lines: readonly ManifestLine[]): string {
  return [...lines]
    .sort((left, right) => Buffer.compare(Buffer.from(left.name), Buffer.from(right.name)))
    .map(({ name, hash }) => `${hash}  ${name}\n`)
    .join('');
}

/** Exactly what `manifestOf` writes; anything else is named, none is guessed. */
export function parseManifest(
  text: string,
  file: string = MANIFEST_FILE,
): {
  readonly lines: readonly ManifestLine[];
  readonly findings: readonly Finding[];
} {
  const broken = (what: string): Finding => finding('PACKET_MANIFEST_BROKEN', file, what);
  const rows = text.split('\n');
  const findings: Finding[] = [];
  if (rows.pop() !== '') findings.push(broken('the last line has no line feed'));
  const lines: ManifestLine[] = [];
  for (const [index, row] of rows.entries()) {
    const hash = row.slice(0, 64);
    const name = row.slice(66);
    // A name with a slash would send `sha256sum -c` to another folder.
    if (isSha256(hash) && row.slice(64, 66) === '  ' && /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) {
      lines.push({ name, hash });
    } else findings.push(broken(`line ${index + 1} is no "<sha256>  <name>"`));
  }
  if (lines.length === 0) findings.push(broken('it names no file'));
  if (new Set(lines.map(({ name }) => name)).size !== lines.length) {
    findings.push(broken('it names a file twice'));
  }
  if (findings.length === 0 && manifestOf(lines) !== text) {
    findings.push(broken('its lines are not sorted by name'));
  }
  return { lines, findings };
}
