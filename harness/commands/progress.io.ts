// How a command shows what goes on: behind the door, as everything that it says.
import type { Progress } from '../run/contract.ts';
import { openProgress } from '../run/progress.io.ts';
import type { Door } from './door.ts';

/** On standard error where the other stream is for the answer alone. What moved is gone after it. */
export async function withProgress<T>(
  door: Door,
  act: (progress: Progress) => Promise<T>,
  stream: 'stdout' | 'stderr' = 'stdout',
): Promise<T> {
  using progress = await openProgress({
    write: stream === 'stdout' ? door.say : door.note,
    moving: door.mayMove() ? stream : null,
  });
  return await act(progress);
}
