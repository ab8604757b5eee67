// Makes the ground that scenarios stand on: readies the restored database, tries thin clones by
// really making one, and goes on with copies in the sandbox's own server where the engine refuses.
import { finding, LIMITS, messageOf, Problem } from '../kernel/index.ts';
import { STOPPED_CLEANLY } from './container.io.ts';
import type { Sandbox } from './contract.ts';
import { statusOf } from './image.io.ts';
import type { CloneGround, GroundRequest } from './ground-contract.ts';
import { stackLayers, type Stacking } from './overlay-layers.ts';
import { overlayGround } from './overlay.io.ts';
import { placeOf, type Place } from './places.io.ts';
import { refusalWords } from './refusal.ts';
import { templateGround } from './template.io.ts';

/**
 * The restored database becomes the baseline. With thin clones the sandbox's own server is stopped
 * from here to the ground's end: nobody writes what clones stand on.
 * @throws Problem GROUND_NOT_MADE, SANDBOX_NOT_ISOLATED (a clone that could reach something)
 */
export async function groundOn(
  sandbox: Sandbox,
  request: GroundRequest,
  stacking: Stacking = stackLayers,
): Promise<CloneGround> {
  if (request.isSettled !== true) await settle(sandbox, request.database);
  if (request.method === 'template') {
    await sandbox.restart('rehearse');
    return await templateGround(sandbox, request.database, null);
  }
  const place = placeOf(sandbox);
  await stopCleanly(place);
  place.keeps.isBaseline = true;
  try {
    const ground = await overlayGround(place, request, stacking);
    return {
      ...ground,
      [Symbol.asyncDispose]: async () => {
        await ground[Symbol.asyncDispose]();
        place.keeps.isBaseline = false;
      },
    };
  } catch (cause) {
    place.keeps.isBaseline = false;
    if (!isRefusal(cause)) throw cause;
    await sandbox.restart('rehearse');
    return await templateGround(sandbox, request.database, refusalWords(wordsOf(cause)));
  }
}

/**
 * Reading a row that was just loaded marks it as committed, which writes its page: done once here,
 * so that a clone in which something is only read stays what it was. Done before the baseline is read,
 * nothing but a clean stop stands between what was read and what clones are made of.
 */
export async function settle(sandbox: Sandbox, database: string): Promise<void> {
  // As long as the sandbox lives: the data may be large, and nothing else waits for this.
  const statementTimeoutMs = LIMITS.sandboxLifeSeconds * 1000;
  await using session = await sandbox.connect({ database, statementTimeoutMs });
  // A row is only marked once its commit is on disk, and while restoring nobody waits for that.
  await session.client.query('CHECKPOINT');
  await session.client.query('SET vacuum_cost_delay = 0'); // the dump may have set another
  await session.client.query('VACUUM (INDEX_CLEANUP OFF, TRUNCATE OFF)');
}

async function stopCleanly({ stop }: Place): Promise<void> {
  const words = await stop();
  if (words === STOPPED_CLEANLY) return;
  const what = `the baseline was not left cleanly: ${words}`;
  throw new Problem([finding('GROUND_NOT_MADE', 'baseline', what.slice(0, 400))]);
}

function wordsOf(cause: unknown): string {
  return cause instanceof Problem
    ? cause.findings.map(({ what }) => what).join(': ')
    : messageOf(cause);
}

/**
 * The engine's word, or a Postgres that did not come up on what was mounted. A clone that could
 * reach something is no reason to go on in another way, and neither is a fault of ours.
 */
function isRefusal(cause: unknown): boolean {
  if (!(cause instanceof Problem)) return statusOf(cause) > 0;
  return cause.findings.every(({ code }) => code === 'GROUND_NOT_MADE');
}
