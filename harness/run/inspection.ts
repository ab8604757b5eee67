// What an inspection tells of a dump, as lines for a terminal and as one object for machines; pure.
import type { Attestation, DumpContents, DumpFacts } from '../intake/index.ts';
import {
  CODES,
  statusOf,
  type AllowedFinding,
  type Finding,
  type Status,
} from '../kernel/index.ts';
import type { ScanResult } from '../scan/contract.ts';

export interface Inspection {
  /** What messages call the dump. */
  readonly where: string;
  readonly facts: Partial<DumpFacts>;
  readonly contents: DumpContents | null;
  readonly attestation: Attestation | null;
  /** Null where the dump could not be opened far enough to look at its rows. */
  readonly scan: ScanResult | null;
  /** What refuses, and notes. */
  readonly findings: readonly Finding[];
  readonly allowed: readonly AllowedFinding[];
  /** Extensions that the configuration lets in. */
  readonly allowedExtensions: readonly string[];
}

/** Nothing refused: null. Else the status that a rehearsal of this dump would end with. */
export function inspectionStatus({ findings }: Inspection): Status | null {
  return statusOf(findings);
}

const TABLES_LISTED = 20;

/** The form of `rehearse inspect --json`. */
export function inspectionObject(inspection: Inspection): Record<string, unknown> {
  const { where, facts, contents, attestation, scan, findings, allowed } = inspection;
  return {
    version: 1,
    dump: where,
    status: inspectionStatus(inspection) ?? 'NOTHING_REFUSED',
    facts,
    attestation,
    roles: contents?.roles ?? null,
    schemas: contents?.schemas ?? null,
    extensions: extensionsOf(inspection),
    objects: contents === null ? null : objectCounts(contents),
    entries: contents?.listing ?? null,
    content:
      scan === null
        ? null
        : { judgement: scan.judgement, rows: scan.rows, bytes: scan.bytes, hits: scan.hits },
    tables: scan?.tables ?? null,
    findings,
    allowed,
  };
}

/** The table of contents, one entry a line, in the dump's own order. */
export function entryLines({ contents }: Inspection): string[] {
  const listing = contents?.listing ?? [];
  const width = Math.min(24, Math.max(0, ...listing.map(({ kind }) => kind.length)));
  return listing.map(
    ({ kind, name, owner }) =>
      `  ${kind.padEnd(width)} ${name}${owner === null ? '' : `  (${owner})`}`,
  );
}

/** What a person reads. Findings come last, so that they are still on the screen. */
export function inspectionLines(inspection: Inspection): string[] {
  const { where, facts, contents, scan } = inspection;
  return [
    row('dump', where),
    ...formatLines(facts, scan),
    ...sourceLines(facts),
    row('attestation', attestationWords(inspection)),
    ...(contents === null ? [] : contentLines(inspection, contents)),
    ...tableLines(scan),
    ...findingLines(inspection),
  ];
}

function row(name: string, value: string): string {
  return `${name.padEnd(12)} ${value}`;
}

function formatLines(facts: Partial<DumpFacts>, scan: ScanResult | null): string[] {
  if (facts.sha256 === undefined) return [];
  const packed = `${sizeOf(facts.byteLength ?? 0)} (${facts.byteLength ?? 0} bytes)`;
  const unpacked = scan === null ? '' : `, ${sizeOf(scan.bytes)} of content unpacked`;
  const form = facts.format === undefined ? 'unknown' : facts.format;
  const packing = facts.compression === undefined ? '' : `, compression ${facts.compression}`;
  return [row('format', `${form}${packing}; ${packed}${unpacked}`), row('sha256', facts.sha256)];
}

function sourceLines(facts: Partial<DumpFacts>): string[] {
  if (facts.serverVersion === undefined) return [];
  const database = facts.databaseName === undefined ? 'not named' : `"${facts.databaseName}"`;
  const locale = facts.locale === null || facts.locale === undefined ? '' : `, ${facts.locale}`;
  const by = facts.pgDumpVersion === null ? '' : `; by pg_dump ${facts.pgDumpVersion ?? '?'}`;
  const encoding = facts.encoding ?? 'encoding unknown';
  return [
    row(
      'source',
      `database ${database}, Postgres ${facts.serverVersion}, ${encoding}${locale}${by}`,
    ),
  ];
}

