// A repository made of the project as it stands, and clones of it, away from this machine's settings.
import { execFile } from 'node:child_process';
import { copyFile, lstat, mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { ROOT, projectFiles } from '../../house/files.ts';

const run = promisify(execFile);

/** Settings by `-c`; none of the person who runs the tests. */
export async function git(
  folder: string,
  words: readonly string[],
  settings: readonly string[] = [],
): Promise<string> {
  const { stdout } = await run('git', [...settings.flatMap((each) => ['-c', each]), ...words], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'],
      GIT_CONFIG_GLOBAL: '/dev/null',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_AUTHOR_NAME: 'a test',
      GIT_AUTHOR_EMAIL: 'test@example.org',
      GIT_COMMITTER_NAME: 'a test',
      GIT_COMMITTER_EMAIL: 'test@example.org',
    },
    maxBuffer: 64 * 1024 * 1024,
    timeout: 60_000,
  });
  return stdout;
}

/** Copies the project's own files, as they stand and whether or not they are committed. */
export async function copyProject(to: string): Promise<string[]> {
  const files = projectFiles().map(({ file }) => file);
  for (const file of files) {
    await mkdir(path.dirname(path.join(to, file)), { recursive: true });
    await copyFile(path.join(ROOT, file), path.join(to, file));
  }
  return files;
}

export async function commitAll(folder: string, settings: readonly string[] = []): Promise<void> {
  await git(folder, ['init', '-q', '-b', 'main']);
  await git(folder, ['add', '-A'], settings);
  await git(folder, ['commit', '-q', '-m', 'as it stands'], settings);
}

/** The packages, link by link: a set-up that removed them would remove links and no package. */
export async function linkPackages(folder: string): Promise<void> {
  const [from, to] = [path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules')];
  await mkdir(to);
  for (const name of await readdir(from)) {
    const place = path.join(from, name);
    if ((await lstat(place)).isDirectory()) await symlink(place, path.join(to, name));
  }
  // Newer than the package files: they are installed.
  await writeFile(path.join(to, '.installed'), '');
}
