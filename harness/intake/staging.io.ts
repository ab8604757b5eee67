// Copies the operator's dump into the run's private folder while hashing it: the bytes that are
// judged are the bytes that are restored, whatever happens to the operator's file meanwhile.
import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { digestOf, finding, messageOf, sha256, sha256Stream, type Finding, type Sha256 } from '../kernel/index.ts';

const CHUNK_BYTES = 1024 * 1024;

export interface Staged {
  readonly stagedPath: string;
  readonly isDirectory: boolean;
  readonly sha256: Sha256;
  readonly byteLength: number;
}

export type Staging =
  | { readonly kind: 'staged'; readonly staged: Staged }
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

/** `where` is what messages call the dump. */
export async function stageDump(dumpPath: string, workFolder: string): Promise<Staging> {
  const where = path.basename(dumpPath);
  const refused = (code: Finding['code'], what: string): Staging => ({
    kind: 'refused',
    findings: [finding(code, where, what)],
  });
  let source: string;
  try {
    source = await realpath(dumpPath);
  } catch (error) {
    if (isNotThere(error)) return { kind: 'missing' };
    return refused('INTAKE_UNREADABLE', reasonOf(error));
  }
  const target = path.join(workFolder, 'dump');
  try {
    const facts = await stat(source);
    await mkdir(workFolder, { recursive: true });
    if (facts.isDirectory()) return await stageDirectory(source, target, where);
    if (!facts.isFile()) return refused('INTAKE_NOT_A_FILE', 'it is neither a file nor a folder');
    const copied = await copyHashed(source, target);
    return { kind: 'staged', staged: { stagedPath: target, isDirectory: false, ...copied } };
  } catch (error) {
    if (error instanceof ChangedError) return refused('INTAKE_CHANGED', 'it changed while it was read');
    if (error instanceof NotAFileError) return refused('INTAKE_NOT_A_FILE', 'it is no plain file');
    return refused('INTAKE_UNREADABLE', reasonOf(error));
  }
}

/** Whether nothing is at a path; what merely cannot be looked at may well be there. */
export function isNotThere(error: unknown): boolean {
  const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
  return code === 'ENOENT' || code === 'ENOTDIR';
}

/** Without the path, which may name this machine's folders. */
function reasonOf(error: unknown): string {
  return messageOf(error).replace(/, .*$/, '');
}

/** A directory dump holds plain files only: pg_restore would follow a link to anywhere. */
async function stageDirectory(source: string, target: string, where: string): Promise<Staging> {
  const names = (await readdir(source)).sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
  const odd: Finding[] = [];
  for (const name of names) {
    // A line feed in a name could make one folder's listing read like another's.
    if (/[\x00-\x1f\x7f]/.test(name)) {
      odd.push(finding('INTAKE_NOT_A_FILE', where, 'a file has a control character in its name'));
      continue;
    }
    if (!(await lstat(path.join(source, name))).isFile()) {
      odd.push(finding('INTAKE_NOT_A_FILE', `${where}/${name}`, 'a directory dump holds plain files only'));
    }
  }
  if (odd.length > 0) return { kind: 'refused', findings: odd };
  await mkdir(target);
  let byteLength = 0;
  let listing = '';
  for (const name of names) {
    const copied = await copyHashed(path.join(source, name), path.join(target, name));
    byteLength += copied.byteLength;
    listing += `${copied.sha256}  ${name}\n`;
  }
  await chmod(target, 0o555);
  return {
    kind: 'staged',
    staged: { stagedPath: target, isDirectory: true, sha256: sha256(listing), byteLength },
  };
}

class ChangedError extends Error {}
class NotAFileError extends Error {}

async function copyHashed(
  source: string,
  target: string,
): Promise<{ readonly sha256: Sha256; readonly byteLength: number }> {
  // Never waits for a writer, should a pipe have taken the file's place since it was looked at.
  const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK;
  await using from = await open(source, flags);
  const before = await from.stat();
  if (!before.isFile()) throw new NotAFileError();
  await using to = await open(target, 'wx', 0o444);
  const hash = sha256Stream();
  // Two buffers in turn: one is written while the next is read and hashed.
  const buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)] as const;
  let byteLength = 0;
  let writing: Promise<unknown> = Promise.resolve();
  for (let turn = 0; ; turn += 1) {
    const buffer = buffers[turn % 2 === 0 ? 0 : 1];
    const { bytesRead } = await from.read(buffer, 0, CHUNK_BYTES);
    await writing;
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    writing = writeAll(to, chunk);
    writing.catch(() => undefined); // awaited above; this only keeps it from being unhandled
    hash.update(chunk);
    byteLength += bytesRead;
  }
  const after = await from.stat();
  if (after.size !== byteLength || after.mtimeMs !== before.mtimeMs || after.ino !== before.ino) {
    throw new ChangedError();
  }
  await to.chmod(0o444);
  return { sha256: digestOf(hash), byteLength };
}

async function writeAll(to: Awaited<ReturnType<typeof open>>, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length; ) at += (await to.write(chunk, at)).bytesWritten;
}
