// The scans of dump and clone as they stand in the packet; pure.
import type { ContentEvidence, ContentScan } from '../intake/index.ts';
import { weakest } from '../kernel/index.ts';
import type { ContentFacts } from './contract.ts';

/** What the dump holds, and what only came about in its clone. */
export function contentEvidence(dump: ContentFacts, clone: ContentFacts | null): ContentEvidence {
  const scan = contentScan(dump);
  if (clone === null) return { scan, findings: dump.findings, allowed: dump.allowed };
  return {
    scan: {
      ...scan,
      judgement: weakest([dump.judgement, clone.judgement]),
      hits: withNew(scan.hits, contentScan(clone).hits),
    },
    findings: withNew(dump.findings, clone.findings),
    allowed: withNew(dump.allowed, clone.allowed),
  };
}

/** Without what varies from run to run. */
export function contentScan({ result, judgement, allowedHosts }: ContentFacts): ContentScan {
  const { tables, rows, bytes, hits } = result;
  return {
    judgement,
    tables: tables.length,
    rows,
    bytes,
    allowed_hosts: [...allowedHosts],
    hits: hits.map((each) => ({ ...each })),
  };
}

/** The same find is made twice, and told once. */
function withNew<Found extends { readonly code: string; readonly where: string }>(
  first: readonly Found[],
  second: readonly Found[],
): Found[] {
  const known = new Set(first.map(({ code, where }) => `${code} ${where}`));
  return [...first, ...second.filter(({ code, where }) => !known.has(`${code} ${where}`))];
}
