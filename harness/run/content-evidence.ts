// The content scan as it stands in the packet; pure.
import type { ContentEvidence } from '../intake/index.ts';
import type { ContentFacts } from './contract.ts';

/** Without what varies from run to run. */
export function contentEvidence({
  result,
  judgement,
  findings,
  allowed,
}: ContentFacts): ContentEvidence {
  const { tables, rows, bytes, hits } = result;
  return {
    scan: {
      judgement,
      tables: tables.length,
      rows,
      bytes,
      hits: hits.map((each) => ({ ...each })),
    },
    findings,
    allowed,
  };
}
