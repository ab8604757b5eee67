// What a dump holds, read from parsed statements: roles, extensions, schemas.
import { loadModule, parseSync } from 'libpg-query';
import type { DumpContents, ListedEntry, TocEntry } from './contract.ts';
import { objectKind } from './object-kinds.ts';

await loadModule();

export interface ParsedStatement {
  readonly kind: string;
  readonly node: unknown;
  /** Where its semicolon stands, in bytes of the text; null where none ends it. */
  readonly endsAt: number | null;
}

/** Statements of a text by the real grammar. @throws the grammar's own error */
export function parseStatements(sql: string): ParsedStatement[] {
  return (parseSync(sql).stmts ?? []).map(({ stmt, stmt_location, stmt_len }) => {
    const [kind, node] = Object.entries(stmt ?? {})[0] ?? ['', null];
    const endsAt = stmt_len === undefined ? null : (stmt_location ?? 0) + stmt_len;
    return { kind, node, endsAt };
  });
}

/** The same; none where it does not parse: intake has refused that, and here it names nothing. */
export function statementsIn(sql: string): ParsedStatement[] {
  try {
    return parseStatements(sql);
  } catch {
    return [];
  }
}

/** Collects names while a dump is read; the answer is sorted and without duplicates. */
export class ContentsCollector {
  readonly #roles = new Set<string>();
  readonly #schemas = new Set<string>();
  readonly #extensions = new Map<string, string | null>();
  readonly #objects = new Map<string, number>();
  readonly #listing: ListedEntry[] = [];
  #dataEntries = 0;
  databaseName: string | null = null;
  databaseOwner: string | null = null;
  /** Of the database, where the dump says it; else of the dump. */
  #databaseEncoding: string | null = null;
  #dumpEncoding: string | null = null;
  locale: string | null = null;

  get encoding(): string | null {
    return this.#databaseEncoding ?? this.#dumpEncoding;
  }

  addRole(name: string | null): void {
    if (name !== null && name !== '') this.#roles.add(name);
  }

  addListed(entry: ListedEntry): void {
    this.#listing.push(entry);
  }

  addData(): void {
    this.#dataEntries += 1;
  }

  addExtension(name: string, schema: string | null): void {
    if (!this.#extensions.has(name)) this.#extensions.set(name, schema);
  }

  addStatement({ kind, node }: ParsedStatement): void {
    this.#rolesIn(node, 0);
    const made = objectKind(kind, node);
    if (made !== null) this.#objects.set(made, (this.#objects.get(made) ?? 0) + 1);
    if (kind === 'CreateSchemaStmt') this.#add(this.#schemas, property(node, 'schemaname'));
    if (kind === 'CreateExtensionStmt') {
      const schema = optionOf(node, 'schema');
      this.addExtension(String(property(node, 'extname')), schema);
    }
    if (kind === 'CreatedbStmt') {
      this.databaseName = String(property(node, 'dbname'));
      this.#databaseEncoding = optionOf(node, 'encoding') ?? this.#databaseEncoding;
      this.locale = optionOf(node, 'locale') ?? optionOf(node, 'lc_collate') ?? this.locale;
    }
    if (kind === 'VariableSetStmt' && property(node, 'name') === 'client_encoding') {
      this.#dumpEncoding = constantsIn(property(node, 'args'))[0] ?? this.#dumpEncoding;
    }
  }

  contents(toc: readonly TocEntry[]): DumpContents {
    return {
      roles: [...this.#roles].filter((role) => role !== 'public').sort(),
      extensions: [...this.#extensions].map(([name, schema]) => ({ name, schema })),
      schemas: [...this.#schemas].sort(),
      toc,
      databaseOwner: this.databaseOwner,
      objects: Object.fromEntries([...this.#objects].sort(([one], [two]) => (one < two ? -1 : 1))),
      listing: this.#listing,
      dataEntries: this.#dataEntries,
    };
  }

  #add(set: Set<string>, value: unknown): void {
    if (typeof value === 'string') set.add(value);
  }

  /** Every RoleSpec anywhere in a statement: owners, grantees, policies, default grants. */
  #rolesIn(node: unknown, depth: number): void {
    if (typeof node !== 'object' || node === null || depth > 200) return;
    const spec: unknown = Reflect.get(node, 'RoleSpec') ?? node;
    if (property(spec, 'roletype') === 'ROLESPEC_CSTRING')
      this.#add(this.#roles, property(spec, 'rolename'));
    for (const value of Object.values(node)) this.#rolesIn(value, depth + 1);
  }
}

export function property(node: unknown, name: string): unknown {
  return typeof node === 'object' && node !== null ? Reflect.get(node, name) : undefined;
}

/** Value of a DefElem such as `SCHEMA x` or `LOCALE = 'C'`. */
function optionOf(node: unknown, name: string): string | null {
  const options = property(node, 'options');
  if (!Array.isArray(options)) return null;
  const element: unknown = options
    .map((option) => property(option, 'DefElem'))
    .find((each) => property(each, 'defname') === name);
  const text = property(property(property(element, 'arg'), 'String'), 'sval');
  return typeof text === 'string' ? text : null;
}

export function constantsIn(args: unknown): string[] {
  if (!Array.isArray(args)) return [];
  return args.flatMap((each) => {
    const text = property(property(property(each, 'A_Const'), 'sval'), 'sval');
    return typeof text === 'string' ? [text] : [];
  });
}
