// Reads a folder of migrations from the disk: bounded, and never through a link that leaves it.
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import {
  finding,
  LIMITS,
  sha256,
  statusOf,
  type Finding,
  type Sha256,
} from '../../kernel/index.ts';
import type {
  MigrationFile,
  MigrationSection,
  MigrationsRequest,
  ReadMigrations,
} from '../migrations-contract.ts';
import { stepsOf } from './migrations.ts';

/** Every mistake in the folder is a finding, with the file as messages name it. */
export async function readMigrations(
  request: MigrationsRequest,
): Promise<ReadMigrations & { readonly sources: Readonly<Record<string, Sha256>> }> {
  const { folder, where, layout, after, until } = request;
  const listing = await filesOf(folder);
  if ('why' in listing) {
    const findings = [finding('MIGRATIONS_NOT_FOUND', where, listing.why)];
    return { steps: [], findings, sources: {} };
  }
  const range = { ...(after !== undefined && { after }), ...(until !== undefined && { until }) };
  const read = stepsOf(layout, listing.files, range);
  const known = new Set(read.findings.map((each) => each.where));
  const links = listing.files.flatMap((each) =>
    each.isLink && 'refused' in each && !known.has(each.name)
      ? [finding('MIGRATIONS_INVALID', each.name, each.refused)]
      : [],
  );
  const findings = [...links, ...read.findings];
  const place = (name: string): string => {
    if (name === '') return where;
    return where === '.' ? name : `${where}/${name}`;
  };
  const section = <S extends MigrationSection | null>(each: S): S =>
    each === null ? each : { ...each, file: place(each.file) };
  return {
    sources: Object.fromEntries(
      readFor(read, listing.files).map(([name, hash]) => [place(name), hash]),
    ),
    steps:
      statusOf(findings) !== null
        ? []
        : read.steps.map((step) => ({
            ...step,
            up: section(step.up),
            down: section(step.down),
            verify: section(step.verify),
          })),
    findings: findings.map((each): Finding => ({ ...each, where: place(each.where) })),
  };
}

/** The files of the steps, and those that choose and order them (a plan, a tool's settings). */
function readFor(
  { steps }: ReadMigrations,
  files: readonly MigrationFile[],
): (readonly [string, Sha256])[] {
  const used = new Set(
    steps.flatMap(({ up, down, verify }) => [up.file, down?.file, verify?.file]),
  );
  return files.flatMap((file) => {
    const isRead = used.has(file.name) || /(?:^|\/)sqitch\.plan$|\.conf$/.test(file.name);
    // The text is the file's own bytes: what is not plain UTF-8 was refused.
    return isRead && 'text' in file ? [[file.name, sha256(file.text)] as const] : [];
  });
}

type Listing = { readonly files: readonly Found[] } | { readonly why: string };

/** `isLink`: whatever it is called, a link that cannot be followed is told: a tool might follow. */
type Found = MigrationFile & { readonly isLink: boolean };

/** All files below, sorted by name; hidden ones are no migrations in any tool. */
async function filesOf(folder: string): Promise<Listing> {
  let root: string;
  const names: string[] = [];
  try {
    root = await realpath(folder);
    const pending = [''];
    for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
      for (const entry of await readdir(path.join(root, here), { withFileTypes: true })) {
        if (entry.name.startsWith('.')) continue;
        const name = here === '' ? entry.name : `${here}/${entry.name}`;
        if (entry.isDirectory()) pending.push(name);
        else names.push(name);
      }
      if (names.length + pending.length > LIMITS.migrationFiles) {
        return { why: `there are more than ${LIMITS.migrationFiles} files in it` };
      }
    }
  } catch (error) {
    return { why: whyNot(error) };
  }
  names.sort((left, right) => (left < right ? -1 : 1));
  const files: Found[] = [];
  let bytes = 0;
  for (const name of names) {
    const isLink = (await lstat(path.join(root, name))).isSymbolicLink();
    const file = { ...(await readOne(root, name)), isLink };
    if ('text' in file) bytes += file.text.length;
    if (bytes > LIMITS.migrationBytes) {
      return { why: `its files come to more than ${LIMITS.migrationBytes} bytes` };
    }
    files.push(file);
  }
  return { files };
}

async function readOne(root: string, name: string): Promise<MigrationFile> {
  const refused = (why: string): MigrationFile => ({ name, refused: why });
  try {
    const real = await realpath(path.join(root, name));
    if (!real.startsWith(`${root}${path.sep}`)) return refused('a link leads out of the folder');
    const facts = await stat(real);
    if (facts.isDirectory()) return refused('it is a link to a folder');
    // Anything else (a pipe above all) might never end.
    if (!facts.isFile()) return refused('it is no plain file');
    if (facts.size > LIMITS.scenarioSqlBytes) {
      return refused(`it is larger than ${LIMITS.scenarioSqlBytes} bytes`);
    }
    const bytes = await readFile(real);
    try {
      const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
      return { name, text: decoder.decode(bytes) };
    } catch {
      return refused('it is not plain UTF-8');
    }
  } catch (error) {
    return refused(whyNot(error));
  }
}

/** Only the error's short name goes on: its message would hold a path of this machine. */
function whyNot(error: unknown): string {
  const code: unknown = Reflect.get(Object(error), 'code');
  if (code === 'ENOENT') return 'there is nothing at this path';
  if (code === 'ENOTDIR') return 'it is no folder';
  return `it cannot be read (${typeof code === 'string' ? code : 'unknown'})`;
}
