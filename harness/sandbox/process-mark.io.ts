// Names a process so that another one can tell, later, whether it is still that process.
import { readFile } from 'node:fs/promises';

/**
 * `<pid> <start>`: `start` is the time of its start in clock ticks since boot, field 22 of
 * proc_pid_stat(5), or `-` where there is no procfs.
 */
export async function markOfThisProcess(): Promise<string> {
  const now = await stateOf(process.pid);
  return `${process.pid} ${now === 'unknown' || now === 'ended' ? '-' : now}`;
}

/** Not so for a zombie that nobody has reaped, nor for another process under a number used again. */
export async function isMarkedAlive(mark: string): Promise<boolean> {
  const [pid = '', start = '-'] = mark.trim().split(' ');
  if (!/^[1-9]\d{0,9}$/u.test(pid)) return false;
  const now = await stateOf(Number(pid));
  if (now === 'ended') return false;
  if (now === 'unknown') return answersSignals(Number(pid));
  return start === '-' || start === now;
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
