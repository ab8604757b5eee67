// Where the spec's JSON Schema is published.
import path from 'node:path';

export const PUBLISHED_FILE = path.resolve(
  import.meta.dirname,
  '../../../schema-spec/schema-spec.schema.json',
);
