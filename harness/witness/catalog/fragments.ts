// Parts that the catalog's queries share.

export const acl = (column: string, kind: string, owner: string): string =>
  `(SELECT jsonb_agg(item::text ORDER BY item::text COLLATE "C")
      FROM unnest(coalesce(${column}, acldefault('${kind}', ${owner}))) AS item)`;

export const without = (...keys: readonly string[]): string => `'{${keys.join(',')}}'::text[]`;

export const USER = (alias: string): string =>
  `${alias}.oid >= 16384 AND ns.nspname !~ '^pg_(toast|temp)'`;
