// Turns hits and troubles into the scan's result: findings that name a place and never a value.
import {
  CODES,
  finding,
  statusOf,
  type Code,
  type Finding,
  type Judgement,
} from '../kernel/index.ts';
import type { ScannedTable, ScanHit, ScanResult } from './contract.ts';

/** What kept the scan from reading all. */
export interface Trouble {
  readonly findings: readonly Finding[];
  /** NOT_HELD: the content itself is at fault. NOT_DECIDED: it could not be read. */
  readonly judgement: Exclude<Judgement, 'HELD'>;
}

export interface Scanned {
  readonly hits: readonly ScanHit[];
  readonly tables: readonly ScannedTable[];
  readonly bytes: number;
}

export function scanResult({ hits, tables, bytes }: Scanned, trouble: Trouble | null): ScanResult {
  const told = hits.map((hit) => tell(hit, tables));
  return {
    judgement: judge(told, trouble),
    hits,
    tables,
    rows: tables.reduce((sum, { rows }) => sum + rows, 0),
    bytes,
    findings: [...(trouble?.findings ?? []), ...told],
  };
}

/** What was found is found, even where not all could be read. */
function judge(told: readonly Finding[], trouble: Trouble | null): Judgement {
  if (statusOf(told) !== null) return 'NOT_HELD';
  return trouble?.judgement ?? 'HELD';
}

function tell(
  { code, rule, where, count, shape }: ScanHit,
  tables: readonly ScannedTable[],
): Finding {
  const inRows = tables.some(({ schema, table }) => where.startsWith(`${schema}.${table}.`));
  const unit = `${inRows ? 'row' : 'place'}${count === 1 ? '' : 's'}`;
  return finding(code, where, `${rule} in ${count} ${unit}, like "${shape}"`);
}

/** An error of the reader: its own code where it bears one of the registry's. */
export function readerTrouble(error: unknown): Trouble {
  const code = codeOf(error);
  const where = textOf(error, 'where') ?? 'the dump';
  const what = textOf(error, 'message') ?? 'its content could not be read to the end';
  if (code === null) return notScanned(where, 'its content could not be read to the end');
  return { findings: [finding(code, where, what)], judgement: 'NOT_DECIDED' };
}

export function notScanned(where: string, what: string): Trouble {
  return { findings: [finding('DATA_NOT_SCANNED', where, what)], judgement: 'NOT_DECIDED' };
}

export function tooLarge(code: Code, where: string, what: string): Trouble {
  return { findings: [finding(code, where, what)], judgement: 'NOT_HELD' };
}

function codeOf(error: unknown): Code | null {
  const code = textOf(error, 'code');
  return code !== null && isCode(code) ? code : null;
}

/** A code that only notes does not say that something could not be read. */
function isCode(code: string): code is Code {
  return Object.hasOwn(CODES, code) && CODES[code as Code].forces !== null; // asked for just before
}

function textOf(error: unknown, name: string): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' && value !== '' ? value : null;
}
