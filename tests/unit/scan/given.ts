// Content for the scan's tests: rows as COPY writes them, and a scan of them on this thread.
import { allowedNames } from '../../../harness/scan/hosts.ts';
import { Scanner } from '../../../harness/scan/scanner.ts';
import { openTokenSearch } from '../../../harness/scan/secretlint.io.ts';
import type { ScanHit } from '../../../harness/scan/contract.ts';
import type { DataPart, DataSource } from '../../../harness/intake/contract.ts';

const searchTokens = openTokenSearch();

/** A field as COPY's text format writes it. */
export function copyField(value: string | null): string {
  if (value === null) return '\\N';
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t');
}

export type Row = readonly (string | null)[];

export function copyRows(rows: readonly Row[]): Buffer {
  return Buffer.from(rows.map((row) => `${row.map(copyField).join('\t')}\n`).join(''));
}

export function rowsOf(columns: readonly string[], table = 'notes'): DataSource {
  return { kind: 'rows', schema: 'public', table, columns };
}

export interface ScanOptions {
  readonly allowedHosts?: readonly string[];
  readonly chunkBytes?: number;
}

export function scanOnce(
  source: DataSource,
  content: Uint8Array,
  { allowedHosts = [], chunkBytes = 65_536 }: ScanOptions = {},
): ScanHit[] {
  const scanner = new Scanner({
    allowedHosts: allowedNames(allowedHosts),
    rowBytes: Number.MAX_SAFE_INTEGER,
    searchTokens,
  });
  scanner.begin(source);
  for (let at = 0; at < content.length; at += chunkBytes) {
    scanner.push(content.subarray(at, at + chunkBytes));
  }
  scanner.end();
  return scanner.hits();
}

/** What a single value comes to, as `CODE rule`; it stands between other fields and rows. */
export function foundIn(
  value: string,
  {
    column = 'note',
    table = 'notes',
    ...options
  }: ScanOptions & { column?: string; table?: string } = {},
): string[] {
  const content = copyRows([
    ['1', null, 'plain'],
    ['2', value, 'plain'],
    ['3', '', null],
  ]);
  return scanOnce(rowsOf(['id', column, 'rest'], table), content, options).map(
    ({ code, rule }) => `${code} ${rule}`,
  );
}

/** The same for SQL text. */
export function foundInText(text: string, options?: ScanOptions): string[] {
  const source = { kind: 'definition', name: 'FUNCTION public.f()' } as const;
  return scanOnce(source, Buffer.from(text), options).map(({ code, rule }) => `${code} ${rule}`);
}

export function part(source: DataSource, ...chunks: readonly Uint8Array[]): DataPart {
  return { source, chunks: eachOf(chunks) };
}

export async function* eachOf<Item>(items: readonly Item[]): AsyncGenerator<Item> {
  for (const item of items) yield await Promise.resolve(item);
}

/** Characters that look random and are always the same; no secret of anybody. */
export function made(length: number, alphabet = 'aB3dE5fG7hJ9kL2mN4pQ6rS8tU'): string {
  let state = 7;
  let text = '';
  while (text.length < length) {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    text += alphabet[Math.floor(state / 65_536) % alphabet.length] ?? '';
  }
  return text;
}

export const HEX = '0123456789abcdef';
export const DIGITS = '0123456789';
