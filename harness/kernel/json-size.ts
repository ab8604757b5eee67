// Whether a parsed JSON value is of a size that any file of ours has: judging takes a hundred times
// the memory of what is judged, where every part of it is wrong.
import { LIMITS } from './limits.ts';

/** Stops counting where it is too much; `null` where it is not. */
export function excessIn(value: unknown): string | null {
  const waiting: unknown[] = [value];
  let values = 0;
  let objects = 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    values += 1;
    if (values > LIMITS.jsonValues) return `more than ${LIMITS.jsonValues} values`;
    if (typeof next !== 'object' || next === null) continue;
    objects += 1;
    if (objects > LIMITS.jsonObjects) return `more than ${LIMITS.jsonObjects} objects and lists`;
    const inside: readonly unknown[] = Array.isArray(next) ? next : Object.values(next);
    if (inside.length > LIMITS.jsonValues) return `more than ${LIMITS.jsonValues} values`;
    for (const each of inside) waiting.push(each);
  }
  return null;
}
