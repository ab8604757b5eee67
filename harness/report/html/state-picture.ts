// A state's hash as a small picture: equal states look equal, others do not, at one glance.
import { markup, NOTHING, type Markup } from './markup.ts';

const SIZE = 5;
const HALF = 3;

/** Mirrored, so that the eye takes it as one figure. The hash beside it is what counts. */
export function statePicture(hash: string): Markup {
  if (!/^[0-9a-f]{64}$/.test(hash)) return NOTHING;
  const squares: string[] = [];
  for (let row = 0; row < SIZE; row += 1) {
    for (let column = 0; column < HALF; column += 1) {
      const digit = Number.parseInt(hash[row * HALF + column] ?? '0', 16);
      if (digit % 2 === 1) continue;
      squares.push(`M${column} ${row}h1v1h-1z`);
      if (column < HALF - 1) squares.push(`M${SIZE - 1 - column} ${row}h1v1h-1z`);
    }
  }
  // Four colours beside the figure, from its last digit: a help, never the only sign.
  const colour = Number.parseInt(hash[63] ?? '0', 16) % 4;
  return markup`<svg class="state state-${colour}" viewBox="-1 -1 7 7" aria-hidden="true">
    <path d="${squares.join('')}" />
  </svg>`;
}
