// Judges a packet from the raw bytes of its files: the tree, the forms, the words. Starts unproven.
import {
  canonicalJson,
  defuseTokens,
  excessIn,
  finding,
  messageOf,
  sha256,
  weakest,
  type Code,
  type Finding,
  type Sha256,
} from '../kernel/index.ts';
import {
  MANIFEST_FILE,
  OUTSIDE_FILES,
  OUTSIDE_MANIFEST_FILE,
  TREE_JSON_FILES,
  TREE_TEXT_FILES,
  type PacketEntry,
  type PacketSchemas,
  type PacketStory,
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
 * shown to be whole in itself, and to contradict itself nowhere.
 */
export function judgePacket(
  entries: readonly PacketEntry[],
  schemas: PacketSchemas,
  expectedTree: string | null,
  story: PacketStory,
): PacketVerdict {
  const files = entries.filter((entry) => entry.kind === 'file');
  const manifest = files.find(({ name }) => name === MANIFEST_FILE);
  const treeHash = manifest === undefined ? null : sha256(manifest.bytes);
  const findings: Finding[] = [
    ...entries.flatMap(entryFindings),
    ...missingFindings(entries),
    ...(manifest === undefined ? [] : manifestFindings(manifest, files)),
    ...toldFindings(files, schemas, story),
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
    ...findings.map(({ code }) => (UNDECIDED.has(code) ? 'NOT_DECIDED' : 'NOT_HELD')),
  ]);
  return { judgement, treeHash, findings };
}

const UNDECIDED: ReadonlySet<Code> = new Set([
  'PACKET_UNREADABLE',
  'PACKET_HARNESS_DIFFERS',
  'PACKET_STORY_UNTOLD',
]);

/** What each file holds, and what they hold together. */
function toldFindings(
  files: readonly FileEntry[],
  schemas: PacketSchemas,
  story: PacketStory,
): readonly Finding[] {
  const values = new Map<string, unknown>();
  const forms = files.flatMap((file) => {
    const read = contentOf(file, schemas);
    if (read.findings.length === 0) values.set(file.name, read.value);
    return read.findings;
  });
  // A file that is missing, or has another form, is told above: no story can be made of the rest.
  const isWhole = IN_TREE.every((name) => values.has(name));
  const findings = [...forms, ...(isWhole ? storyOf(values, story) : [])];
  const madeBy = versionIn(files);
  if (findings.length === 0 || madeBy === null || madeBy === story.version) return findings;
  // Another build may tell it otherwise and be right: that is no forgery, and never held either.
  const what = `made by ${madeBy}, verified by ${story.version}: ${findings.length} things are told otherwise`;
  return [finding('PACKET_HARNESS_DIFFERS', RECORD, what), ...files.flatMap(tokensIn)];
}

const RECORD = 'run.json';

/** What cannot be told again is not shown to be so, whatever kept it from being told. */
function storyOf(values: ReadonlyMap<string, unknown>, story: PacketStory): readonly Finding[] {
  try {
    return story.judge(values);
  } catch (error) {
    return [finding('PACKET_STORY_UNTOLD', '(packet)', defuseTokens(messageOf(error)))];
  }
}

/** As run.json says; null where it is not there, or says none. */
function versionIn(files: readonly FileEntry[]): string | null {
  const record = files.find(({ name }) => name === RECORD);
  try {
    const value: unknown = JSON.parse(decoded(record?.bytes ?? new Uint8Array()) ?? '');
    const version: unknown = Reflect.get(Object(Reflect.get(Object(value), 'harness')), 'version');
    // It is repeated in a message: a version, and nothing that could mislead there.
    return typeof version === 'string' && /^[\w.+-]{1,40}$/.test(version) ? version : null;
  } catch {
    return null;
  }
}

function entryFindings(entry: PacketEntry): Finding[] {
  const strange = KNOWN.includes(entry.name)
    ? []
    : [finding('PACKET_FILE_UNKNOWN', entry.name, 'no packet holds a file of this name')];
  switch (entry.kind) {
    case 'file':
    case 'unknown':
      return strange;
    case 'not-a-file':
      return [
        ...strange,
        finding('PACKET_NOT_A_FILE', entry.name, 'it is a link, a folder or a device'),
      ];
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
    .map(({ name }) =>
      finding('PACKET_MANIFEST_BROKEN', MANIFEST_FILE, `"${name}" is no file of the tree`),
    );
  const unlisted = IN_TREE.filter((name) => !listed.has(name)).map((name) =>
    finding('PACKET_MANIFEST_BROKEN', MANIFEST_FILE, `"${name}" is not listed`),
  );
  const changed = files
    .filter(({ name, bytes }) => listed.has(name) && listed.get(name) !== sha256(bytes))
    .map(({ name }) => finding('PACKET_FILE_CHANGED', name, 'its bytes have another sha256'));
  return [...findings, ...odd, ...unlisted, ...changed];
}

interface Content {
  /** Parsed JSON, or the text; worth nothing where there are findings. */
  readonly value: unknown;
  readonly findings: readonly Finding[];
}

function contentOf(file: FileEntry, schemas: PacketSchemas): Content {
  const { name, bytes } = file;
  if (!KNOWN.includes(name)) return { value: null, findings: [] };
  const text = decoded(bytes);
  if (text === null) {
    return { value: null, findings: [finding('PACKET_NOT_CANONICAL', name, 'it is not UTF-8')] };
  }
  const tokens = tokensIn(file);
  if (!name.endsWith('.json')) return { value: text, findings: tokens };
  const read = jsonOf(name, text, schemas);
  return { value: read.value, findings: [...tokens, ...read.findings] };
}

function tokensIn({ name, bytes }: FileEntry): Finding[] {
  const text = decoded(bytes);
  const tokens = text === null || !KNOWN.includes(name) ? 0 : forbiddenCount(name, text);
  if (tokens === 0) return [];
  return [finding('PACKET_TOKEN_FORBIDDEN', name, `${tokens} forbidden words stand in it`)];
}

function jsonOf(name: string, text: string, schemas: PacketSchemas): Content {
  let value: unknown;
  let canonical: string;
  try {
    value = JSON.parse(text);
    const excess = excessIn(value);
    if (excess !== null) {
      return { value: null, findings: [finding('PACKET_FILE_TOO_LARGE', name, excess)] };
    }
    canonical = canonicalJson(value);
  } catch {
    const what = 'it is not JSON, or nested without end';
    return { value: null, findings: [finding('PACKET_NOT_CANONICAL', name, what)] };
  }
  const findings: Finding[] = [];
  if (canonical !== text) {
    // Also the only way to see a key that stands twice: a parser keeps one of them.
    findings.push(finding('PACKET_NOT_CANONICAL', name, 'written again canonically, it differs'));
  }
  const schema = Object.entries(schemas).find(([key]) => key === name)?.[1];
  if (schema === undefined) {
    if (IN_TREE.includes(name)) {
      findings.push(finding('PACKET_SCHEMA_BROKEN', name, 'no schema is known for it'));
    }
    return { value, findings };
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return { value, findings };
  const where = parsed.error.issues.map(({ path }) => `${name} ${path.join('.') || '(top)'}`);
  findings.push(
    ...where.map((place) => finding('PACKET_SCHEMA_BROKEN', place, 'not as documented')),
  );
  return { value, findings };
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
