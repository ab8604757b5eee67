// Versions of Flyway: numbers between dots or underscores, compared part by part.

/** null where it is none. Zeros at the end count for nothing: `1.0` is `1`. */
export function flywayVersion(text: string): readonly bigint[] | null {
  const parts = text.replaceAll('_', '.').split('.');
  if (!parts.every((part) => /^\d+$/.test(part))) return null;
  const numbers = parts.map((part) => BigInt(part));
  while (numbers.length > 1 && numbers.at(-1) === 0n) numbers.pop();
  return numbers;
}

export function comparedVersions(left: readonly bigint[], right: readonly bigint[]): number {
  for (let place = 0; place < Math.max(left.length, right.length); place += 1) {
    const difference = (left[place] ?? 0n) - (right[place] ?? 0n);
    if (difference !== 0n) return difference < 0n ? -1 : 1;
  }
  return 0;
}
