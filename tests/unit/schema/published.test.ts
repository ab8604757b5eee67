// The JSON Schema that editors read says what the harness takes.
import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { publishedSchema } from '../../../harness/schema/published.ts';
import { BIRTH_SURFACE_TEXT } from './clones.ts';

const PUBLISHED_FILE = path.resolve(
  import.meta.dirname,
  '../../../schema-spec/schema-spec.schema.json',
);

describe('the published JSON Schema of specs', () => {
  test('is the one in use; PUBLISH=1 writes it anew', () => {
    if (process.env['PUBLISH'] === '1') writeFileSync(PUBLISHED_FILE, publishedSchema());
    expect(readFileSync(PUBLISHED_FILE, 'utf8')).toBe(publishedSchema());
  });

  test('refuses unknown keys at every level', () => {
    const open: string[] = [];
    const look = (node: unknown, place: string): void => {
      if (typeof node !== 'object' || node === null) return;
      if ('properties' in node && Reflect.get(node, 'additionalProperties') !== false) {
        open.push(place);
      }
      for (const [key, value] of Object.entries(node)) look(value, `${place}/${key}`);
    };
    look(JSON.parse(publishedSchema()), '');
    expect(open).toEqual([]);
  });

  test('is named in the spec, so that editors find it', () => {
    const folder = path.dirname(PUBLISHED_FILE);
    const named = /^# yaml-language-server: \$schema=(\S+)$/m.exec(BIRTH_SURFACE_TEXT)?.[1];
    expect(readdirSync(folder)).toContain(named);
    expect(named).toBe(path.basename(PUBLISHED_FILE));
  });
});
