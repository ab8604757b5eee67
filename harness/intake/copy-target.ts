// Reads what pg_dump writes before rows: the name of a table and of its columns, quoted or not.
// Strict on purpose: a text of this form can be nothing else, so pg_restore, which sends it to the
// server as it stands, runs nothing else either.

/** Where rows go; `columns` is null where the statement names none. */
export interface RowTarget {
  readonly schema: string;
  readonly table: string;
  readonly columns: readonly string[] | null;
}

/** `COPY s.t (a, b) FROM stdin;` and nothing else; null for any other text. */
export function copyTarget(statement: string): RowTarget | null {
  const reader = new NameReader(Buffer.from(statement), 0);
  if (!reader.word('COPY ')) return null;
  const target = reader.target();
  // Two spaces where a table has no columns.
  if (target === null || !reader.word(target.columns === null ? '  FROM stdin;' : ' FROM stdin;'))
    return null;
  reader.word('\n');
  return reader.isAtEnd ? target : null;
}

/** A cursor over SQL that pg_dump wrote. */
export class NameReader {
  readonly #bytes: Buffer;
  at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.at = at;
  }

  get isAtEnd(): boolean {
    return this.at === this.#bytes.length;
  }

  /** Passes over exactly this text, ASCII, where it stands here. */
  word(text: string): boolean {
    const end = this.at + text.length;
    if (this.#bytes.toString('latin1', this.at, end) !== text) return false;
    this.at = end;
    return true;
  }

  /** `s.t` or `s.t (a, b)`; null where that does not stand here. */
  target(): RowTarget | null {
    const schema = this.name();
    if (schema === null || !this.word('.')) return null;
    const table = this.name();
    if (table === null) return null;
    if (!this.word(' (')) return { schema, table, columns: null };
    const columns: string[] = [];
    do {
      const column = this.name();
      if (column === null) return null;
      columns.push(column);
    } while (this.word(', '));
    return this.word(')') ? { schema, table, columns } : null;
  }

  name(): string | null {
    const from = this.at;
    if (this.#bytes[from] === QUOTE) return this.#quoted(from + 1);
    if (!isNameStart(this.#bytes[from])) return null;
    let end = from + 1;
    while (isNamePart(this.#bytes[end])) end += 1;
    this.at = end;
    return this.#bytes.toString('latin1', from, end);
  }

  #quoted(from: number): string | null {
    for (let end = from; ; end += 2) {
      end = this.#bytes.indexOf(QUOTE, end);
      if (end === -1 || end === from) return null;
      if (this.#bytes[end + 1] === QUOTE) continue;
      this.at = end + 1;
      return this.#bytes.toString('utf8', from, end).replaceAll('""', '"');
    }
  }
}

const QUOTE = 0x22;

function isNameStart(byte: number | undefined): boolean {
  return byte === 0x5f || (byte !== undefined && byte >= 0x61 && byte <= 0x7a);
}

function isNamePart(byte: number | undefined): boolean {
  return isNameStart(byte) || (byte !== undefined && byte >= 0x30 && byte <= 0x39);
}
