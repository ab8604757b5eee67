// Where in a packet an owner finds what each evidence came to.
import type { EvidenceName } from './contract.ts';

const step = (id: string): readonly string[] => [
  `clone-rehearsal-execution-evidence.json: steps ${id}`,
];

export const SHOWN_AT: Readonly<Record<EvidenceName, readonly string[]>> = {
  'dump-accepted': [
    'clone-provenance.json: scan.judgement',
    'restore-evidence.json: clone_content.judgement',
    'rehearsal-target-lock.json: server_major',
  ],
  isolation: step('RX-0'),
  restore: ['restore-evidence.json: judgement'],
  schema: ['schema-compatibility.json: judgement'],
  'read-only': step('RX-1'),
  'rollback-transaction': step('RX-2'),
  'rollback-snapshot': step('RX-3'),
  'executor-integrity': step('RX-4'),
  residue: step('RX-5'),
  disposal: step('RX-6'),
  validator: ['hardened-validator-result.json: judgement'],
  probes: ['bad-input-probes.json: judgement'],
  'gate-selftest': ['ci-seal-vs-bytes-gate-selftest-result.json: judgement'],
  // Whether a seal is adopted is told by the owner's own CI.
  'seal-manifest': [],
};
