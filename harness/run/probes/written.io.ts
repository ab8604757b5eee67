// Puts the probes' inputs on the disk: each in a private folder of its own, gone with the run's.
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
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
