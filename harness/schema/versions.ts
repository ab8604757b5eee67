// Versions of extensions: `1.10` is later than `1.9`, and a range has bounds that all hold.

const BOUND = /^(>=|<=|>|<|=)?\s*([0-9A-Za-z][0-9A-Za-z._+-]*)$/;

type Bound = readonly [sign: string, version: string];

/** Bounds of `>=1.4 <2`; null where the text is none. One version without a sign is that version. */
function boundsOf(range: string): readonly Bound[] | null {
  const parts = range
    .replace(/(>=|<=|>|<|=)\s+/g, '$1')
    .trim()
    .split(/\s+/);
  const bounds = parts.map((part): Bound | null => {
    const [, sign, version] = BOUND.exec(part) ?? [];
    return version === undefined ? null : [sign ?? '', version];
  });
  const known = bounds.filter((bound) => bound !== null);
  const isWhole = known.length === bounds.length;
  return isWhole && (known.length === 1 || known.every(([sign]) => sign !== '')) ? known : null;
}

export function isVersionRange(range: string): boolean {
  return boundsOf(range) !== null;
}

/** Null where the range is none. */
export function isVersionWithin(version: string, range: string): boolean | null {
  const bounds = boundsOf(range);
  if (bounds === null) return null;
  return bounds.every(([sign, bound]) => {
    const order = compareVersions(version, bound);
    switch (sign) {
      case '>=':
        return order >= 0;
      case '<=':
        return order <= 0;
      case '>':
        return order > 0;
      case '<':
        return order < 0;
      case '=':
        return order === 0;
      default:
        return version === bound;
    }
  });
}

/** Number by number; what is not one by its letters. A missing part is 0: `2` is `2.0`. */
function compareVersions(left: string, right: string): number {
  const parts = (text: string): string[] => text.match(/\d+|[A-Za-z]+/g) ?? [];
  const [one, other] = [parts(left), parts(right)];
  for (let place = 0; place < Math.max(one.length, other.length); place += 1) {
    const [a = '0', b = '0'] = [one[place], other[place]];
    const areNumbers = /^\d/.test(a) && /^\d/.test(b);
    const order = areNumbers ? Number(a) - Number(b) : a < b ? -1 : a > b ? 1 : 0;
    if (order !== 0) return order;
  }
  return 0;
}
