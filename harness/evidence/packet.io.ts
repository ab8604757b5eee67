// Writes a packet whole or not at all.
import { mkdir, open, rename, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { finding, messageOf, Problem, type Finding } from '../kernel/index.ts';
import { asideOf, heldBackIn } from '../output/index.ts';
import { composeTree } from './compose.ts';
import { MANIFEST_FILE, type WriteRequest, type Written } from './contract.ts';
import { folderFinding, movedFindings, takenFindings } from './folder.io.ts';
import { composeOutside } from './outside.ts';
import { verifyPacket } from './read.io.ts';

/**
 * Builds the packet beside its place, manifest last, and renames it there. On any failure nothing
 * of it is left. The tree hash stands nowhere in the tree: it is handed to `outside` for run.json
 * and returned, to be printed.
 * @throws the reason of an aborted signal, unless the packet has its name by then
 */
export async function writePacket(request: WriteRequest): Promise<Written> {
  const composed = composeTree(request);
  if (composed.kind === 'refused') return composed;
  const { texts, manifest, treeHash } = composed.tree;
  const outside = composeOutside(request.outside(treeHash), composed.tree, request.schemas);
  if (outside.findings.length > 0) return { kind: 'refused', findings: outside.findings };
  const held = [...outside.texts, ...texts].flatMap(([name, text]) => secretFindings(name, text));
  if (held.length > 0) return { kind: 'refused', findings: held };

  const asked = path.resolve(request.folder);
  const { home = path.dirname(asked) } = request;
  const target = path.join(home, path.basename(asked));
  const partial = await asideOf(target);
  let standing = partial;
  try {
    if (request.home === undefined) await mkdir(home, { recursive: true });
    else refuse(await movedFindings(asked, home));
    refuse(await takenFindings(target));
    await mkdir(partial);
    // Its folder may have been exchanged a moment ago: what is begun elsewhere is not gone on with.
    if (request.home !== undefined) refuse(await movedFindings(asked, home));
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
    request.signal?.throwIfAborted(); // the last moment at which nothing is claimed yet
    await rename(partial, target); // refuses a folder that is no longer empty
    standing = target;
    await syncFolder(home); // a packet that a power cut may take away is none
  } catch (error) {
    const why = error instanceof Problem ? error.findings : [folderFinding(asked, error)];
    const left = await removed(standing);
    if (left.length === 0) request.signal?.throwIfAborted();
    return { kind: 'refused', findings: [...why, ...left] };
  }
  const { latestLink } = request;
  return {
    kind: 'written',
    treeHash,
    findings: latestLink === null ? [] : await link(latestLink, target),
  };
}

function refuse(findings: readonly Finding[]): void {
  if (findings.length > 0) throw new Problem(findings);
}

/** Says so where a half is left: nobody is to take it for a packet. */
async function removed(standing: string): Promise<Finding[]> {
  try {
    await rm(standing, { recursive: true, force: true });
    return [];
  } catch (error) {
    return [finding('EVIDENCE_HALF_LEFT', standing, messageOf(error))];
  }
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
  const fresh = await asideOf(place);
  try {
    await symlink(path.relative(path.dirname(place), target), fresh);
    await rename(fresh, place);
    return [];
  } catch (error) {
    await rm(fresh, { force: true }).catch(() => undefined);
    return [finding('EVIDENCE_LATEST_NOT_LINKED', place, messageOf(error))];
  }
}
