// Which psql may be given a plain dump: `\unrestrict` could be forged in older ones (CVE-2026-18408).

const FIXED: Readonly<Record<number, number>> = { 15: 19, 16: 15, 17: 11, 18: 6 };

/** Whether this psql (e.g. `15.20`) carries the fix. An unknown or older major version does not. */
export function psqlIsFixed(version: string): boolean {
  const match = /^(\d+)\.(\d+)/.exec(version);
  if (match === null) return false;
  const major = Number(match[1]);
  const minor = Number(match[2]);
  const floor = FIXED[major];
  return floor === undefined ? major > 18 : minor >= floor;
}
