// The content of large objects in a plain dump: calls in pg_dump's exact text, each object written
// once and from its start. In another spelling or order the server would make other bytes of it than
// whoever reads the dump.

const OID = /[1-9]\d{0,9}/.source;
const CALL = String.raw`^SELECT pg_catalog\.`;
const CREATE = new RegExp(String.raw`${CALL}lo_create\('${OID}'\);$`);
const UNLINK = new RegExp(String.raw`${CALL}lo_unlink\('${OID}'\);$`);
const UNLINK_IF_EXISTS = new RegExp(
  String.raw`${CALL}lo_unlink\(oid\) FROM pg_catalog\.pg_largeobject_metadata WHERE oid = '${OID}';$`,
);
const OPEN = new RegExp(String.raw`${CALL}lo_open\('(${OID})', 131072\);$`);
const CLOSE = 'SELECT pg_catalog.lo_close(0);';
const WRITE_START = "SELECT pg_catalog.lowrite(0, '\\x";
const WRITE_END = "');";

/** Id of the large object that a statement opens; null where it opens none. */
export function openedObject(text: string): string | null {
  return OPEN.exec(text)?.[1] ?? null;
}

/** What a statement writes into the large object that is open; null where it is another one. */
export function writtenBytes(text: string): Buffer | null {
  if (!text.startsWith(WRITE_START) || !text.endsWith(WRITE_END)) return null;
  const digits = text.slice(WRITE_START.length, -WRITE_END.length);
  return digits.length % 2 === 0 && !/[^0-9a-f]/.test(digits) ? Buffer.from(digits, 'hex') : null;
}

/** Follows the calls of one dump in their order. */
export class LargeObjectCalls {
  #isOpen = false;
  readonly #opened = new Set<string>();

  /** Whether this call is the next that pg_dump could write. */
  follows(text: string): boolean {
    const opened = openedObject(text);
    if (opened !== null) {
      const isFirst = !this.#isOpen && !this.#opened.has(opened);
      this.#isOpen = true;
      this.#opened.add(opened);
      return isFirst;
    }
    if (text === CLOSE) {
      const wasOpen = this.#isOpen;
      this.#isOpen = false;
      return wasOpen;
    }
    // What is dropped behind its content was not meant to be seen missing.
    if (UNLINK.test(text) || UNLINK_IF_EXISTS.test(text)) return this.#opened.size === 0;
    return CREATE.test(text) || (this.#isOpen && writtenBytes(text) !== null);
  }
}
