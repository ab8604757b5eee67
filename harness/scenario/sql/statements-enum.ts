// A value added to an enum cannot be used before it is committed: found where it can be seen.
import { at, listAt, nameParts, textAt } from './statements-tree.ts';

/** Values that this transaction has added so far, and the types that it made itself. */
export interface AddedValues {
  readonly values: Map<string, { readonly type: string; readonly line: number }>;
  readonly ownTypes: Set<string>;
}

export function noAddedValues(): AddedValues {
  return { values: new Map(), ownTypes: new Set() };
}

/** Why the statement cannot stand behind the ones before it; remembers what it adds itself. */
export function whyTooEarly(
  name: string,
  node: unknown,
  line: number,
  added: AddedValues,
): string | null {
  if (name === 'CreateEnumStmt') {
    added.ownTypes.add(lastPart(listAt(node, 'typeName')));
    return null;
  }
  if (name === 'AlterEnumStmt') {
    const type = lastPart(listAt(node, 'typeName'));
    const value = textAt(node, 'newVal');
    const isAdded = at(node, 'oldVal') === undefined && !added.ownTypes.has(type);
    if (isAdded) added.values.set(value, { type, line });
    return null;
  }
  if (added.values.size === 0) return null;
  const used = [...valuesIn(node, null)].find(({ value, type }) => {
    const origin = added.values.get(value);
    return origin !== undefined && (type === null || type === origin.type);
  });
  const origin = used === undefined ? undefined : added.values.get(used.value);
  if (used === undefined || origin === undefined) return null;
  return (
    `'${used.value}' was added to enum "${origin.type}" in this transaction (line ${origin.line}) ` +
    `and cannot be used before it is committed${used.type === null ? `; where it is meant as text, write '${used.value}'::text` : ''}`
  );
}

interface ValueSeen {
  readonly value: string;
  /** The type it is cast to, or that its column is given; null where neither is said. */
  readonly type: string | null;
}

/** Literals, but for those that a function takes: these are of the function's types. */
function* valuesIn(value: unknown, type: string | null): Generator<ValueSeen> {
  if (Array.isArray(value)) {
    for (const item of value) yield* valuesIn(item, type);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === 'A_Const') {
      const text = at(at(child, 'sval'), 'sval');
      if (typeof text === 'string') yield { value: text, type };
    } else if (key === 'TypeCast') {
      yield* valuesIn(at(child, 'arg'), typeOf(at(child, 'typeName')));
    } else if (key === 'ColumnDef') {
      yield* valuesIn(at(child, 'constraints'), typeOf(at(child, 'typeName')));
    } else if (key === 'FuncCall') {
      for (const argument of listAt(child, 'args')) {
        if (at(argument, 'A_Const') === undefined) yield* valuesIn(argument, null);
      }
    } else if (key !== 'DefElem') yield* valuesIn(child, type);
  }
}

function typeOf(typeName: unknown): string {
  return lastPart(listAt(typeName, 'names'));
}

function lastPart(list: readonly unknown[]): string {
  return nameParts(list).at(-1) ?? '';
}
