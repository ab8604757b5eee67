// What broke because a clone went away under it, told as that.
import { finding, Problem } from '../kernel/index.ts';
import { isServerLost } from '../scenario/index.ts';

/** null: it is no such thing, and is told as what it is. */
export function lostClone(error: unknown): Problem | null {
  const what = isServerLost(error)
    ? 'its server does not answer any more'
    : isContainerGone(error)
      ? 'its container does not run any more'
      : null;
  return what === null
    ? null
    : new Problem([finding('SANDBOX_LOST', 'clone', what)], { cause: error });
}

/** As the engine answers a question about a container that ended meanwhile. */
function isContainerGone(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const status: unknown = Reflect.get(error, 'statusCode');
  return (status === 404 || status === 409) && /container/i.test(error.message);
}
