// Judges a packet from the raw bytes of its files: the tree, the forms, the words. Starts unproven.
import { canonicalJson, finding, sha256, weakest, type Finding, type Sha256 } from '../kernel/index.ts';
import {
  MANIFEST_FILE,
  OUTSIDE_FILES,
  OUTSIDE_MANIFEST_FILE,
  TREE_JSON_FILES,
  TREE_TEXT_FILES,
  type PacketEntry,
  type PacketSchemas,
  type PacketVerdict,
} from './contract.ts';
import { parseManifest } from './manifest.ts';
import { outsideFindings, recordFindings } from './outside.ts';
import { forbiddenCount } from './readings.ts';

type FileEntry = Extract<PacketEntry, { kind: 'file' }>;

const IN_TREE: readonly string[] = [...TREE_JSON_FILES, ...TREE_TEXT_FILES];
const KNOWN: readonly string[] = [
  ...IN_TREE,
  MANIFEST_FILE,
  ...OUTSIDE_FILES,
  OUTSIDE_MANIFEST_FILE,
];

/**
 * `expectedTree`: a tree hash from elsewhere (a terminal, a ticket); without one the packet is only
 * shown to be whole in itself.
 */
export function judgePacket(
  entries: readonly PacketEntry[],
  schemas: PacketSchemas,
  expectedTree: string | null = null,
): PacketVerdict {
  const files = entries.filter((entry) => entry.kind === 'file');
  const manifest = files.find(({ name }) => name === MANIFEST_FILE);
  const treeHash = manifest === undefined ? null : sha256(manifest.bytes);
  const findings: Finding[] = [
    ...entries.flatMap(entryFindings),
    ...missingFindings(entries),
    ...(manifest === undefined ? [] : manifestFindings(manifest, files)),
    ...files.flatMap((file) => contentFindings(file, schemas)),
    ...(treeHash === null ? [] : treeFindings(treeHash, expectedTree)),
    ...recordFindings(files, manifest),
    ...outsideFindings(
      files,
      entries.map(({ name }) => name),
      manifest,
    ),
  ];
  const judgement = weakest([
    'HELD',
    ...findings.map(({ code }) => (code === 'PACKET_UNREADABLE' ? 'NOT_DECIDED' : 'NOT_HELD')),
  ]);
  return { judgement, treeHash, findings };
}

function entryFindings(entry: PacketEntry): Finding[] {
  const strange = KNOWN.includes(entry.name)
    ? []
    : [finding('PACKET_FILE_UNKNOWN', entry.name, 'no packet holds a file of this name')];
  switch (entry.kind) {
    case 'file':
      return strange;
    case 'not-a-file':
      return [...strange, finding('PACKET_NOT_A_FILE', entry.name, 'it is a link, a folder or a device')];
    case 'too-large':
      return [...strange, finding('PACKET_FILE_TOO_LARGE', entry.name, 'it was not read')];
    case 'unreadable':
      return [...strange, finding('PACKET_UNREADABLE', entry.name, entry.why)];
  }
}

function missingFindings(entries: readonly PacketEntry[]): Finding[] {
  const there = new Set(entries.map(({ name }) => name));
  return [...IN_TREE, MANIFEST_FILE]
    .filter((name) => !there.has(name))
    .map((name) => finding('PACKET_FILE_MISSING', name, 'every packet holds it'));
}

function manifestFindings(manifest: FileEntry, files: readonly FileEntry[]): Finding[] {
  const { lines, findings } = parseManifest(decoded(manifest.bytes) ?? '');
  const listed = new Map(lines.map(({ name, hash }) => [name, hash]));
  const odd = lines
    .filter(({ name }) => !IN_TREE.includes(name))
    .map(({ name }) => finding('PACKET_MANIFEST_BROKEN', MANIFEST_FILE, `"${name}" is no file of the tree`));
  const unlisted = IN_TREE.filter((name) => !listed.has(name)).map((name) =>
    finding('PACKET_MANIFEST_BROKEN', MANIFEST_FILE, `"${name}" is not listed`),
  );
  const changed = files
    .filter(({ name, bytes }) => listed.has(name) && listed.get(name) !== sha256(bytes))
    .map(({ name }) => finding('PACKET_FILE_CHANGED', name, 'its bytes have another sha256'));
  return [...findings, ...odd, ...unlisted, ...changed];
}

function contentFindings({ name, bytes }: FileEntry, schemas: PacketSchemas): Finding[] {
  if (!KNOWN.includes(name)) return [];
  const text = decoded(bytes);
  if (text === null) return [finding('PACKET_NOT_CANONICAL', name, 'it is not UTF-8')];
  const findings: Finding[] = [];
  const tokens = forbiddenCount(name, text);
  if (tokens > 0) {
    findings.push(finding('PACKET_TOKEN_FORBIDDEN', name, `${tokens} forbidden words stand in it`));
  }
  if (name.endsWith('.json')) findings.push(...jsonFindings(name, text, schemas));
  return findings;
}

function jsonFindings(name: string, text: string, schemas: PacketSchemas): Finding[] {
  let value: unknown;
  let canonical: string;
  try {
    value = JSON.parse(text);
    canonical = canonicalJson(value);
  } catch {
    return [finding('PACKET_NOT_CANONICAL', name, 'it is not JSON, or nested without end')];
  }
  const findings: Finding[] = [];
  if (canonical !== text) {
    // Also the only way to see a key that stands twice: a parser keeps one of them.
    findings.push(finding('PACKET_NOT_CANONICAL', name, 'written again canonically, it differs'));
  }
  const schema = Object.entries(schemas).find(([key]) => key === name)?.[1];
  if (schema === undefined) {
    return IN_TREE.includes(name)
      ? [...findings, finding('PACKET_SCHEMA_BROKEN', name, 'no schema is known for it')]
      : findings;
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return findings;
  const where = parsed.error.issues.map(({ path }) => `${name} ${path.join('.') || '(top)'}`);
  return [...findings, ...where.map((place) => finding('PACKET_SCHEMA_BROKEN', place, 'not as documented'))];
}

/** The hash from elsewhere, where one is given. */
function treeFindings(treeHash: Sha256, expectedTree: string | null): Finding[] {
  return expectedTree === null || expectedTree === treeHash
    ? []
    : [finding('PACKET_TREE_DIFFERS', MANIFEST_FILE, `it is "${treeHash}"`)];
}

/** null where the bytes are not UTF-8; a byte order mark is kept, and so is no canonical JSON. */
function decoded(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
