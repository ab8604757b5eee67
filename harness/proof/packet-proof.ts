// Judges the proof of a packet together with what the packet itself says was planned and rehearsed,
// so that an entry which was taken out is missed, and one that was put in is seen.
import { defuseTokens, finding, weakest, type Finding, type Judgement } from '../kernel/index.ts';
import { executionEvidenceSchema, type ExecutionEvidence } from '../scenario/evidence-contract.ts';
import { partWords, shareOf } from '../scenario/part-contract.ts';
import { untrustedEvidenceSchema, type ProofVerdict, type RollbackEntry } from './contract.ts';
import { rollbackProof } from './evidence.ts';
import { readStrictJson } from './strict-json.ts';
import { validateRollbackEvidence } from './validate.ts';

const WHERE = 'clone-rehearsal-execution-evidence.json';

export interface PacketProofVerdict extends ProofVerdict {
  /** Which part of a divided rehearsal it is, in words; null of a whole one, or of one unread. */
  readonly part: string | null;
}

/** `proof` and `execution` are the bytes of the packet's two files. */
export function validatePacketProof(proof: Uint8Array, execution: Uint8Array): PacketProofVerdict {
  const read = readExecution(execution);
  if (read.kind === 'refused') {
    // The proof is judged all the same: whoever repairs a packet wants to see all of it.
    const { judgement, entries, findings } = validateRollbackEvidence(proof);
    return {
      judgement: weakest([judgement, 'NOT_DECIDED']),
      part: null,
      entries,
      findings: [read.finding, ...findings],
    };
  }
  const { planned, rehearsed, told, worse } = read;
  const verdict = validateRollbackEvidence(proof, [...new Set([...planned, ...rehearsed])]);
  // An entry needs both: a plan that names it, and a scenario that went back that way.
  const oneSided = verdict.entries.flatMap(({ id }): Finding[] => {
    if (planned.has(id) === rehearsed.has(id)) return [];
    const what = planned.has(id) ? 'planned, and no scenario did it' : 'not in the plan of the run';
    return [finding('ROLLBACK_ENTRY_UNEXPECTED', id, `it was ${what}`)];
  });
  const unlike = contradictions(proof, told);
  // An entry that does not hold says by its own codes what its run came to.
  const broken = new Set(
    verdict.entries.filter(({ judgement }) => judgement !== 'HELD').map(({ id }) => id),
  );
  const unsaid = worse.filter(({ where }) => !broken.has(where));
  return {
    judgement: weakest([
      verdict.judgement,
      ...oneSided.map(() => 'NOT_DECIDED' as const),
      ...unlike.map(() => 'NOT_HELD' as const),
      ...worse.map(({ judgement }) => judgement),
    ]),
    part: read.part,
    entries: verdict.entries,
    findings: [
      ...verdict.findings,
      ...oneSided,
      ...unlike,
      ...unsaid.map(({ where, judgement }) =>
        finding('PACKET_PROOF_CONTRADICTED', where, `the run came to ${judgement}`),
      ),
    ],
  };
}

/** What both files say of a rollback. */
const CLAIMS = [
  'before_hash',
  'after_apply_hash',
  'after_rollback_hash',
  'expected_hash',
  'restored_match',
  'row_count_before',
  'row_count_after',
] as const satisfies readonly (keyof RollbackEntry)[];

/** Entries that claim what the account of the run does not say; a proof without form has none. */
function contradictions(proof: Uint8Array, told: readonly RollbackEntry[]): Finding[] {
  const owns = Map.groupBy(told, (own) => defuseTokens(own.id));
  // Of what was refused there is no value.
  const parsed = untrustedEvidenceSchema.safeParse(Reflect.get(readStrictJson(proof), 'value'));
  return (parsed.data?.entries ?? []).flatMap((entry) => {
    const id = defuseTokens(entry.id);
    return (owns.get(id) ?? []).flatMap((own) => {
      const unlike = CLAIMS.filter((claim) => own[claim] !== entry[claim]);
      if (unlike.length === 0) return [];
      const what = `the run says otherwise of ${unlike.join(', ')}`;
      return [finding('PACKET_PROOF_CONTRADICTED', id, what)];
    });
  });
}

interface Account {
  readonly part: string | null;
  readonly planned: Set<string>;
  readonly rehearsed: Set<string>;
  /** The proof that follows from it. */
  readonly told: readonly RollbackEntry[];
  /** Rollbacks and scenarios that did not hold. */
  readonly worse: readonly { readonly where: string; readonly judgement: Judgement }[];
}

type Execution =
  ({ readonly kind: 'read' } & Account) | { readonly kind: 'refused'; readonly finding: Finding };

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

function rollbacksOf({ plan, scenarios }: ExecutionEvidence): Account {
  const planned = shareOf(plan).rollbacks.map(({ scenario, rollback_class: known, way }) =>
    idOf(scenario, known, way),
  );
  const rehearsed = scenarios.flatMap(({ id, rollbacks }) =>
    rollbacks.map(({ rollback_class: known, way }) => idOf(id, known, way)),
  );
  const worse = scenarios.flatMap(({ id, judgement, rollbacks }) => {
    const ways = rollbacks.map((each) => ({
      where: idOf(id, each.rollback_class, each.way),
      judgement: each.judgement,
    }));
    const below = ways.filter((each) => each.judgement !== 'HELD');
    // A scenario is as weak as its ways back: only what they do not say is said once more.
    if (below.length > 0 || judgement === 'HELD') return below;
    return [{ where: defuseTokens(id), judgement }];
  });
  return {
    part: partWords(plan),
    planned: new Set(planned),
    rehearsed: new Set(rehearsed),
    told: rollbackProof([], scenarios).evidence.entries,
    worse,
  };
}

/** Defused as the validator does it with the ids of entries. */
function idOf(scenario: string, rollbackClass: string, way: string): string {
  return defuseTokens(`${scenario}/${rollbackClass}/${way}`);
}
