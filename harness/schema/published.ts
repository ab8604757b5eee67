// The spec's form as JSON Schema, for the editors of those who write specs.
import { z } from 'zod';
import { canonicalJson } from '../kernel/index.ts';
import { schemaSpecSchema } from './contract.ts';

/** Content of `schema-spec/schema-spec.schema.json`, byte for byte. */
export function publishedSchema(): string {
  return canonicalJson({
    ...z.toJSONSchema(schemaSpecSchema, { io: 'input' }),
    title: 'schema spec',
    description: 'What the clone of a production database has to look like.',
  });
}
