// One fault of a spec beyond its form.
import type { Code } from '../kernel/index.ts';

export interface SpecFault {
  readonly code: Extract<Code, 'SCHEMA_SPEC_INVALID' | 'SCHEMA_SPEC_EMPTY'>;
  readonly path: Path;
  readonly what: string;
}

export type Path = readonly PropertyKey[];

export function invalid(path: Path, what: string): SpecFault {
  return { code: 'SCHEMA_SPEC_INVALID', path, what };
}

export function empty(path: Path, what: string): SpecFault {
  return { code: 'SCHEMA_SPEC_EMPTY', path, what };
}

export function isEmptyRecord(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length === 0;
}
