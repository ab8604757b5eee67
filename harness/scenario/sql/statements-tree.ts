// Reading the grammar's trees, whose form is not ours: every step may lead nowhere.

export function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}

export function listAt(value: unknown, key: string): readonly unknown[] {
  const list = at(value, key);
  return Array.isArray(list) ? list : [];
}

export function textAt(value: unknown, key: string): string {
  const text = at(value, key);
  return typeof text === 'string' ? text : '';
}

/** Text of a list of String nodes: the parts of a name. */
export function nameParts(list: readonly unknown[]): string[] {
  return list.map((part) => textAt(at(part, 'String'), 'sval'));
}

/** The options of a statement by name; the grammar gives each as a DefElem. */
export function optionAt(node: unknown, key: string, option: string): unknown {
  const found = listAt(node, key).find((each) => at(at(each, 'DefElem'), 'defname') === option);
  return at(at(found, 'DefElem'), 'arg');
}

/** Every node with its kind, from the outside in. */
export function visit(value: unknown, see: (kind: string, node: unknown) => void): void {
  if (Array.isArray(value)) {
    for (const item of value) visit(item, see);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    see(key, child);
    visit(child, see);
  }
}
