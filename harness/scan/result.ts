// Turns hits and troubles into the scan's result: findings that name a place and never a value.
import {
  allowable,
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

/**
 * An error of the reader that the content is to blame for: one that bears a code of the registry, or
 * one of a server that cannot read its own rows. Null for all others: they are faults, not verdicts.
 */
export function readerTrouble(error: unknown): Trouble | null {
  const code = codeOf(error);
  if (code !== null) {
    const where = textOf(error, 'where') ?? 'the dump';
    const what = textOf(error, 'message') ?? 'its content could not be read to the end';
    return { findings: [finding(code, where, what)], judgement: 'NOT_DECIDED' };
  }
  const isUnreadable = DATA_EXCEPTION.test(textOf(error, 'code') ?? '');
  if (!isUnreadable || textOf(error, 'severity') === null) return null;
  return notScanned('the clone', 'the server cannot read its content');
}

/** SQLSTATE of values that are none, such as bytes that are no text in the database's encoding. */
const DATA_EXCEPTION = /^22[0-9A-Z]{3}$/;

/** The scan's thread ran out of memory: that is the content's doing. Null for any other end. */
export function threadTrouble(error: unknown): Trouble | null {
  if (textOf(error, 'code') !== 'ERR_WORKER_OUT_OF_MEMORY') return null;
  return notScanned('the dump', 'its content took more memory than a scan may');
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

/** One that refuses whatever a lane says: what was not read can never be allowed. */
function isCode(code: string): code is Code {
  if (!Object.hasOwn(CODES, code)) return false;
  const known = code as Code; // asked for just before
  return CODES[known].forces !== null && allowable(known) === 'never';
}

function textOf(error: unknown, name: string): string | null {
  if (typeof error !== 'object' || error === null) return null;
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' && value !== '' ? value : null;
}
