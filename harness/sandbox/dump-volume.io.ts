// The dump in a volume, for an engine that sees no folder of this machine: sent through the engine
// into the volume of a container that never runs, and compared where it will be read.
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { pack, type Pack } from 'tar-stream';
import { finding, Problem } from '../kernel/index.ts';
import type { SandboxRequest } from './contract.ts';
import type { Engine, EngineContainer } from './engine.io.ts';
import { execInside } from './exec.io.ts';
import { hardenedHostConfig, INSIDE, volumeMount } from './hardening.io.ts';
import { labelsOf } from './labels.io.ts';

/** What was sent: sha256 by name below the dump's folder. */
export type Sent = ReadonlyMap<string, string>;

export interface DumpVolume extends AsyncDisposable {
  /** Holds the volume until another container has it; the volume goes with the last of them. */
  readonly holder: string;
  readonly sent: Sent;
}

/**
 * The folder that the staged dump stands in, as a nameless volume. It belongs to root and is mounted
 * read-only by whoever reads it: nobody inside can write it.
 */
export async function dumpVolume(
  engine: Engine,
  image: string,
  { runId, limits, stagedDumpPath }: SandboxRequest,
): Promise<DumpVolume> {
  await using stack = new AsyncDisposableStack();
  const holder = await engine.createContainer({
    Image: image,
    Labels: labelsOf(runId),
    Entrypoint: ['false'],
    HostConfig: hardenedHostConfig(limits, [volumeMount(runId, INSIDE.dump)]),
  });
  stack.defer(async () => void (await holder.remove({ force: true, v: false })));
  const sent = new Map<string, string>();
  const archive = pack();
  const packing = packFolder(archive, path.dirname(stagedDumpPath), '', sent).then(
    () => archive.finalize(),
    (error: unknown) => {
      archive.destroy(error instanceof Error ? error : new Error(String(error)));
      throw error;
    },
  );
  await Promise.all([packing, holder.putArchive(archive, { path: INSIDE.dump })]);
  const owned = stack.move();
  return { holder: holder.id, sent, [Symbol.asyncDispose]: () => owned.disposeAsync() };
}

/** @throws Problem TRANSPORT_DUMP_DIFFERS unless inside stand exactly the bytes that were sent */
export async function compareDump(container: EngineContainer, sent: Sent): Promise<void> {
  const command = `set -o pipefail; cd ${INSIDE.dump} && find . -type f -printf '%P\\0' | xargs -0r sha256sum --zero --`;
  const { exitCode, stdout } = await execInside(container, ['bash', '-c', command]);
  const found = new Map(
    stdout
      .split('\0')
      .filter((line) => line !== '')
      .map((line) => [line.slice(66), line.slice(0, 64)]),
  );
  const differing = [...new Set([...sent.keys(), ...found.keys()])].filter(
    (name) => sent.get(name) !== found.get(name),
  );
  if (exitCode === 0 && differing.length === 0) return;
  const what = `${differing.length} of ${sent.size} files differ from what was sent`;
  throw new Problem([finding('TRANSPORT_DUMP_DIFFERS', 'staged dump', what)]);
}

async function packFolder(
  archive: Pack,
  folder: string,
  below: string,
  sent: Map<string, string>,
): Promise<void> {
  const entries = await readdir(folder, { withFileTypes: true });
  for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
    const from = path.join(folder, entry.name);
    const name = below + entry.name;
    if (entry.isDirectory()) {
      await new Promise<void>((resolve, reject) => {
        archive.entry(
          { name, type: 'directory', mode: 0o755, ...NOBODYS },
          settle(resolve, reject),
        );
      });
      await packFolder(archive, from, `${name}/`, sent);
    } else if (entry.isFile()) sent.set(name, await packFile(archive, from, name));
    else throw new TypeError('what is staged is made of plain files');
  }
}

/** Hashed as it goes: what is compared inside is what was sent, not what stands here later. */
async function packFile(archive: Pack, from: string, name: string): Promise<string> {
  const { size } = await stat(from);
  const hash = createHash('sha256');
  const hashed = new Transform({
    transform: (bytes: Buffer, _encoding, done) => {
      hash.update(bytes);
      done(null, bytes);
    },
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const entry = archive.entry({ name, size, mode: 0o444, ...NOBODYS }, settle(resolve, reject));
  await Promise.all([promise, pipeline(createReadStream(from), hashed, entry)]);
  return hash.digest('hex');
}

const NOBODYS = { uid: 0, gid: 0, mtime: new Date(0) };

function settle(
  resolve: () => void,
  reject: (error: Error) => void,
): (error?: Error | null) => void {
  return (error) => {
    if (error === undefined || error === null) resolve();
    else reject(error);
  };
}
