// The published forms of scenario.yaml.
import { z } from 'zod';
import { migrationsFileSchema, scenarioFileSchema } from '../file-contract.ts';

/** As JSON Schema. */
export function scenarioJsonSchema(): Readonly<Record<string, unknown>> {
  return {
    title: 'scenario.yaml of the clone rehearsal harness',
    anyOf: [
      z.toJSONSchema(scenarioFileSchema, { io: 'input' }),
      z.toJSONSchema(migrationsFileSchema, { io: 'input' }),
    ],
  };
}
