// Why the data of a dump cannot be handed on to its end: one typed error, never a quiet end.
import type { Code } from '../kernel/index.ts';
import { ArchiveError } from './archive.ts';
import { PlainScanError } from './plain-lexer.ts';

/** `where` is e.g. `TABLE DATA public.t`, `large object 16401` or `line 120`. */
export class DataError extends Error {
  override readonly name = 'DataError';
  readonly code: Code;
  readonly where: string;
  constructor(code: Code, where: string, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.code = code;
    this.where = where;
  }
}

/** `unsupported`: of a form that pg_dump does not write, such as one that needs a dictionary. */
export type UnpackTrouble = 'cut off' | 'damaged' | 'unsupported';

/** Packed bytes that cannot be unpacked; who reads them knows where they stand. */
export class UnpackError extends Error {
  override readonly name = 'UnpackError';
  readonly trouble: UnpackTrouble;
  constructor(message: string, trouble: UnpackTrouble, options?: { cause?: unknown }) {
    super(message, options);
    this.trouble = trouble;
  }
}

const CODES_OF_TROUBLE: Readonly<Record<UnpackTrouble, Code>> = {
  'cut off': 'INTAKE_TRUNCATED',
  damaged: 'INTAKE_DATA_DAMAGED',
  unsupported: 'INTAKE_COMPRESSION',
};

/** The same trouble with its place; what is not the dump's fault stays as it is. */
export function placed(error: unknown, where: string): unknown {
  if (error instanceof UnpackError) {
    const code = CODES_OF_TROUBLE[error.trouble];
    return new DataError(code, where, error.message, { cause: error });
  }
  if (error instanceof ArchiveError) {
    const code = error.needsMoreBytes ? 'INTAKE_TRUNCATED' : 'INTAKE_DATA_DAMAGED';
    return new DataError(code, where, error.message, { cause: error });
  }
  if (error instanceof PlainScanError) {
    const code = error.isCutOff ? 'INTAKE_TRUNCATED' : 'INTAKE_UNPARSABLE';
    return new DataError(code, `line ${error.line}`, error.message, { cause: error });
  }
  return error;
}
