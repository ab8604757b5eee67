// Which sections of the catalog have to be read again where some of its tables were written to.

/** Sections that name no relation and no type, and take nothing from one. */
const APART = [
  'schemas',
  'default grants',
  'text search maps',
  'large objects',
  'database',
  'roles',
  'settings',
  'tablespaces',
];

/**
 * By catalog: sections that take nothing from it, or all that do, at any depth: the names and
 * definitions that functions of the server put together count as well.
 */
const NOT_READ_BY = new Map<string, readonly string[]>([
  ['pg_class', APART],
  ['pg_type', APART],
  ['pg_attribute', [...APART, 'types', 'built-in grants']],
]);
const READ_BY = new Map<string, readonly string[]>(
  Object.entries({
    pg_attrdef: ['columns', 'comments', 'extensions', 'built-in'],
    // Rules and bodies of functions name constraints (ON CONFLICT), and so do those who name objects.
    pg_constraint: [
      'constraints',
      'relations',
      'triggers',
      'rules',
      'policies',
      'functions',
      'comments',
      'extensions',
      'others',
      'built-in',
    ],
    pg_depend: ['sequences', 'extensions', 'others'],
    pg_description: ['comments', 'built-in'],
    pg_index: ['indexes', 'relations', 'constraints', 'others', 'built-in'],
    pg_sequence: ['sequences'],
    pg_shdepend: [],
    pg_statistic: [],
    pg_trigger: ['triggers', 'relations', 'comments', 'extensions', 'built-in'],
  }),
);

/** Of `sections`, those that may differ; a catalog that is not told of here may change any. */
export function sectionsOf(
  catalogs: ReadonlySet<string>,
  sections: readonly string[],
): ReadonlySet<string> {
  const again = new Set<string>();
  for (const catalog of catalogs) {
    const kept = NOT_READ_BY.get(catalog);
    const readers =
      READ_BY.get(catalog) ??
      (kept === undefined ? sections : sections.filter((section) => !kept.includes(section)));
    for (const section of readers) again.add(section);
  }
  return again;
}

/** Whether a catalog can change no section but those named for it. */
export function isToldOf(catalog: string): boolean {
  return NOT_READ_BY.has(catalog) || READ_BY.has(catalog);
}
