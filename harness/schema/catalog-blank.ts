// A catalog with nothing in it, and parts with nothing special about them: for what is made by hand.
import type { Catalog, ColumnFacts, RelationFacts } from './catalog-contract.ts';

export function blankCatalog(database: string, owner: string): Catalog {
  return {
    database: {
      name: database,
      encoding: 'UTF8',
      collation: 'C',
      ctype: 'C',
      localeProvider: 'libc',
      locale: null,
      owner,
      comment: null,
      grants: [],
    },
    schemas: [{ name: 'public', owner, comment: null, grants: [], isOfExtension: false }],
    relations: [],
    constraints: [],
    indexes: [],
    triggers: [],
    policies: [],
    rules: [],
    enums: [],
    domains: [],
    composites: [],
    ranges: [],
    sequences: [],
    functions: [],
    extensions: [],
    languages: [],
    casts: [],
    operators: [],
    operatorClasses: [],
    publications: [],
    defaultPrivileges: [],
    roles: [],
    others: [],
  };
}

export function blankRelation(schema: string, name: string, owner: string): RelationFacts {
  return {
    schema,
    name,
    kind: 'table',
    persistence: 'permanent',
    owner,
    comment: null,
    grants: [],
    isOfExtension: false,
    hasRowSecurity: false,
    hasForcedRowSecurity: false,
    isPopulated: true,
    columns: [],
    accessMethod: 'heap',
    options: {},
    replicaIdentity: 'default',
    replicaIndex: null,
    parents: [],
    isPartition: false,
    partitionKey: null,
    partitionBound: null,
    definition: null,
    server: null,
  };
}

export function blankColumn(name: string, type: string): ColumnFacts {
  return {
    name,
    type,
    isNullable: true,
    default: null,
    identity: null,
    generated: null,
    isStored: true,
    collation: null,
    storage: null,
    compression: null,
    statistics: null,
    comment: null,
    grants: [],
    isInherited: false,
  };
}
