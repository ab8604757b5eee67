// Writes a packet whole or not at all.
import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { finding, messageOf, type Finding } from '../kernel/index.ts';
import { heldBackIn } from '../output/index.ts';
import { composeTree } from './compose.ts';
import { MANIFEST_FILE, type WriteRequest, type Written } from './contract.ts';
import { folderFinding, partialOf, takenFindings } from './folder.io.ts';
import { composeOutside } from './outside.ts';
import { verifyPacket } from './read.io.ts';

/**
 * Builds the packet beside its place, manifest last, and renames it there. On any failure nothing
 * of it is left. The tree hash stands nowhere in the tree: it is handed to `outside` for run.json
 * and returned, to be printed.
 */
export async function writePacket(request: WriteRequest): Promise<Written> {
  const composed = composeTree(request);
  if (composed.kind === 'refused') return composed;
  const { texts, manifest, treeHash } = composed.tree;
  const outside = composeOutside(request.outside(treeHash), composed.tree, request.schemas);
  if (outside.findings.length > 0) return { kind: 'refused', findings: outside.findings };
  const held = [...outside.texts, ...texts].flatMap(([name, text]) => secretFindings(name, text));
  if (held.length > 0) return { kind: 'refused', findings: held };

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
    const unlike = await rereadFindings(partial, request, treeHash);
    const [first] = unlike;
    if (first !== undefined) {
      throw new Error(
        `read back, it does not hold: ${first.code} at ${first.where}: ${first.what}`,
      );
    }
    await syncFolder(partial);
    await rename(partial, target); // refuses a folder that is no longer empty
    await syncFolder(path.dirname(target));
  } catch (error) {
    await rm(partial, { recursive: true, force: true }).catch(() => undefined);
    return { kind: 'refused', findings: [folderFinding(target, error)] };
  }
  const { latestLink } = request;
  return {
    kind: 'written',
    treeHash,
    findings: latestLink === null ? [] : await link(latestLink, target),
  };
}

/** Values are masked before a packet is composed: what is found here has come another way. */
function secretFindings(name: string, text: string): Finding[] {
  return heldBackIn(text).map((kind) =>
    finding('EVIDENCE_SECRET_FOUND', name, `it holds: ${kind}`),
  );
}

/** Read back through the same door a stranger would use, before it gets its name. */
async function rereadFindings(
  partial: string,
  { schemas, story }: Pick<WriteRequest, 'schemas' | 'story'>,
  treeHash: string,
): Promise<readonly Finding[]> {
  return (await verifyPacket(partial, schemas, treeHash, story)).findings;
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
