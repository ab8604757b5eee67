// Finds out that an engine's socket accepts and stays silent: the client library has no bound of its
// own and cannot be called off, so that a process would hang on it after it has told its answer.
import { LIMITS } from '../kernel/index.ts';

/** Nothing there, or a refusal, is no silence: whoever connects next is told of it. */
export async function isSilent(
  socketPath: string,
  limitMs: number = LIMITS.engineAnswerMs,
): Promise<boolean> {
  // Loaded where an engine is asked for, as its client is.
  const { get } = await import('node:http');
  return await new Promise((resolve) => {
    const asking = get({ socketPath, path: '/_ping', timeout: limitMs }, (answer) => {
      answer.resume();
      resolve(false);
    });
    asking.once('timeout', () => {
      resolve(true);
      asking.destroy();
    });
    asking.once('error', () => resolve(false));
  });
}
