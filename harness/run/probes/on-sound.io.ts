// Asks the doors of a clone in a sandbox that is as it ought to be: a dump taken in, restored,
// checked, rehearsed and told, and archives that the sandbox's own pg_dump makes.
import path from 'node:path';
import {
  askBoth,
  attemptKey,
  AUTHORITY_NAMES,
  dumpWith,
  type AttemptFacts,
  type DoorAnswer,
} from '../../probes/index.ts';
import {
  MAINTENANCE_DATABASE,
  type Sandbox,
  type SandboxRequest,
  type WorkFolder,
} from '../../sandbox/index.ts';
import { askArchives } from './on-archives.io.ts';
import { followEnvironment, type CloneDoors } from './clone-doors.io.ts';
import type { CloneProbesRequest, SoundIsolation } from './on-clone.io.ts';
import { askRehearsed, askSchema } from './on-restored.io.ts';
import { projectIn, type Reporter } from './out.io.ts';
import type { Trap } from './trap.io.ts';
import { writeDump } from './written.io.ts';

export interface SoundParts {
  readonly request: CloneProbesRequest;
  readonly doors: CloneDoors;
  readonly report: Reporter;
  readonly trap: Trap;
  readonly work: WorkFolder;
  readonly sandbox: SandboxRequest;
  /** Told as soon as it is known. */
  readonly tell: (isolation: SoundIsolation) => void;
}

type Attempts = Map<string, AttemptFacts>;

export async function askSound(parts: SoundParts): Promise<Attempts> {
  const { request, doors, work } = parts;
  const { major, lane, selftest, signal } = request;
  const written = await writeDump(
    work.path,
    'clone.sql',
    dumpWith({ major, names: AUTHORITY_NAMES }),
  );
  const taken = await doors.takeDump(written.file, written.folder);
  const { intake, content } = taken;
  if (intake.kind !== 'accepted' || content === null) {
    throw new TypeError('the dump of the probes was refused');
  }
  const { dump } = intake;
  const attempts: Attempts = new Map();
  await using sandbox = await doors.openSandbox({
    ...parts.sandbox,
    stagedDumpPath: path.resolve(dump.stagedPath),
  });
  signal.throwIfAborted();
  parts.tell(sandbox.isolation.isolated === 'HELD' ? 'HELD' : 'NOT_HELD');

  add(attempts, await askArchives(sandbox, work.path, doors));
  const restore = await doors.restore(sandbox, dump);
  if (restore.evidence.judgement !== 'HELD') throw new TypeError('the clone was not restored');
  const inputs = await projectIn(work.path, lane, AUTHORITY_NAMES);
  const { attempts: asked, check: schema } = await askSchema(
    sandbox,
    restore.database,
    work.path,
    doors,
  );
  add(attempts, asked);
  const restored = { sandbox, dump, content, work, inputs, restore, schema, signal };
  add(attempts, await askRehearsed(restored, selftest, parts));

  const key = attemptKey('request-production-target', 'environment');
  attempts.set(key, await askEnvironment(sandbox, parts.trap));
  return attempts;
}

/** Followed is an environment by whoever came to the trap, or got a variable of it inside. */
async function askEnvironment(sandbox: Sandbox, trap: Trap): Promise<AttemptFacts> {
  const ask = async (): Promise<DoorAnswer> => {
    const inside = sandbox.isolation.checks.find(({ id }) => id === 'environment');
    if (inside === undefined) throw new TypeError('nobody looked at the environment inside');
    await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE });
    const { rows } = await session.client.query<{ name: string; path: string }>(
      `SELECT pg_catalog.current_setting('application_name') AS name,
              pg_catalog.current_setting('search_path') AS path`,
    );
    const isFollowed =
      trap.connections() > 0 ||
      inside.judgement !== 'HELD' ||
      rows[0] === undefined ||
      rows[0].name === trap.environment['PGAPPNAME'] ||
      rows[0].path === 'elsewhere';
    return { allowed: isFollowed, findings: [] };
  };
  // The twin: who is told nothing else does come to the trap.
  const askTwin = async (): Promise<DoorAnswer> => {
    await followEnvironment(CONNECT_MS);
    return { allowed: trap.connections() > 0, findings: [] };
  };
  return await askBoth(ask, askTwin);
}

/** A door on this machine that answers at once. */
const CONNECT_MS = 2000;

function add(attempts: Attempts, more: ReadonlyMap<string, AttemptFacts>): void {
  for (const [key, facts] of more) attempts.set(key, facts);
}
