// The facts of the machine and of the program that a measurement is worth nothing without.
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { MAJOR } from './data/dump.ts';
import { ROOT } from './places.ts';
import type { Machine } from './results-contract.ts';
import { stockImage } from './sides/stock-server.ts';

const MIB = 1024 * 1024;

export async function machineFacts(): Promise<Machine> {
  const [engine, storageDriver, root] = (
    await printed('docker', 'info', '--format', '{{.ServerVersion}}|{{.Driver}}|{{.DockerRootDir}}')
  ).split('|');
  const image = await stockImage();
  const version = ['run', '--rm', '--network', 'none', '--entrypoint', 'postgres', image];
  const files = await printed('stat', '--file-system', '--format', '%T', root ?? '/').catch(
    () => 'unknown',
  );
  return {
    processors: os.cpus().length,
    model: os.cpus()[0]?.model ?? 'unknown',
    memoryMiB: Math.round(os.totalmem() / MIB),
    kernel: os.release(),
    filesystem: files,
    engine: `Docker ${engine}`,
    storageDriver: storageDriver ?? 'unknown',
    postgres: await printed('docker', ...version, '--version'),
    stockImage: image === `postgres:${MAJOR}` ? image : `${image} (bench/stock)`,
    node: process.version,
  };
}

export interface Build {
  /** With a mark where the tree had changes of its own. */
  readonly commit: string;
  /** First digits of a sha256 over all that a run is made of. */
  readonly harness: string;
}

export async function buildFacts(): Promise<Build> {
  const head = await printed('git', 'rev-parse', '--short=12', 'HEAD').catch(() => 'unknown');
  const changed = await printed('git', 'status', '--porcelain', '--', 'harness', 'docker').catch(
    () => '',
  );
  return { commit: changed === '' ? head : `${head}, changed`, harness: await digest() };
}

async function digest(): Promise<string> {
  const hash = createHash('sha256');
  for (const folder of ['harness', 'docker', 'bench/project', 'bench/stock', 'bench/rows']) {
    const names = await readdir(path.join(ROOT, folder), { recursive: true, withFileTypes: true });
    const files = names
      .filter((each) => each.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name))
      .sort();
    for (const file of files) {
      hash.update(`${path.relative(ROOT, file)}\0`);
      hash.update(await readFile(file));
    }
  }
  return hash.digest('hex').slice(0, 12);
}

async function printed(command: string, ...args: readonly string[]): Promise<string> {
  return (await execa(command, args, { cwd: ROOT })).stdout.trim();
}
