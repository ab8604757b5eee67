// Learns from definitions which tables are parts of others: rows of a part are rows of its root.

/** Longer definitions are no statements of this kind; of a table with many columns it is the end. */
const HEAD_BYTES = 4096;

const NAME = String.raw`((?:"(?:[^"]|"")+"|[^\s".,();]+)(?:\s*\.\s*(?:"(?:[^"]|"")+"|[^\s".,();]+))?)`;
const ATTACHED = new RegExp(
  String.raw`\balter\s+table\s+(?:if\s+exists\s+)?(?:only\s+)?${NAME}\s+attach\s+partition\s+${NAME}`,
  'gi',
);
const MADE_AS_PART = new RegExp(
  String.raw`\bcreate\s+(?:\w+\s+){0,2}table\s+(?:if\s+not\s+exists\s+)?${NAME}\s+partition\s+of\s+${NAME}`,
  'gi',
);
const MADE = new RegExp(
  String.raw`\bcreate\s+(?:\w+\s+){0,2}table\s+(?:if\s+not\s+exists\s+)?${NAME}`,
  'i',
);
const INHERITED = /\binherits\s*\(([^()]*)\)/i;

export class Partitions {
  readonly #parents = new Map<string, Set<string>>();
  readonly #beginning = Buffer.alloc(HEAD_BYTES);
  readonly #ending = Buffer.alloc(2 * HEAD_BYTES);
  #length = 0;
  #endLength = 0;

  /** Bytes of a definition, in order. */
  push(content: Uint8Array): void {
    const first = content.subarray(0, HEAD_BYTES - this.#length);
    this.#beginning.set(first, this.#length);
    this.#length += first.length;
    let rest = content.subarray(first.length);
    if (rest.length === 0) return;
    rest = rest.subarray(-HEAD_BYTES);
    if (this.#endLength + rest.length > this.#ending.length) {
      this.#ending.copyWithin(0, this.#endLength - HEAD_BYTES, this.#endLength);
      this.#endLength = HEAD_BYTES;
    }
    this.#ending.set(rest, this.#endLength);
    this.#endLength += rest.length;
  }

  /** The definition ends. */
  end(): void {
    const text =
      this.#beginning.toString('utf8', 0, this.#length) +
      this.#ending.toString('utf8', 0, this.#endLength);
    this.#length = 0;
    this.#endLength = 0;
    if (!/partition|inherits/i.test(text)) return;
    for (const [, root, part] of text.matchAll(ATTACHED)) this.#learn(part, root);
    for (const [, part, root] of text.matchAll(MADE_AS_PART)) this.#learn(part, root);
    const parents = INHERITED.exec(text)?.[1] ?? '';
    const child = parents === '' ? undefined : MADE.exec(text)?.[1];
    for (const [, parent] of parents.matchAll(new RegExp(NAME, 'g'))) this.#learn(child, parent);
  }

  /** Names of the tables that hold this one's rows too, its own first. */
  namesOf(schema: string, table: string): string[] {
    const names = new Set([table]);
    const seen = new Set<string>();
    const left = [keyOf(schema, table), keyOf('', table)];
    for (let key = left.pop(); key !== undefined; key = left.pop()) {
      if (seen.has(key)) continue;
      seen.add(key);
      for (const parent of this.#parents.get(key) ?? []) {
        names.add(nameIn(parent));
        left.push(parent);
      }
    }
    return [...names];
  }

  #learn(part: string | undefined, root: string | undefined): void {
    if (part === undefined || root === undefined) return;
    const key = keyOfWritten(part);
    const known = this.#parents.get(key);
    if (known === undefined) this.#parents.set(key, new Set([keyOfWritten(root)]));
    else known.add(keyOfWritten(root));
  }
}

function keyOfWritten(name: string): string {
  const parts = [...name.matchAll(/"((?:[^"]|"")+)"|[^\s".]+/g)].map((match) =>
    match[1] === undefined ? match[0].toLowerCase() : match[1].replaceAll('""', '"'),
  );
  return keyOf(parts.length > 1 ? (parts[0] ?? '') : '', parts.at(-1) ?? '');
}

function keyOf(schema: string, table: string): string {
  return `${schema}\n${table}`;
}

function nameIn(key: string): string {
  return key.slice(key.indexOf('\n') + 1);
}
