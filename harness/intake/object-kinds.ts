// What kind of object a statement makes, in the words of its own CREATE; for counting what a dump holds.

const KINDS: ReadonlyMap<string, string> = new Map([
  ['CreateSchemaStmt', 'SCHEMA'],
  ['CreateExtensionStmt', 'EXTENSION'],
  ['CreateSeqStmt', 'SEQUENCE'],
  ['ViewStmt', 'VIEW'],
  ['IndexStmt', 'INDEX'],
  ['CreateTrigStmt', 'TRIGGER'],
  ['CreatePolicyStmt', 'POLICY'],
  ['CreateEnumStmt', 'TYPE'],
  ['CompositeTypeStmt', 'TYPE'],
  ['CreateRangeStmt', 'TYPE'],
  ['CreateDomainStmt', 'DOMAIN'],
  ['RuleStmt', 'RULE'],
  ['CreateStatsStmt', 'STATISTICS'],
  ['CreateCastStmt', 'CAST'],
  ['CreatePublicationStmt', 'PUBLICATION'],
  ['CreateForeignServerStmt', 'SERVER'],
  ['CreateForeignTableStmt', 'FOREIGN TABLE'],
  ['CreateUserMappingStmt', 'USER MAPPING'],
  ['CreateSubscriptionStmt', 'SUBSCRIPTION'],
  ['CreateEventTrigStmt', 'EVENT TRIGGER'],
  ['CreatePLangStmt', 'LANGUAGE'],
]);

/** Null where it makes nothing that is counted. */
export function objectKind(kind: string, node: unknown): string | null {
  if (kind === 'CreateStmt') return hasKey(node, 'partspec') ? 'PARTITIONED TABLE' : 'TABLE';
  if (kind === 'CreateTableAsStmt') return 'MATERIALIZED VIEW';
  if (kind === 'CreateFunctionStmt') return hasKey(node, 'is_procedure') ? 'PROCEDURE' : 'FUNCTION';
  return KINDS.get(kind) ?? null;
}

function hasKey(node: unknown, key: string): boolean {
  return typeof node === 'object' && node !== null && Boolean(Reflect.get(node, key));
}
