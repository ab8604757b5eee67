// What one demand of a spec came to, and how a difference is said in words.
import { defuseTokens, type Code, type Judgement } from '../kernel/index.ts';
import type { Difference } from './contract.ts';

/** Where a demand stands in the spec, and what it is about in the clone. */
export interface Place {
  /** Keys of the spec within the surface. */
  readonly path: string;
  /** `birth_registry.status`: what a person looks up in the clone. */
  readonly where: string;
  /** Begins a sentence: `column "birth_registry.status"`. */
  readonly subject: string;
}

export interface Outcome {
  readonly judgement: Judgement;
  /** Null where the demand held. */
  readonly difference: (Difference & { readonly where: string }) | null;
}

export const HELD: Outcome = { judgement: 'HELD', difference: null };

/** Enough to recognise an expression by; a catalog may hold far longer ones. */
const SHOWN_LENGTH = 300;

/** The clone has something else. */
export function differs(code: Code, place: Place, found: string, expected: string): Outcome {
  const what = `${place.subject} is ${shown(found)}, spec says ${shown(expected)}`;
  return outcome('NOT_HELD', code, place, what, found, expected);
}

/** Held if both are the same text. */
export function compare(code: Code, place: Place, found: string, expected: string): Outcome {
  return found === expected ? HELD : differs(code, place, found, expected);
}

/** The clone has nothing of the kind; `near` is a name that may be meant. */
export function missing(code: Code, place: Place, near: string | null = null): Outcome {
  const hint = near === null ? '' : ` (there is "${near}")`;
  return outcome('NOT_HELD', code, place, `${place.subject} is missing${hint}`, null, null);
}

/** The clone has something that the spec does not let it have. */
export function unwanted(code: Code, place: Place, found: string): Outcome {
  const what = `${place.subject} is there, spec does not know it`;
  return outcome('NOT_HELD', code, place, what, found, null);
}

/** A sentence of its own. */
export function broken(
  code: Code,
  place: Place,
  what: string,
  found: string | null,
  expected: string | null,
): Outcome {
  return outcome('NOT_HELD', code, place, what, found, expected);
}

/** Whether the demand holds could not be found out. */
export function undecided(
  code: Code,
  place: Place,
  what: string,
  expected: string | null,
): Outcome {
  return outcome('NOT_DECIDED', code, place, what, null, expected);
}

function outcome(
  judgement: Judgement,
  code: Code,
  place: Place,
  what: string,
  found: string | null,
  expected: string | null,
): Outcome {
  const difference = {
    code,
    path: visible(place.path),
    where: visible(place.where),
    what: visible(what),
    found: found === null ? null : shown(found),
    expected: expected === null ? null : shown(expected),
  };
  return { judgement, difference };
}

function shown(text: string): string {
  const clear = visible(text);
  return clear.length <= SHOWN_LENGTH ? clear : `${clear.slice(0, SHOWN_LENGTH)}\u2026`;
}

/** Names come from the dump: no control character of theirs reaches a terminal, no seal a packet. */
export function visible(text: string): string {
  const escaped = text.replace(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`,
  );
  return defuseTokens(escaped);
}
