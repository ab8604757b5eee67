// Looks around in the words of a body from one of them: what stands before, what its statement says.
import { LIMITS } from '../kernel/index.ts';
import type { Token } from './hostile-tokens.ts';

/** Words behind which a statement begins. */
const BEFORE_STATEMENT: ReadonlySet<string> = new Set([
  'begin',
  'then',
  'else',
  'loop',
  'execute',
  'also',
  'instead',
  'atomic',
]);

/** Shared by all that reads the same tokens: what is left of looking ahead. */
export interface Sight {
  wordsLeft: number;
}

export class Reader {
  readonly #tokens: readonly Token[];
  readonly #at: number;
  readonly #sight: Sight;

  constructor(tokens: readonly Token[], at: number, sight: Sight) {
    this.#tokens = tokens;
    this.#at = at;
    this.#sight = sight;
  }

  /** The word so far on; '' where no word stands there. */
  word(offset: number): string {
    const token = this.#tokens[this.#at + offset];
    return token?.kind === 'word' ? token.text : '';
  }

  token(offset: number): Token | undefined {
    return this.#tokens[this.#at + offset];
  }

  beginsStatement(): boolean {
    const before = this.#tokens[this.#at - 1];
    if (before === undefined) return true;
    return before.kind === 'word'
      ? BEFORE_STATEMENT.has(before.text)
      : /^(?:;|>>|\{|)$/.test(before.text);
  }

  /** Offsets of this statement's tokens that stand outside parentheses. */
  *offsets(): Generator<number> {
    let depth = 0;
    for (let offset = 1; offset <= LIMITS.statementWords; offset += 1) {
      const token = this.token(offset);
      this.#sight.wordsLeft -= 1;
      if (token === undefined || this.#sight.wordsLeft < 0) return;
      if (token.kind === 'sign') {
        if (token.text === ';') return;
        depth += token.text === '(' ? 1 : token.text === ')' ? -1 : 0;
      }
      // Another statement begins: what comes is read from there.
      if (depth === 0 && token.kind === 'word' && BEFORE_STATEMENT.has(token.text)) return;
      if (depth === 0) yield offset;
    }
  }
}
