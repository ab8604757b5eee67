// Writes a packet whole or not at all, and reads one without following anything.
import { randomUUID } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { canonicalJson, finding, LIMITS, messageOf, type Finding } from '../kernel/index.ts';
import { composeTree, jsonText, tokenFindings } from './compose.ts';
import {
  MANIFEST_FILE,
  OUTSIDE_FILES,
  type OutsideContents,
  type PacketEntry,
  type PacketSchemas,
  type PacketVerdict,
  type WriteRequest,
  type Written,
} from './contract.ts';
import { errnoOf, folderFinding, partialOf, takenFindings } from './folder.io.ts';
import { judgePacket } from './verify.ts';

/**
 * Builds the packet beside its place, manifest last, and renames it there. On any failure nothing
 * of it is left. The tree hash stands nowhere in the tree: it is handed to `outside` for run.json
 * and returned, to be printed.
 */
export async function writePacket(request: WriteRequest): Promise<Written> {
  const composed = composeTree(request);
  if (composed.kind === 'refused') return composed;
  const { texts, manifest, treeHash } = composed.tree;
  const outside = outsideTexts(request.outside(treeHash), request.schemas);
  if (outside.findings.length > 0) return { kind: 'refused', findings: outside.findings };

  const target = path.resolve(request.folder);
  const taken = await takenFindings(target);
  if (taken.length > 0) return { kind: 'refused', findings: taken };
  const partial = partialOf(target);
  try {
    await mkdir(path.dirname(target), { recursive: true });
    await mkdir(partial);
    for (const [name, text] of [...outside.texts, ...texts, [MANIFEST_FILE, manifest] as const]) {
      await writeDurably(path.join(partial, name), text);
    }
    const unlike = await rereadFindings(partial, request.schemas, treeHash);
    if (unlike.length > 0) throw new Error(`read back, it differs: ${unlike[0]?.where ?? ''}`);
    await syncFolder(partial);
    await rename(partial, target); // refuses a folder that is no longer empty
    await syncFolder(path.dirname(target));
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    return { kind: 'refused', findings: [folderFinding(target, error)] };
  }
  const { latestLink } = request;
  return { kind: 'written', treeHash, findings: latestLink === null ? [] : await link(latestLink, target) };
}

/** What `rehearse verify` does: every file from its raw bytes, against the manifest and the schemas. */
export async function verifyPacket(
  folder: string,
  schemas: PacketSchemas,
  expectedTree: string | null = null,
): Promise<PacketVerdict> {
  const { entries, findings } = await readPacket(folder);
  if (findings.length > 0) return { judgement: 'NOT_DECIDED', treeHash: null, findings };
  return judgePacket(entries, schemas, expectedTree);
}

/** Every entry of a packet's folder as it is, sorted by name; links, FIFOs and folders are not opened. */
export async function readPacket(folder: string): Promise<{
  readonly entries: readonly PacketEntry[];
  readonly findings: readonly Finding[];
}> {
  const place = path.resolve(folder);
  let names: string[];
  try {
    // `evidence/latest` is a link, and fine to name: what must not be followed is inside.
    names = (await readdir(place)).sort();
  } catch (error) {
    return { entries: [], findings: [finding('PACKET_NOT_FOUND', folder, messageOf(error))] };
  }
  const entries: PacketEntry[] = [];
  for (const name of names) entries.push(await readEntry(place, name));
  return { entries, findings: [] };
}

async function readEntry(folder: string, name: string): Promise<PacketEntry> {
  const place = path.join(folder, name);
  try {
    if (!(await lstat(place)).isFile()) return { kind: 'not-a-file', name };
    // The entry may be swapped meanwhile: the open itself follows no link and waits for no FIFO.
    const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
    await using file = await open(place, flags);
    const facts = await file.stat();
    if (!facts.isFile()) return { kind: 'not-a-file', name };
    if (facts.size > LIMITS.proofBytes) return { kind: 'too-large', name };
    return { kind: 'file', name, bytes: await file.readFile() };
  } catch (error) {
    if (errnoOf(error) === 'ELOOP') return { kind: 'not-a-file', name };
    return { kind: 'unreadable', name, why: errnoOf(error) || 'it cannot be read' };
  }
}

/** Read back through the same door a stranger would use, before it gets its name. */
async function rereadFindings(
  partial: string,
  schemas: PacketSchemas,
  treeHash: string,
): Promise<readonly Finding[]> {
  return (await verifyPacket(partial, schemas, treeHash)).findings;
}

function outsideTexts(
  contents: OutsideContents,
  schemas: PacketSchemas,
): { readonly texts: readonly (readonly [string, string])[]; readonly findings: readonly Finding[] } {
  const findings = Object.keys(contents)
    .filter((name) => !OUTSIDE_FILES.some((known) => known === name))
    .map((name) => finding('EVIDENCE_FILE_UNKNOWN', name, 'it is not in the list of packet files'));
  const texts: [string, string][] = [];
  for (const name of OUTSIDE_FILES) {
    const value = contents[name];
    if (value === undefined) continue;
    const schema = name === 'run.json' || name === 'timings.json' ? schemas[name] : undefined;
    const built = textOf(name, value, schema);
    findings.push(...built.findings);
    if (built.text !== null) {
      texts.push([name, built.text]);
      findings.push(...tokenFindings(name, built.text));
    }
  }
  return { texts, findings };
}

function textOf(
  name: string,
  value: unknown,
  schema: PacketSchemas['run.json'],
): ReturnType<typeof jsonText> {
  if (!name.endsWith('.json')) {
    return typeof value === 'string'
      ? { text: value, findings: [] }
      : { text: null, findings: [finding('EVIDENCE_FILE_MISSING', name, 'no text was handed in')] };
  }
  if (schema !== undefined) return jsonText(name, value, schema);
  try {
    return { text: canonicalJson(value), findings: [] };
  } catch (error) {
    return { text: null, findings: [finding('EVIDENCE_SCHEMA_BROKEN', name, messageOf(error))] };
  }
}

async function writeDurably(place: string, text: string): Promise<void> {
  await using file = await open(place, 'wx', 0o644);
  await file.writeFile(text, 'utf8');
  await file.sync();
}

async function syncFolder(folder: string): Promise<void> {
  await using handle = await open(folder, 'r');
  await handle.sync();
}

/** A relative link, made aside and renamed over the old one: no moment without a link. */
async function link(latestLink: string, target: string): Promise<Finding[]> {
  const place = path.resolve(latestLink);
  const fresh = `${place}.new-${randomUUID()}`;
  try {
    await symlink(path.relative(path.dirname(place), target), fresh);
    await rename(fresh, place);
    return [];
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined);
    return [finding('EVIDENCE_LATEST_NOT_LINKED', place, messageOf(error))];
  }
}
