// What is written beside its place before it gets its name: named so that whoever comes later can
// tell whether its writer lives, and take away what a dead one has left.
import { createHash, randomBytes } from 'node:crypto';
import { lstat, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { LIMITS } from '../kernel/index.ts';
import { lifeMarked, markOfThisProcess } from './process-mark.io.ts';

/** `<target>.partial-<process>-<its start>-<where processes are numbered so>-<chance>`. */
export async function asideOf(target: string): Promise<string> {
  const [pid = '', start = ''] = (await markOfThisProcess()).split(' ');
  const mark = [pid, start === '-' ? '0' : start, await thisNumbering()].join('-');
  return `${target}.partial-${mark}-${randomBytes(6).toString('hex')}`;
}

const ASIDE =
  /^.+\.partial-(?<pid>[1-9]\d{0,9})-(?<start>\d{1,20})-(?<where>[0-9a-f]{12})-[0-9a-f]{12}$/u;

/**
 * Removes from `folder` what writers have left who are gone; answers how many such things there
 * were. Nothing of another user, nothing under another name, no folder with a folder in it.
 */
export async function sweepAside(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => []);
  let removed = 0;
  for (const name of names) {
    const place = path.join(folder, name);
    if (!(await isAbandoned(place, ASIDE.exec(name)?.groups))) continue;
    await rm(place, { recursive: true, force: true });
    removed += 1;
  }
  return removed;
}

/** Whoever may not be looked at is left alone: it went meanwhile, or belongs to somebody else. */
async function isAbandoned(
  place: string,
  mark: Readonly<Record<string, string>> | undefined,
): Promise<boolean> {
  if (mark === undefined) return false;
  const { pid = '', start = '', where = '' } = mark;
  try {
    const facts = await lstat(place);
    if (facts.uid !== process.getuid?.()) return false;
    const isOurs = facts.isFile() || facts.isSymbolicLink() || (await isFlat(place));
    if (!isOurs) return false;
    if (where === (await thisNumbering())) {
      return (await lifeMarked(`${pid} ${start === '0' ? '-' : start}`)) === 'ended';
    }
    // Of another machine, or from before this one was started again: nobody can ask for its process.
    return Date.now() - facts.mtimeMs > LIMITS.sandboxLifeSeconds * 1000;
  } catch {
    return false;
  }
}

async function isFlat(folder: string): Promise<boolean> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries.every((entry) => entry.isFile());
}

/** A number names a process only until the machine starts again, and within one container only. */
async function thisNumbering(): Promise<string> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  const [, , ...spaces] = (await markOfThisProcess()).split(' ');
  const words = [boot.trim(), ...spaces].join(' ');
  return createHash('sha256').update(words).digest('hex').slice(0, 12);
}
