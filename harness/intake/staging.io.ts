// Copies the operator's dump into the run's private folder while hashing it: the bytes that are
// judged are the bytes that are restored, whatever happens to the operator's file meanwhile.
import { constants } from 'node:fs';
import { chmod, lstat, mkdir, open, readdir, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import {
  digestOf,
  finding,
  messageOf,
  Problem,
  sha256,
  sha256Stream,
  type Finding,
  type Sha256,
} from '../kernel/index.ts';

const CHUNK_BYTES = 1024 * 1024;

export interface Measured {
  readonly sha256: Sha256;
  readonly byteLength: number;
}

export interface Staged extends Measured {
  readonly stagedPath: string;
  readonly isDirectory: boolean;
}

type Refused =
  | { readonly kind: 'missing' }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };
export type Staging = { readonly kind: 'staged'; readonly staged: Staged } | Refused;
export type Measuring = { readonly kind: 'measured'; readonly measured: Measured } | Refused;

/**
 * The copy is `<workFolder>/dump`, a file or a folder; `where` is what messages call the dump.
 * @throws the reason of an aborted signal, after the piece that is just being copied
 */
export async function stageDump(
  dumpPath: string,
  workFolder: string,
  where = path.basename(dumpPath),
  signal?: AbortSignal,
): Promise<Staging> {
  return await orRefused(dumpPath, where, async (source, isDirectory) => {
    const stagedPath = path.join(workFolder, 'dump');
    // The sandbox's user reads in it; the folder above belongs to this run alone.
    await copying(where, mkdir(workFolder, { recursive: true, mode: 0o755 }));
    const of = { target: stagedPath, where, signal };
    const measured = await (isDirectory ? takeFolder : takeFile)(source, of);
    return { kind: 'staged', staged: { ...measured, stagedPath, isDirectory } };
  });
}

/** Hash and length alone; nothing is written. */
export async function measureDump(dumpPath: string, where: string): Promise<Measuring> {
  return await orRefused(dumpPath, where, async (source, isDirectory) => {
    const of = { target: null, where, signal: undefined };
    const measured = await (isDirectory ? takeFolder : takeFile)(source, of);
    return { kind: 'measured', measured };
  });
}

interface Taking {
  /** null: it is only measured. */
  readonly target: string | null;
  readonly where: string;
  readonly signal: AbortSignal | undefined;
}

class Refusal extends Error {
  readonly findings: readonly Finding[];
  constructor(findings: readonly Finding[]) {
    super('the dump is refused');
    this.findings = findings;
  }
}

async function orRefused<Taken>(
  dumpPath: string,
  where: string,
  take: (source: string, isDirectory: boolean) => Promise<Taken>,
): Promise<Taken | Refused> {
  let isThere = false;
  try {
    const source = await realpath(dumpPath);
    const isDirectory = (await lstat(source)).isDirectory();
    isThere = true;
    return await take(source, isDirectory);
  } catch (error) {
    if (error instanceof Refusal) return { kind: 'refused', findings: error.findings };
    // What goes while it is read has changed: whoever asked for it is not asked to deliver it.
    if (isNotThere(error) && isThere) {
      return { kind: 'refused', findings: [changedFinding(where)] };
    }
    if (isNotThere(error)) return { kind: 'missing' };
    if (codeOf(error) === null) throw error;
    return {
      kind: 'refused',
      findings: [finding('INTAKE_UNREADABLE', where, withoutPath(error))],
    };
  }
}

/** Whether nothing is at a path; what merely cannot be looked at may well be there. */
export function isNotThere(error: unknown): boolean {
  return codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR';
}

function codeOf(error: unknown): string | null {
  const code: unknown =
    typeof error === 'object' && error !== null ? Reflect.get(error, 'code') : undefined;
  return typeof code === 'string' ? code : null;
}

