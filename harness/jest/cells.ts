// Values of rows on their way through JSON: a date, bytes and JSON itself stay what they were.

/** A plain value as it is, and everything else in an object with one key that says what it is. */
export function packedCell(value: unknown): unknown {
  if (value === undefined || value === null) return null;
  if (typeof value === 'bigint') return { bigint: value.toString() };
  if (typeof value === 'number' && !Number.isFinite(value)) return { number: String(value) };
  if (typeof value !== 'object') return value;
  if (value instanceof Date) {
    // Postgres has dates that no Date holds.
    return { date: Number.isNaN(value.getTime()) ? null : value.toISOString() };
  }
  if (value instanceof Uint8Array) return { bytes: Buffer.from(value).toString('base64') };
  if (Array.isArray(value)) return { list: value.map(packedCell) };
  return { json: value };
}
