// The files outside the tree: put together with a manifest of their own, and judged against it.
import { finding, sha256, type Finding } from '../kernel/index.ts';
import { jsonText, tokenFindings } from './compose.ts';
import {
  OUTSIDE_FILES,
  OUTSIDE_MANIFEST_FILE,
  STATEMENT_FILE,
  type OutsideContents,
  type PacketSchemas,
  type PacketTree,
} from './contract.ts';
import { manifestOf, parseManifest } from './manifest.ts';
import { statementOf } from './statement.ts';

export interface OutsideComposed {
  /** The manifest last. */
  readonly texts: ReadonlyMap<string, string>;
  readonly findings: readonly Finding[];
}

/** All of them, or every reason why not; the Statement is made here, from the files themselves. */
export function composeOutside(
  contents: OutsideContents,
  tree: PacketTree,
  schemas: PacketSchemas,
): OutsideComposed {
  const findings = Object.keys(contents)
    .filter((name) => name === STATEMENT_FILE || !OUTSIDE_FILES.some((known) => known === name))
    .map((name) => finding('EVIDENCE_FILE_UNKNOWN', name, 'it is not in the list of packet files'));
  const texts = new Map<string, string>();
  const add = (name: string, text: string): void => {
    texts.set(name, text);
    findings.push(...tokenFindings(name, text));
  };
  for (const name of OUTSIDE_FILES) {
    if (name === STATEMENT_FILE) continue;
    const value: unknown = contents[name];
    const built =
      name === 'run.json' || name === 'timings.json'
        ? jsonText(name, value, schemas[name])
        : plainText(name, value);
    findings.push(...built.findings);
    if (built.text !== null) add(name, built.text);
  }
  if (findings.length > 0) return { texts, findings };
  const built = statementOf({
    treeHash: tree.treeHash,
    texts: new Map<string, string>([...tree.texts, ...texts]),
  });
  if (built.kind === 'refused') return { texts, findings: built.findings };
  add(STATEMENT_FILE, built.text);
  const lines = [...texts].map(([name, text]) => ({ name, hash: sha256(text) }));
  return { texts: texts.set(OUTSIDE_MANIFEST_FILE, manifestOf(lines)), findings };
}

function plainText(
  name: string,
  value: unknown,
): { readonly text: string | null; readonly findings: readonly Finding[] } {
  return typeof value === 'string'
    ? { text: value, findings: [] }
    : { text: null, findings: [finding('EVIDENCE_FILE_MISSING', name, 'no text was handed in')] };
}

/** A file of a packet, by its raw bytes. */
export interface FileBytes {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * A packet without any of them is whole: the tree says it all. Where one is there, all must be,
 * each as the manifest says. `there` also names what could not be read: it is not missing.
 */
export function outsideFindings(
  files: readonly FileBytes[],
  there: readonly string[],
  tree: FileBytes | undefined,
): Finding[] {
  const expected: readonly string[] = [...OUTSIDE_FILES, OUTSIDE_MANIFEST_FILE];
  if (!expected.some((name) => there.includes(name))) return [];
  const missing = expected
    .filter((name) => !there.includes(name))
    .map((name) => finding('PACKET_FILE_MISSING', name, 'others outside the tree are there'));
  const manifest = files.find(({ name }) => name === OUTSIDE_MANIFEST_FILE);
  return [
    ...missing,
    ...(manifest === undefined ? [] : manifestFindings(manifest, files)),
    ...(tree === undefined ? [] : statementFindings(files, tree)),
  ];
}

function manifestFindings(manifest: FileBytes, files: readonly FileBytes[]): Finding[] {
  const text = Buffer.from(manifest.bytes).toString('utf8');
  const { lines, findings } = parseManifest(text, OUTSIDE_MANIFEST_FILE);
  const listed = new Map(lines.map(({ name, hash }) => [name, hash]));
  const known: readonly string[] = OUTSIDE_FILES;
  const broken = (what: string): Finding =>
    finding('PACKET_MANIFEST_BROKEN', OUTSIDE_MANIFEST_FILE, what);
  return [
    ...findings,
    ...lines
      .filter(({ name }) => !known.includes(name))
      .map(({ name }) => broken(`"${name}" is no file outside the tree`)),
    ...known.filter((name) => !listed.has(name)).map((name) => broken(`"${name}" is not listed`)),
    ...files
      .filter(({ name, bytes }) => listed.has(name) && listed.get(name) !== sha256(bytes))
      .map(({ name }) => finding('PACKET_FILE_CHANGED', name, 'its bytes have another sha256')),
  ];
}

/** Built again from the packet's own files, it must come out the same, byte for byte. */
function statementFindings(files: readonly FileBytes[], tree: FileBytes): Finding[] {
  const texts = new Map(
    files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString('utf8')]),
  );
  const there = texts.get(STATEMENT_FILE);
  // What is missing, or could not be read, is told as that.
  if (there === undefined || OUTSIDE_FILES.some((name) => !texts.has(name))) return [];
  const built = statementOf({ treeHash: sha256(tree.bytes), texts });
  if (built.kind === 'refused') return [...built.findings];
  return built.text === there
    ? []
    : [
        finding(
          'PACKET_STATEMENT_DIFFERS',
          STATEMENT_FILE,
          'the packet\u2019s files say otherwise',
        ),
      ];
}

/** The run's own record against the tree: its hash, and the status that was decided. */
export function recordFindings(
  files: readonly FileBytes[],
  tree: FileBytes | undefined,
): Finding[] {
  const record = files.find(({ name }) => name === 'run.json');
  const decision = files.find(({ name }) => name === 'decision-packet.json');
  if (record === undefined || decision === undefined || tree === undefined) return [];
  const findings: Finding[] = [];
  const said = (file: FileBytes, key: string): unknown => Reflect.get(Object(valueOf(file)), key);
  const treeHash = sha256(tree.bytes);
  if (said(record, 'packet_tree') !== treeHash) {
    findings.push(finding('PACKET_TREE_DIFFERS', 'run.json', `it does not name "${treeHash}"`));
  }
  if (said(record, 'status') !== said(decision, 'status')) {
    const what = 'its status is not that of decision-packet.json';
    findings.push(finding('PACKET_RECORD_DIFFERS', 'run.json', what));
  }
  return findings;
}

function valueOf({ bytes }: FileBytes): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return null;
  }
}