function attestationWords({ attestation, facts }: Inspection): string {
  if (attestation === null) return 'none';
  const isBound =
    attestation.sha256 === facts.sha256 && attestation.byteLength === facts.byteLength;
  const bound = isBound ? 'for these bytes' : 'FOR OTHER BYTES';
  return `by ${attestation.operator}, ${bound}: ${attestation.sanitizedWith}`;
}

function contentLines(inspection: Inspection, contents: DumpContents): string[] {
  const extensions = extensionsOf(inspection) ?? [];
  const counts = Object.entries(objectCounts(contents));
  return [
    row('roles', listed(contents.roles)),
    row('schemas', contents.schemas.length === 0 ? 'only public' : listed(contents.schemas)),
    row(
      'extensions',
      listed(extensions.map(({ name, isAllowed }) => (isAllowed ? name : `${name} (NOT ALLOWED)`))),
    ),
    ...(counts.length === 0
      ? []
      : [row('objects', counts.map(([kind, count]) => `${count} ${kind}`).join(', '))]),
  ];
}

function tableLines(scan: ScanResult | null): string[] {
  if (scan === null) return [];
  const bySize = [...scan.tables].sort(
    (left, right) => right.bytes - left.bytes || (left.table < right.table ? -1 : 1),
  );
  const named = bySize.slice(0, TABLES_LISTED).map(({ schema, table, rows, bytes }) => ({
    name: `${schema}.${table}`,
    text: `${String(rows).padStart(12)} rows ${sizeOf(bytes).padStart(10)}`,
  }));
  const width = Math.min(60, Math.max(0, ...named.map(({ name }) => name.length)));
  const rest = bySize.length - named.length;
  return [
    row('rows', `${scan.rows} in ${scan.tables.length} tables`),
    ...named.map(({ name, text }) => `  ${name.padEnd(width)} ${text}`),
    ...(rest > 0 ? [`  and ${rest} smaller tables ("--json" lists all)`] : []),
  ];
}

function findingLines({ findings, allowed, scan }: Inspection): string[] {
  const refused = findings.filter(({ code }) => CODES[code].forces !== null);
  const notes = findings.filter(({ code }) => CODES[code].forces === null);
  return [
    ...notes.map((each) => `  note: ${each.code} at ${each.where}: ${each.what}`),
    ...allowed.map(
      (each) => `  allowed: ${each.code} at ${each.where}: ${each.what} (${each.reason})`,
    ),
    row('content', scan === null ? 'NOT SCANNED' : CONTENT_WORDS[scan.judgement]),
    row(
      'refused',
      refused.length === 0
        ? 'nothing'
        : `for ${refused.length} ${refused.length === 1 ? 'reason' : 'reasons'}`,
    ),
  ];
}

const CONTENT_WORDS: Readonly<Record<ScanResult['judgement'], string>> = {
  HELD: 'all rows read; no secret and no live pointer found',
  NOT_HELD: 'secrets or live pointers found',
  NOT_DECIDED: 'NOT READ TO ITS END',
};

interface ExtensionAnswer {
  readonly name: string;
  readonly isAllowed: boolean;
}

function extensionsOf({ contents, allowedExtensions }: Inspection): ExtensionAnswer[] | null {
  if (contents === null) return null;
  return contents.extensions.map(({ name }) => ({
    name,
    isAllowed: allowedExtensions.includes(name),
  }));
}

/** By kind, the most frequent first. */
function objectCounts({ objects }: DumpContents): Record<string, number> {
  const counts: [string, number][] = Object.entries(objects);
  counts.sort(([one, few], [two, many]) => many - few || (one < two ? -1 : 1));
  return Object.fromEntries(counts);
}

function listed(names: readonly string[]): string {
  return names.length === 0 ? 'none' : `${names.length}: ${names.join(', ')}`;
}

function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  const units = ['KiB', 'MiB', 'GiB', 'TiB'];
  let value = bytes;
  let unit = '';
  for (const each of units) {
    if (value < 1024) break;
    value /= 1024;
    unit = each;
  }
  return `${value.toFixed(value < 10 ? 1 : 0)} ${unit}`;
}
