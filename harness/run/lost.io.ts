// Tells a sandbox that went away from all that its absence may look like: a dump that cannot be
// restored, rows that are missing, a bug.
import { finding, LIMITS, Problem } from '../kernel/index.ts';
import { SOCKET_INSIDE, type Sandbox } from '../sandbox/index.ts';

/**
 * Where one of its bounds has ended it, that is told by whoever asked for what it did.
 * @throws Problem SANDBOX_LOST, with the cause, where it does not stand any more
 */
export async function refuseLost(
  sandbox: Pick<Sandbox, 'lost' | 'run'>,
  cause?: unknown,
): Promise<void> {
  const what = (await sandbox.lost()) === null ? await lostWords(sandbox) : null;
  if (what !== null) throw new Problem([finding('SANDBOX_LOST', 'sandbox', what)], { cause });
}

/** As pg_isready has it: nobody answers at all. One that recovers does answer, with a refusal. */
const NOBODY = 2;

/** null: it stands, or its server was stopped by the run itself. */
async function lostWords(sandbox: Pick<Sandbox, 'run'>): Promise<string | null> {
  const asked = await exitCode(sandbox, ['pg_isready', '-q', '-h', SOCKET_INSIDE]);
  if (asked === null) return 'its container does not run any more';
  if (asked !== NOBODY) return null;
  const stopped = ['bash', '-c', 'pg_controldata "$PGDATA" | grep -q "state: *shut down$"'];
  const state = await exitCode(sandbox, ['env', 'PGDATA=/rehearsal/pgdata', ...stopped]);
  if (state === null) return 'its container does not run any more';
  return state === 0 ? null : 'its server does not answer any more';
}

/** null: nothing can be run in it. */
async function exitCode(
  sandbox: Pick<Sandbox, 'run'>,
  command: readonly string[],
): Promise<number | null> {
  const late = Promise.withResolvers<null>();
  const timer = setTimeout(() => late.resolve(null), LIMITS.engineAnswerMs);
  const asked = sandbox.run(command).then(
    (done) => done.exitCode,
    () => null,
  );
  try {
    const code = await Promise.race([asked, late.promise]);
    // Killed with the container while it was asked: no program here ends so.
    return code === null || code < 0 || code > 125 ? null : code;
  } finally {
    clearTimeout(timer);
  }
}
