// Asks RX-0 about a container that is not isolated, in three ways at once: each must be seen.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { askBoth, attemptKey, type AttemptFacts, type DoorAnswer } from '../../probes/index.ts';
import {
  isolationFindings,
  type IsolationProof,
  type SandboxRequest,
  type WorkFolder,
} from '../../sandbox/index.ts';
import type { CloneDoors } from './clone-doors.io.ts';
import type { SoundIsolation } from './on-clone.io.ts';

export interface BreachedParts {
  readonly doors: Pick<CloneDoors, 'openBreachedSandbox'>;
  readonly work: WorkFolder;
  readonly sandbox: SandboxRequest;
  /** The twin: the container that is as it ought to be. */
  readonly twin: Promise<SoundIsolation>;
}

const PROBE = 'clone-not-isolated';

/** The checks of RX-0 that have to see each breach, one from inside and one from the engine each. */
const SEEN_BY: Readonly<Record<string, readonly string[]>> = {
  network: ['interfaces', 'network-mode', 'networks'],
  'host-folder': ['mounts', 'named-mounts'],
  'host-variable': ['environment'],
};

export async function askBreached(
  parts: BreachedParts,
): Promise<ReadonlyMap<string, AttemptFacts>> {
  const folder = path.join(parts.work.path, 'of-the-host');
  await mkdir(folder);
  let proof: IsolationProof;
  {
    await using sandbox = await parts.doors.openBreachedSandbox(parts.sandbox, {
      folder,
      variable: { DATABASE_URL: 'postgres://somebody@db.example.org/production' },
    });
    proof = sandbox.isolation;
  }
  const attempts = new Map<string, AttemptFacts>();
  for (const [attempt, checks] of Object.entries(SEEN_BY)) {
    const ask = (): Promise<DoorAnswer> => Promise.resolve(answerOf(proof, checks));
    const askTwin = async (): Promise<DoorAnswer> => {
      const twin = await parts.twin;
      if (twin === null) throw new TypeError('there is no sound sandbox to compare with');
      return { allowed: twin === 'HELD', findings: [] };
    };
    attempts.set(attemptKey(PROBE, attempt), await askBoth(ask, askTwin));
  }
  return attempts;
}

/** Refused by the whole proof, and by each check that has to see it. */
function answerOf(proof: IsolationProof, ids: readonly string[]): DoorAnswer {
  const checks = proof.checks.filter(({ id }) => ids.includes(id));
  if (checks.length !== ids.length) throw new TypeError('a check of the isolation is missing');
  const isOverlooked = checks.some(({ judgement }) => judgement !== 'NOT_HELD');
  return {
    allowed: proof.isolated === 'HELD' || isOverlooked,
    findings: isolationFindings({ ...proof, checks }),
  };
}
