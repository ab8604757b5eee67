// The variables in a log, where the guard broke what they were compared with.
import { describe, expect, test } from '@jest/globals';
import { logFindings } from '../../../harness/run/story/log.ts';
import type { Derived } from '../../../harness/run/story/derive.ts';
import { documentsOf, goodSources } from './packets.ts';

const GOOD = documentsOf(goodSources());
const PROOF = 'forbidden-surface-proof.json';

function findings(pattern: string): string[] {
  const documents = structuredClone(GOOD);
  const { surfaces } = documents.tree[PROOF];
  surfaces[0]?.never.variables.push(pattern);
  const log = (documents['log.jsonl'] ?? '').replace(
    '{"event":"status"',
    '{"event":"host-variable","name":"DB_PASSWORD_2","surfaces":["production-pg"],"in_container":false}\n{"event":"status"',
  );
  const said = {
    findings: documents.tree['schema-compatibility.json'].findings,
    fullStatus: documents.tree['decision-packet.json'].status,
  };
  const derived = said as unknown as Derived; // the log asks for these two alone
  return logFindings({ ...documents, 'log.jsonl': log }, derived).map(({ what }) => what);
}

describe('a variable of the host', () => {
  test('is held against the rows of the packet', () => {
    expect(findings('NOTHING_ELSE*')).toEqual([
      'its variables are not as the surfaces and the isolation proof say',
    ]);
  });

  test('is not, where a row had to be broken: no honest run is refused for its lane', () => {
    expect(findings('DB\u00b7PASS*')).toEqual([]);
  });
});
