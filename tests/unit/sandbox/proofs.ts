// Proofs over recorded facts with one thing changed, and what they came to.
import { judgeIsolation } from '../../../harness/sandbox/isolation.ts';
import type { IsolationProof } from '../../../harness/sandbox/contract.ts';
import {
  printed,
  recordedFacts,
  recordedInside,
  recordedInspect,
  type Recorded,
} from './recorded.ts';

/** Ids of the checks that came to this judgement. */
export function those(
  proof: IsolationProof,
  judgement: IsolationProof['checks'][number]['judgement'],
): string[] {
  return proof.checks.filter((check) => check.judgement === judgement).map(({ id }) => id);
}

export function measuredBy(proof: IsolationProof, id: string): string | undefined {
  return proof.checks.find((check) => check.id === id)?.measured;
}

/** The proof over the recorded facts with one thing changed inside. */
export function withInside(change: (sections: Recorded) => void): IsolationProof {
  const sections = recordedInside();
  change(sections);
  return judgeIsolation({ ...recordedFacts(), inside: printed(sections) });
}

/** Sets (or, without a value, takes away) one place of the engine's document. */
export function withInspect(path: readonly string[], ...value: readonly unknown[]): IsolationProof {
  const inspect = recordedInspect();
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => Reflect.get(Object(at), key), inspect);
  const last = path.at(-1) ?? '';
  if (value.length === 0) Reflect.deleteProperty(Object(holder), last);
  else Reflect.set(Object(holder), last, value[0]);
  return judgeIsolation({ ...recordedFacts(), inspect });
}
