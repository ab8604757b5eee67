// The content scan as it stands in the packet; pure.
import type { ContentScan } from '../intake/contract.ts';
import type { ContentFacts } from './contract.ts';

/** As it stands in `clone-provenance.json`. */
export function contentEvidence({ result, judgement }: ContentFacts): ContentScan {
  return {
    judgement,
    tables: result.tables.length,
    rows: result.rows,
    bytes: result.bytes,
    hits: result.hits.map((each) => ({ ...each })),
  };
}
