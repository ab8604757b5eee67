// Lines that leave one after the other: a word that begins in one must not end in the next.
import { forbiddenTokensIn } from '../kernel/index.ts';
import { guardText } from './guard.ts';
import { printable } from './printable.ts';
import { withoutCommands } from './server-commands.ts';

/** No forbidden word is longer with what disguises it, as far as anyone would still read it. */
const REMEMBERED = 256;

/** What one reader sees of the lines, in order. */
export class LineGuard {
  /** What stands at the end without a space, over as many lines as it goes back. */
  #last = '';

  /** The line as it may leave. */
  next(line: string): string {
    // Guarded twice: a control character may stand in the middle of a word, and so may what shows it.
    const guarded = withoutCommands(guardText(printable(guardText(line))));
    // A word that is cut here could be taken for another.
    const first =
      guarded.length <= REMEMBERED ? guarded : guarded.slice(0, REMEMBERED).replace(/\w*$/, '');
    const isTorn = forbiddenTokensIn(`${this.#last}\n${first}`).length > 0;
    const out = isTorn ? `\u00b7 ${guarded}` : guarded;
    const seen = `${this.#last}\n${out}`.slice(-REMEMBERED);
    this.#last = /\S*(?:\n[ \t]*\S+)*$/.exec(seen)?.[0] ?? '';
    return out;
  }
}
