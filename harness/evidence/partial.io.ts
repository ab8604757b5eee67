// A packet that is being built, beside its place: marked with whose it is before it is begun, so that
// what a killed run leaves can be told from what another one is at right now.
import { randomUUID } from 'node:crypto';
import { lstat, mkdir, open, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';

const MARK = /^.+\.partial-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.owner$/;
/** Begins a mark: what begins otherwise is somebody else's file. */
const WORDS = 'half of a packet, of the run at ';
/** A mark is one line with a path in it. */
const MOST_BYTES = 8192;

export interface Partial {
  readonly folder: string;
  /** Removes what has not been renamed meanwhile, and the mark. @throws the system's error */
  end(): Promise<void>;
}

/** An empty folder beside `target`; `owner` is handed back by a sweep. @throws the system's error */
export async function beginPartial(target: string, owner: string | null): Promise<Partial> {
  const folder = `${target}.partial-${randomUUID()}`;
  const mark = markOf(folder);
  const end = async (): Promise<void> => {
    await rm(folder, { recursive: true, force: true });
    await rm(mark, { force: true });
  };
  try {
    if (owner !== null) {
      await using file = await open(mark, 'wx', 0o600);
      await file.writeFile(`${WORDS}${owner}\n`, 'utf8');
    }
    await mkdir(folder);
  } catch (error) {
    await end().catch(() => undefined);
    throw error;
  }
  return { folder, end };
}

/**
 * Removes halves of packets in `folder` whose run has ended. `hasEnded` is asked with what was handed
 * to `beginPartial`. Answers the names of those that are gone, and why others are not.
 */
export async function sweepPartials(
  folder: string,
  hasEnded: (owner: string) => Promise<boolean>,
): Promise<{ readonly removed: readonly string[]; readonly failed: readonly unknown[] }> {
  const names = await readdir(folder).catch(() => []);
  const removed: string[] = [];
  const failed: unknown[] = [];
  for (const name of names.filter((each) => MARK.test(each))) {
    const mark = path.join(folder, name);
    try {
      const owner = await ownerIn(mark);
      if (owner === null || !(await hasEnded(owner))) continue;
      const half = mark.slice(0, -markOf('').length);
      // Only ever a folder: a link that somebody put there is not followed, nor removed.
      const facts = await lstat(half).catch(() => null);
      if (facts !== null && !facts.isDirectory()) continue;
      await rm(half, { recursive: true, force: true });
      await rm(mark, { force: true });
      removed.push(path.basename(half));
    } catch (error) {
      failed.push(error);
    }
  }
  return { removed, failed };
}

function markOf(folder: string): string {
  return `${folder}.owner`;
}

/** null: it is no mark of ours, or of another user's. An unfinished one was its run's last act. */
async function ownerIn(mark: string): Promise<string | null> {
  const facts = await lstat(mark);
  if (!facts.isFile() || facts.uid !== process.getuid?.() || facts.size > MOST_BYTES) return null;
  const text = await readFile(mark, 'utf8');
  return text.startsWith(WORDS) && text.endsWith('\n') ? text.slice(WORDS.length, -1) : null;
}
