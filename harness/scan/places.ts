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

/** `names`: of the table, and of those whose part it is. */
export function placesOf(source: DataSource, names: readonly string[]): Place[] {
  if (source.kind !== 'rows') {
    return [{ index: 0, where: readable(source.name), roles: [], holdsWebhooks: false }];
  }
  const { schema, table, columns } = source;
  return columns.map((column, index) => {
    const where = readable(`${schema}.${table}.${column}`);
    const roles = [...new Set(names.flatMap((name) => columnRoles(name, column)))];
    const isCalled = names.some((name) => holdsWebhooks(name, column));
    return { index, where, roles, holdsWebhooks: isCalled };
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

/** Rows and columns of places in a stretch, asked for in their order: none is counted twice. */
export class Cells {
  readonly #bytes: Uint8Array;
  readonly #lo: number;
  readonly #columnAtLo: number;
  #at: number;
  #column: number;
  #row: number;

  constructor(bytes: Uint8Array, lo: number, column: number) {
    this.#bytes = bytes;
    this.#lo = lo;
    this.#columnAtLo = column;
    this.#at = lo;
    this.#column = column;
    this.#row = lo;
  }

  columnAt(at: number): number {
    this.#goTo(at);
    return this.#column;
  }

  /** Where the row begins; `lo` where it begins before. */
  rowAt(at: number): number {
    this.#goTo(at);
    return this.#row;
  }

  #goTo(at: number): void {
    if (at < this.#at) {
      this.#at = this.#lo;
      this.#column = this.#columnAtLo;
      this.#row = this.#lo;
    }
    let tabs = 0;
    for (let index = at - 1; index >= this.#at; index -= 1) {
      const byte = this.#bytes[index];
      if (byte === 0x09) tabs += 1;
      else if (byte === 0x0a) {
        this.#row = index + 1;
        this.#column = 0;
        break;
      }
    }
    this.#column += tabs;
    this.#at = at;
  }
}

/** Names come from the dump: control characters are shown, and none is longer than a line. */
function readable(name: string): string {
  const shown = name.replace(
    /[\p{Cc}\p{Cf}\u2028\u2029]/gu,
    (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`,
  );
  return shown.length > WHERE_LENGTH ? `${shown.slice(0, WHERE_LENGTH)}...` : shown;
}
