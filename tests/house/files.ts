// The project's own files as git sees them (tracked, or new and not ignored), with their text.
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

export const ROOT = path.resolve(import.meta.dirname, '../..');

export interface ProjectFile {
  /** From the root, with forward slashes. */
  readonly file: string;
  readonly text: string;
}

/** TypeScript sources below a folder of the project. */
export function sourceFiles(folder: string): ProjectFile[] {
  return projectFiles(folder).filter(({ file }) => file.endsWith('.ts'));
}

/** Every file that is, or would be, part of the repository. */
export function projectFiles(folder = '.'): ProjectFile[] {
  const listing = execFileSync(
    'git',
    ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', folder],
    { cwd: ROOT, encoding: 'utf8', timeout: 30_000, maxBuffer: 64 * 1024 * 1024 },
  );
  return [...new Set(listing.split('\0'))]
    .filter((file) => file !== '' && existsSync(path.join(ROOT, file)))
    .sort()
    .map((file) => ({ file, text: readFileSync(path.join(ROOT, file), 'utf8') }));
}
