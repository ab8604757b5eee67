// The only way a name gets into SQL text.

/** Quoted for SQL whatever it holds; a NUL cannot stand in a Postgres name and is refused. */
export function quoteIdentifier(name: string): string {
  if (name.includes('\0')) throw new TypeError('a NUL cannot stand in an SQL identifier');
  return `"${name.replaceAll('"', '""')}"`;
}

/** `"schema"."name"`. */
export function quoteQualified(schema: string, name: string): string {
  return `${quoteIdentifier(schema)}.${quoteIdentifier(name)}`;
}

/** A literal for the few statements that take no parameters (ALTER DATABASE ... SET and the like). */
export function quoteLiteral(text: string): string {
  if (text.includes('\0')) throw new TypeError('a NUL cannot stand in an SQL literal');
  const doubled = text.replaceAll("'", "''");
  return text.includes('\\') ? ` E'${doubled.replaceAll('\\', '\\\\')}'` : `'${doubled}'`;
}
