// Names the places of a part: its columns, or the part itself.
import type { DataSource } from '../intake/contract.ts';
import { columnRoles, holdsWebhooks, type ColumnRole } from './columns.ts';

export interface Place {
  readonly index: number;
  readonly where: string;
  readonly roles: readonly ColumnRole[];
  readonly holdsWebhooks: boolean;
}

const WHERE_LENGTH = 200;

export function placesOf(source: DataSource): Place[] {
  if (source.kind !== 'rows') {
    return [{ index: 0, where: readable(source.name), roles: [], holdsWebhooks: false }];
  }
  const { schema, table, columns } = source;
  return columns.map((column, index) => {
    const where = readable(`${schema}.${table}.${column}`);
    const roles = columnRoles(table, column);
    return { index, where, roles, holdsWebhooks: holdsWebhooks(table, column) };
  });
}

/** Column of a byte: tabs before it, in its row or from `lo` on, where `column` stands. */
export function columnAt(bytes: Uint8Array, lo: number, at: number, column: number): number {
  let tabs = 0;
  for (let index = at - 1; index >= lo; index -= 1) {
    if (bytes[index] === 0x09) tabs += 1;
    else if (bytes[index] === 0x0a) return tabs;
  }
  return column + tabs;
}

/** Names come from the dump: control characters are shown, and none is longer than a line. */
function readable(name: string): string {
  const shown = name.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return shown.length > WHERE_LENGTH ? `${shown.slice(0, WHERE_LENGTH)}...` : shown;
}
