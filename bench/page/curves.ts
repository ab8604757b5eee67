// Draws curves of time against something that grows, both axes by powers of ten, as SVG.

export interface Line {
  readonly name: string;
  readonly points: readonly (readonly [x: number, seconds: number])[];
}

export interface Panel {
  readonly title: string;
  readonly lines: readonly Line[];
}

export interface Picture {
  readonly title: string;
  /** Where the marks of the lower axis stand, and what is written there. */
  readonly marks: readonly (readonly [x: number, text: string])[];
  readonly panels: readonly Panel[];
}

/** Of a panel beside another, and of one by itself. */
const WIDTHS = { beside: 330, alone: 460 };
const HEIGHT = 250;
const INSET = { left: 52, right: 118, top: 34, bottom: 34 };
/** Told apart without colour too: each line has its dashes. */
const STYLES = [
  { colour: '#0b5fa5', dashes: '' },
  { colour: '#b3261e', dashes: '7 3' },
  { colour: '#2e7d32', dashes: '2 3' },
  { colour: '#6a3d9a', dashes: '10 3 2 3' },
] as const;
/** Between two names at the right edge. */
const NAME_PX = 13;

export function curves({ title, marks, panels }: Picture): string {
  const columns = Math.min(2, panels.length);
  const rows = Math.ceil(panels.length / columns);
  const width = columns === 1 ? WIDTHS.alone : WIDTHS.beside;
  const [wide, high] = [columns * width, rows * HEIGHT + 30];
  const axis = scaleOf(panels);
  const drawn = panels.map((panel, at) => {
    const place = `${(at % columns) * width},${Math.floor(at / columns) * HEIGHT + 30}`;
    return `<g transform="translate(${place})">\n${drawnPanel(panel, marks, { ...axis, width })}\n</g>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" width="${wide}" height="${high}" role="img" aria-labelledby="title" font-family="sans-serif" font-size="11" fill="#222">`,
    `<title id="title">${escaped(title)}</title>`,
    `<rect width="${wide}" height="${high}" fill="#fff"/>`,
    `<text x="12" y="20" font-size="14" font-weight="bold">${escaped(title)}</text>`,
    ...drawn,
    '</svg>',
    '',
  ].join('\n');
}

interface Axis {
  /** Exponents of ten. */
  readonly from: number;
  readonly to: number;
}

/** Whole powers of ten around everything that is drawn. */
function scaleOf(panels: readonly Panel[]): Axis {
  const all = panels.flatMap(({ lines }) =>
    lines.flatMap(({ points }) => points.map(([, y]) => y)),
  );
  if (all.length === 0) return { from: -1, to: 2 };
  const from = Math.floor(Math.log10(Math.min(...all)));
  return { from, to: Math.max(from + 1, Math.ceil(Math.log10(Math.max(...all)))) };
}

function drawnPanel(panel: Panel, marks: Picture['marks'], axis: Axis & { width: number }): string {
  const xs = marks.map(([x]) => Math.log10(x));
  const [first, last] = [Math.min(...xs), Math.max(...xs)];
  const inner = {
    wide: axis.width - INSET.left - INSET.right,
    high: HEIGHT - INSET.top - INSET.bottom,
  };
  const atX = (x: number): number =>
    INSET.left + ((Math.log10(x) - first) / (last - first || 1)) * inner.wide;
  const atY = (power: number): number =>
    INSET.top + inner.high - ((power - axis.from) / (axis.to - axis.from)) * inner.high;
  const powers = Array.from({ length: axis.to - axis.from + 1 }, (_, at) => axis.from + at);
  const right = INSET.left + inner.wide;
  const grid = powers.map(
    (power) =>
      `<path d="M${INSET.left} ${short(atY(power))}H${right}" stroke="#ddd"/>` +
      `<text x="${INSET.left - 6}" y="${short(atY(power) + 4)}" text-anchor="end">${short(10 ** power)} s</text>`,
  );
  const below = marks.map(
    ([x, text]) =>
      `<text x="${short(atX(x))}" y="${HEIGHT - 16}" text-anchor="middle">${escaped(text)}</text>`,
  );
  const lines = panel.lines.filter(({ points }) => points.length > 0);
  const ends = lines.map(({ points }) => atY(Math.log10(points.at(-1)?.[1] ?? 1)));
  const names = apart(ends);
  const drawn = lines.map(({ name, points }, at) => {
    const { colour, dashes } = STYLES[at % STYLES.length] ?? STYLES[0];
    const places = points.map(([x, y]) => [short(atX(x)), short(atY(Math.log10(y)))] as const);
    const path = places.map(([x, y], place) => `${place === 0 ? 'M' : 'L'}${x} ${y}`).join('');
    const dots = places.map(([x, y]) => `<circle cx="${x}" cy="${y}" r="3" fill="${colour}"/>`);
    return (
      `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"${dashes === '' ? '' : ` stroke-dasharray="${dashes}"`}/>` +
      `${dots.join('')}<text x="${right + 8}" y="${short((names[at] ?? 0) + 4)}" fill="${colour}">${escaped(name)}</text>`
    );
  });
  const title = `<text x="${INSET.left}" y="22" font-weight="bold">${escaped(panel.title)}</text>`;
  return [title, ...grid, ...below, ...drawn].join('\n');
}

/** The same heights, moved down where one name would stand on another. */
function apart(heights: readonly number[]): readonly number[] {
  const moved = [...heights];
  const order = heights.map((_, at) => at).sort((a, b) => (heights[a] ?? 0) - (heights[b] ?? 0));
  let least = -Infinity;
  for (const at of order) {
    least = Math.max(heights[at] ?? 0, least);
    moved[at] = least;
    least += NAME_PX;
  }
  return moved;
}

function short(value: number): number {
  return Math.round(value * 100) / 100;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
