// Facts of probes as they are where every door refuses what it must, and ways to break them.
import {
  attemptKey,
  PROBES,
  type AttemptFacts,
  type ProbeAttempt,
  type ProbesFacts,
} from '../../../harness/probes/index.ts';

export interface Listed {
  readonly key: string;
  readonly attempt: ProbeAttempt;
}

export const ATTEMPTS: readonly Listed[] = PROBES.flatMap(({ id, attempts }) =>
  attempts.map((attempt) => ({ key: attemptKey(id, attempt.id), attempt })),
);

function closed({ codes }: ProbeAttempt): AttemptFacts {
  return { answer: 'REFUSED', twin: 'ALLOWED', found_codes: [...codes], token_leaked: false };
}

const CONTROL = { answer: 'ALLOWED', found_codes: [], token_leaked: false } as const;
export const NOTHING_LEFT = {
  containers: 0,
  volumes: 0,
  networks: 0,
  socket_folders_gone: true,
};

/** Everything failed closed. */
export function goodFacts(withClone: boolean): ProbesFacts {
  const asked = ATTEMPTS.filter(({ attempt }) => withClone || !attempt.needsClone);
  return {
    withClone,
    attempts: new Map(asked.map(({ key, attempt }) => [key, closed(attempt)])),
    control: CONTROL,
    leftovers: withClone ? NOTHING_LEFT : null,
  };
}

/** With one attempt's facts changed. */
export function changed(
  facts: ProbesFacts,
  key: string,
  change: Partial<AttemptFacts>,
): ProbesFacts {
  const attempts = new Map(facts.attempts);
  const before = attempts.get(key);
  if (before === undefined) throw new Error(`no attempt "${key}"`);
  attempts.set(key, { ...before, ...change });
  return { ...facts, attempts };
}
