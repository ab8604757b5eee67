// Takes kinds of drift back, as a guess at what happened to a file; it never makes a file good.
import { LIMITS, sha256, type Sha256 } from '../kernel/index.ts';
import type { DriftCode, FileFact, Undone } from './contract.ts';
import { ENCODINGS, KINDS_OF_DRIFT, type Step } from './drift-steps.ts';

/** Drifts that come together: more than these are an edit, whatever its parts are. */
const DRIFTS_AT_ONCE = 3;
const FIRST_STEPS = 6;

/**
 * The fact of a file's raw bytes. Where `sealed` is given, the first guess that leads to it is all
 * that is kept; else all guesses are.
 */
export function fileFact(bytes: Uint8Array, sealed: Sha256 | null = null): FileFact {
  const hash = sha256(bytes);
  const fact = { kind: 'file', sha256: hash, byteLength: bytes.byteLength } as const;
  if (hash === sealed) return { ...fact, undone: [] };
  if (sealed === null) return { ...fact, undone: [...undoneForms(bytes)] };
  for (const form of undoneForms(bytes)) {
    if (form.sha256 === sealed) return { ...fact, undone: [form] };
  }
  return { ...fact, undone: [] };
}

/** Fewest drifts first, and no more work than its bound: an edited file fits none of them. */
function* undoneForms(bytes: Uint8Array): Generator<Undone> {
  // The first steps, marks and line ends, are taken in a file of any size.
  const work = { left: Math.max(LIMITS.driftGuessBytes, FIRST_STEPS * bytes.length) };
  for (let drifts = 0; drifts <= DRIFTS_AT_ONCE; drifts += 1) {
    for (const { step, decode } of ENCODINGS) {
      const text = decode(bytes);
      if (text === null) continue;
      for (const chain of chainsOf(drifts)) {
        const form = undoneBy(chain, text, work);
        if (work.left < 0) return;
        if (form === null || (step === null && chain.length === 0)) continue;
        yield undone(step === null ? chain : [step, ...chain], form);
      }
    }
  }
}

/** Every way to take back so many kinds of drift: each kind once, in the one order. */
function* chainsOf(drifts: number, from = 0): Generator<readonly Step[]> {
  if (drifts === 0) yield [];
  else {
    for (const [index, kind] of KINDS_OF_DRIFT.entries()) {
      if (index < from) continue;
      for (const first of kind) {
        for (const rest of chainsOf(drifts - 1, index + 1)) yield [first, ...rest];
      }
    }
  }
}

/** Null where a step changes nothing: that drift did not happen. */
function undoneBy(chain: readonly Step[], text: string, work: { left: number }): string | null {
  let form = text;
  for (const { undo } of chain) {
    work.left -= form.length;
    const before = undo(form);
    if (before === null || before === form) return null;
    form = before;
  }
  return form;
}

function undone(chain: readonly Step[], text: string): Undone {
  const codes = [...new Set(chain.map(({ code }): DriftCode => code))];
  return { codes, how: chain.map(({ how }) => how).join(' and '), sha256: sha256(text) };
}
