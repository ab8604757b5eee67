// Amounts for people: bytes in the unit that reads best.

const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

/** `1.8 MiB`, `72 GiB`: two digits where there is no more to see. */
export function amount(bytes: number): string {
  let value = bytes;
  let at = 0;
  while (value >= 1024 && at < UNITS.length - 1) {
    value /= 1024;
    at += 1;
  }
  const digits = value < 10 && at > 0 ? 1 : 0;
  return `${value.toFixed(digits)} ${UNITS[at] ?? ''}`;
}
