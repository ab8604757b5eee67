// Puts the probes' inputs on the disk: each in a private folder of its own, gone with the run's.
import { copyFile, mkdir, mkdtemp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MANIFEST_FILE } from '../../evidence/index.ts';
import { sha256 } from '../../kernel/index.ts';
import { sidecarFor, type ProbeFiles } from '../../probes/index.ts';

/** A new private folder within `parent`. */
export async function folderIn(parent: string): Promise<string> {
  return await mkdtemp(path.join(parent, 'probe-'));
}

export async function writeFiles(folder: string, files: ProbeFiles): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = path.join(folder, name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** A dump with its sidecar, in a folder of its own. */
export async function writeDump(
  parent: string,
  name: string,
  dump: string | Uint8Array,
): Promise<{ readonly file: string; readonly folder: string }> {
  const folder = await folderIn(parent);
  const file = path.join(folder, name);
  await writeFile(file, dump);
  await writeFile(`${file}.attestation.yaml`, sidecarFor(dump));
  return { file, folder };
}

/**
 * The hashed part of a packet in a folder of its own, with `changed` in place of what stood there
 * and every hash made anew: nothing but the story can tell.
 */
export async function forgePacket(packet: string, changed: ProbeFiles = {}): Promise<string> {
  const folder = await folderIn(path.dirname(packet));
  const manifest = await readFile(path.join(packet, MANIFEST_FILE), 'utf8');
  const lines = manifest.trimEnd().split('\n');
  for (const [index, line] of lines.entries()) {
    const name = line.slice(66);
    const text = changed[name];
    if (text === undefined) await copyFile(path.join(packet, name), path.join(folder, name));
    else {
      await writeFile(path.join(folder, name), text);
      lines[index] = `${sha256(text)}  ${name}`;
    }
  }
  await writeFile(path.join(folder, MANIFEST_FILE), `${lines.join('\n')}\n`);
  return folder;
}
