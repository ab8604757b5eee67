// Writes schema-spec/schema-spec.schema.json anew: `node tests/unit/schema/publish.ts`.
import { writeFileSync } from 'node:fs';
import { publishedSchema } from '../../../harness/schema/published.ts';
import { PUBLISHED_FILE } from './published-file.ts';

writeFileSync(PUBLISHED_FILE, publishedSchema());