/** A directory dump holds plain files only: pg_restore would follow a link to anywhere. */
async function takeFolder(source: string, of: Taking): Promise<Measured> {
  const { target, where } = of;
  const names = await namesIn(source);
  const odd: Finding[] = [];
  for (const name of names) {
    const refuse = (what: string): void => void odd.push(finding('INTAKE_NOT_A_FILE', where, what));
    // A name with a line end could pass for two lines of the listing that is hashed.
    if (!/^[\x20-\x7e]{1,255}$/.test(name))
      refuse('a file in it has a name that pg_dump would not give');
    else if (!(await lstat(path.join(source, name))).isFile())
      refuse(`"${name}" is not a plain file`);
  }
  if (odd.length > 0) throw new Refusal(odd);
  if (target !== null) await copying(where, mkdir(target));
  let byteLength = 0;
  let listing = '';
  for (const name of names) {
    const to = target === null ? null : path.join(target, name);
    const each = { ...of, target: to, where: `${where}/${name}` };
    const taken = await takeFile(path.join(source, name), each);
    byteLength += taken.byteLength;
    listing += `${taken.sha256}  ${name}\n`;
  }
  if ((await namesIn(source)).join('\n') !== names.join('\n')) throw changed(where);
  // Others may read in it; its owner, who need not be root, must be able to remove it again.
  if (target !== null) await copying(where, chmod(target, 0o755));
  return { sha256: sha256(listing), byteLength };
}

async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder);
  return names.sort((left, right) => Buffer.compare(Buffer.from(left), Buffer.from(right)));
}

async function takeFile(source: string, of: Taking): Promise<Measured> {
  const { target, where } = of;
  // Opening alone may set a device in motion: it is looked at before.
  if (!(await lstat(source)).isFile()) throw notAFile(where);
  // Without O_NONBLOCK the mere opening of a pipe would wait for somebody to write.
  await using from = await open(
    source,
    constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK,
  );
  const before = await from.stat({ bigint: true });
  if (!before.isFile()) throw notAFile(where);
  const measured =
    target === null ? await copyHashed(from, null, of) : await copyInto(from, target, of);
  const after = await from.stat({ bigint: true });
  const now = await lstat(source, { bigint: true });
  const isSame =
    after.size === BigInt(measured.byteLength) &&
    after.mtimeNs === before.mtimeNs &&
    after.ctimeNs === before.ctimeNs &&
    now.ino === before.ino &&
    now.dev === before.dev;
  if (!isSame) throw changed(where);
  return measured;
}

function notAFile(where: string): Refusal {
  return new Refusal([finding('INTAKE_NOT_A_FILE', where, 'it is neither a file nor a folder')]);
}

function changed(where: string): Refusal {
  return new Refusal([changedFinding(where)]);
}

function changedFinding(where: string): Finding {
  return finding('INTAKE_CHANGED', where, 'it changed while it was read');
}

/** What goes wrong on our own side of the copy is no fault of the dump. @throws Problem */
async function copying<Done>(where: string, work: Promise<Done>): Promise<Done> {
  try {
    return await work;
  } catch (cause) {
    const what = withoutPath(cause);
    throw new Problem([finding('INTAKE_NOT_COPIED', where, what)], { cause });
  }
}

/** Node's message goes on with the path, which has no place in evidence. */
function withoutPath(error: unknown): string {
  return messageOf(error).replace(/, .*$/s, '');
}

async function copyInto(from: FileHandle, target: string, of: Taking): Promise<Measured> {
  const { where } = of;
  await using to = await copying(where, open(target, 'wx', 0o444));
  const measured = await copyHashed(from, to, of);
  await copying(where, to.chmod(0o444));
  return measured;
}

/** Two buffers in turn: one is written while the next is read and hashed. */
async function copyHashed(
  from: FileHandle,
  to: FileHandle | null,
  { where, signal }: Taking,
): Promise<Measured> {
  const hash = sha256Stream();
  const buffers = [Buffer.allocUnsafe(CHUNK_BYTES), Buffer.allocUnsafe(CHUNK_BYTES)] as const;
  let byteLength = 0;
  let writing: Promise<unknown> = Promise.resolve();
  for (let turn = 0; ; turn += 1) {
    const buffer = buffers[turn % 2 === 0 ? 0 : 1];
    const { bytesRead } = await from.read(buffer, 0, CHUNK_BYTES);
    await writing;
    signal?.throwIfAborted();
    if (bytesRead === 0) break;
    const chunk = buffer.subarray(0, bytesRead);
    writing = to === null ? writing : copying(where, writeAll(to, chunk));
    writing.catch(() => undefined); // awaited above; this only keeps it from being unhandled
    hash.update(chunk);
    byteLength += bytesRead;
  }
  return { sha256: digestOf(hash), byteLength };
}

async function writeAll(to: FileHandle, chunk: Buffer): Promise<void> {
  for (let at = 0; at < chunk.length;) at += (await to.write(chunk, at)).bytesWritten;
}
