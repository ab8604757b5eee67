// Names a process so that another one can tell, later, whether it is still that process.
import { readFile, readlink } from 'node:fs/promises';

/** `unknown`: it cannot be told from here, and nothing of it may be touched. */
export type Life = 'alive' | 'ended' | 'unknown';

/**
 * `<pid> <start> <pid namespace> <time namespace>`: `start` is the time of its start in clock ticks
 * since boot, field 22 of proc_pid_stat(5). `-` stands for what there is no procfs to tell.
 */
export async function markOfThisProcess(): Promise<string> {
  const now = await stateOf(process.pid);
  const start = now === 'unknown' || now === 'ended' ? '-' : now;
  return [process.pid, start, ...(await namespaces())].join(' ');
}

/**
 * `ended` for a zombie that nobody has reaped, and for another process under a number used again.
 * `unknown` where numbers or starts are counted differently here, as in another container. null: it
 * is no such mark.
 */
export async function lifeMarked(mark: string): Promise<Life | null> {
  if (!MARK.test(mark)) return null;
  const [pid, start = '-', ...spaces] = mark.trim().split(' ');
  const here = await namespaces();
  if (spaces.some((space, at) => space !== here[at])) return 'unknown';
  const now = await stateOf(Number(pid));
  if (now === 'ended') return 'ended';
  if (now === 'unknown') return answersSignals(Number(pid)) ? 'alive' : 'ended';
  return start === '-' || start === now ? 'alive' : 'ended';
}

const MARK = /^[1-9]\d{0,9} (?:\d+|-)(?: \S+ \S+)?\n?$/u;

/** In which process numbers are given out, and starts are counted. */
async function namespaces(): Promise<string[]> {
  return await Promise.all(
    ['pid', 'time'].map((kind) => readlink(`/proc/self/ns/${kind}`).catch(() => '-')),
  );
}

/** Its start in ticks, or what else can be told of it. */
async function stateOf(pid: number): Promise<string> {
  let stat: string;
  try {
    stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return 'unknown';
  }
  // The second field is the program's name, which may hold spaces and brackets itself.
  const [state = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === 'Z' || state === 'X') return 'ended';
  return rest[18] ?? 'unknown';
}

function answersSignals(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
