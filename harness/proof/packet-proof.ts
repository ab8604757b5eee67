// Judges the proof of a packet together with what the packet itself says was planned and rehearsed,
// so that an entry which was taken out is missed, and one that was put in is seen.
import { defuseTokens, finding, weakest, type Finding } from '../kernel/index.ts';
import { executionEvidenceSchema, type ExecutionEvidence } from '../scenario/evidence-contract.ts';
import type { ProofVerdict } from './contract.ts';
import { readStrictJson } from './strict-json.ts';
import { validateRollbackEvidence } from './validate.ts';

const WHERE = 'clone-rehearsal-execution-evidence.json';

/** `proof` and `execution` are the bytes of the packet's two files. */
export function validatePacketProof(proof: Uint8Array, execution: Uint8Array): ProofVerdict {
  const read = readExecution(execution);
  if (read.kind === 'refused') {
    // The proof is judged all the same: whoever repairs a packet wants to see all of it.
    const { judgement, entries, findings } = validateRollbackEvidence(proof);
    return {
      judgement: weakest([judgement, 'NOT_DECIDED']),
      entries,
      findings: [read.finding, ...findings],
    };
  }
  const { planned, rehearsed } = read;
  const verdict = validateRollbackEvidence(proof, [...new Set([...planned, ...rehearsed])]);
  // An entry needs both: a plan that names it, and a scenario that went back that way.
  const oneSided = verdict.entries.flatMap(({ id }): Finding[] => {
    if (planned.has(id) === rehearsed.has(id)) return [];
    const what = planned.has(id) ? 'planned, and no scenario did it' : 'not in the plan of the run';
    return [finding('ROLLBACK_ENTRY_UNEXPECTED', id, `it was ${what}`)];
  });
  return {
    judgement: weakest([verdict.judgement, ...oneSided.map(() => 'NOT_DECIDED' as const)]),
    entries: verdict.entries,
    findings: [...verdict.findings, ...oneSided],
  };
}

type Execution =
  | { readonly kind: 'read'; readonly planned: Set<string>; readonly rehearsed: Set<string> }
  | { readonly kind: 'refused'; readonly finding: Finding };

function readExecution(bytes: Uint8Array): Execution {
  const json = readStrictJson(bytes);
  if (json.kind === 'refused') {
    const code = json.fault === 'too-large' ? 'PACKET_FILE_TOO_LARGE' : 'PACKET_NOT_CANONICAL';
    return { kind: 'refused', finding: finding(code, WHERE, json.what) };
  }
  const parsed = executionEvidenceSchema.safeParse(json.value);
  if (!parsed.success) {
    const place = parsed.error.issues[0]?.path.join('.') ?? '';
    const what = `not as documented${place === '' ? '' : ` at ${defuseTokens(place)}`}`;
    return { kind: 'refused', finding: finding('PACKET_SCHEMA_BROKEN', WHERE, what) };
  }
  return { kind: 'read', ...rollbacksOf(parsed.data) };
}

function rollbacksOf({ plan, scenarios }: ExecutionEvidence): {
  planned: Set<string>;
  rehearsed: Set<string>;
} {
  const planned = plan.rollbacks.map(({ scenario, rollback_class: known, way }) =>
    idOf(scenario, known, way),
  );
  const rehearsed = scenarios.flatMap(({ id, rollbacks }) =>
    rollbacks.map(({ rollback_class: known, way }) => idOf(id, known, way)),
  );
  return { planned: new Set(planned), rehearsed: new Set(rehearsed) };
}

/** Defused as the validator does it with the ids of entries. */
function idOf(scenario: string, rollbackClass: string, way: string): string {
  return defuseTokens(`${scenario}/${rollbackClass}/${way}`);
}
