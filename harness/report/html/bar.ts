// Bars of charts: drawn in SVG by attributes alone; the figures stand beside them as text.
import { markup, NOTHING, type Markup } from './markup.ts';

/** Units of the drawing's width, whatever its width on the screen. */
const WIDTH = 1000;

/** From `start` to `start + length`, both as shares of the whole. */
export function bar(start: number, length: number, marks: readonly number[] = []): Markup {
  const from = place(start);
  const width = Math.max(4, Math.min(place(length), WIDTH - Math.min(from, WIDTH - 4)));
  const left = Math.min(from, WIDTH - width);
  const lines = marks.map(
    (mark) =>
      markup`<rect
        class="mark"
        x="${Math.min(WIDTH - 4, place(mark))}"
        y="0"
        width="4"
        height="12"
      />`,
  );
  return markup`<svg class="bar" viewBox="0 0 1000 12" preserveAspectRatio="none" aria-hidden="true">
    <rect class="ground" x="0" y="0" width="1000" height="12" />
    <rect class="filled" x="${left}" y="0" width="${width}" height="12" />
    ${lines.length === 0 ? NOTHING : lines}
  </svg>`;
}

function place(share: number): number {
  const bounded = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  return Math.round(bounded * WIDTH);
}
