// Where two JSON values are not the same: the paths of the first differences, in order.

const MOST = 3;

/** Paths as a reader would type them, e.g. `steps[3].judgement`, below `at`. */
export function differences(one: unknown, other: unknown, at = ''): string[] {
  const found: string[] = [];
  walk(one, other, at, found);
  return found;
}

function walk(one: unknown, other: unknown, path: string, found: string[]): void {
  if (found.length >= MOST || one === other) return;
  if (Array.isArray(one) && Array.isArray(other)) {
    if (one.length !== other.length) {
      found.push(`${path || '(top)'} has ${one.length} items, not ${other.length}`);
      return;
    }
    for (const [index, item] of one.entries()) {
      walk(item, other[index], `${path}[${index}]`, found);
    }
    return;
  }
  if (isObject(one) && isObject(other)) {
    const keys = [...new Set([...Object.keys(one), ...Object.keys(other)])].sort();
    for (const key of keys) {
      const [left, right] = [own(one, key), own(other, key)];
      walk(left, right, path === '' ? key : `${path}.${key}`, found);
    }
    return;
  }
  found.push(path || '(top)');
}

/** The first line in which two texts differ, from 1; null where they are the same. */
export function differingLine(one: string, other: string): number | null {
  if (one === other) return null;
  const [left, right] = [one.split('\n'), other.split('\n')];
  return left.findIndex((line, index) => line !== right[index]) + 1 || left.length + 1;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Never what an object inherits. */
function own(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}
