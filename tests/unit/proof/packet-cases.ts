// Packets' two files, proof and account of the run, with the exact verdict that both must get.
import { LIMITS, type Judgement } from '../../../harness/kernel/index.ts';
import type {
  ExecutionEvidence,
  Rollback,
  ScenarioEvidence,
} from '../../../harness/scenario/evidence-contract.ts';
import { GOOD_ENTRY, proofText } from './proofs.ts';

export interface PacketCase {
  readonly name: string;
  readonly proof: Uint8Array;
  readonly execution: Uint8Array;
  readonly judgement: Judgement;
  /** `CODE at place: words`, in order. */
  readonly says: readonly string[];
}

type Way = Pick<Rollback, 'way' | 'rollback_class'> & { readonly scenario: string };

const INSERT: Way = {
  scenario: 'birth-insert',
  way: 'transaction',
  rollback_class: 'RB-CLONE-TXN',
};
const MOVE: Way = { scenario: 'birth-move', way: 'storage', rollback_class: 'RB-CLONE-SNAP' };
const MOVE_ENTRY = {
  id: 'birth-move/RB-CLONE-SNAP/storage',
  scenario: 'birth-move',
  rollback_class: 'RB-CLONE-SNAP',
  way: 'storage',
};

export const ROLLBACK: Rollback = {
  way: 'transaction',
  rollback_class: 'RB-CLONE-TXN',
  judgement: 'HELD',
  expected_hash: GOOD_ENTRY.expected_hash,
  before_hash: GOOD_ENTRY.before_hash,
  after_apply_hash: GOOD_ENTRY.after_apply_hash,
  after_rollback_hash: GOOD_ENTRY.after_rollback_hash,
  row_count_before: 3,
  row_count_after: 3,
  not_restored: [],
  residue: [],
  findings: [],
};

export const SCENARIO: ScenarioEvidence = {
  id: 'birth-insert',
  title: 't',
  kind: 'transactional',
  role: 'r',
  judgement: 'HELD',
  chain: null,
  files: {},
  executor: null,
  has_setup: false,
  deterministic: 'YES',
  varies: [],
  verified: 'NOT_ASKED',
  tables_changed: [],
  rows_changed: null,
  locks: [],
  rewritten: [],
  expectations: [],
  read_only: null,
  rollbacks: [ROLLBACK],
  findings: [],
};

/** What a run says that planned these ways back and rehearsed those. */
export function executionOf(planned: readonly Way[], rehearsed: readonly Way[]): ExecutionEvidence {
  return {
    version: 1,
    clone_method: 'overlay',
    plan: {
      part: null,
      scenarios: planned.map(({ scenario }) => scenario),
      rollbacks: [...planned],
    },
    clones: null,
    baseline: null,
    calibration: null,
    executor: [],
    cluster_residue: null,
    leftovers: null,
    steps: [],
    scenarios: rehearsed.map(({ scenario, way, rollback_class: rollbackClass }) => ({
      ...SCENARIO,
      id: scenario,
      rollbacks: [{ ...ROLLBACK, way, rollback_class: rollbackClass }],
    })),
    findings: [],
  };
}

const ONE = proofText();
const TWO = proofText({}, MOVE_ENTRY);
const BOTH: readonly Way[] = [INSERT, MOVE];
const WHERE = 'clone-rehearsal-execution-evidence.json';
const ONE_GOOD = JSON.stringify(executionOf([INSERT], [INSERT]));

function packet(
  judgement: Judgement,
  name: string,
  [proof, execution]: readonly [string | Uint8Array, ExecutionEvidence | string | Uint8Array],
  ...says: readonly string[]
): PacketCase {
  const isText = typeof execution === 'string' || execution instanceof Uint8Array;
  return {
    name,
    proof: Buffer.from(proof),
    execution: Buffer.from(isText ? execution : JSON.stringify(execution)),
    judgement,
    says,
  };
}

const absent = `ROLLBACK_ENTRY_ABSENT at ${MOVE_ENTRY.id}: it was rehearsed and has no entry`;
const unexpected = `ROLLBACK_ENTRY_UNEXPECTED at ${MOVE_ENTRY.id}: it was`;

const contradicted = `PACKET_PROOF_CONTRADICTED at ${GOOD_ENTRY.id}`;

/** A run of one way back, with what it says of it. */
function told(rollback: Partial<Rollback>, judgement: Judgement = 'HELD'): ExecutionEvidence {
  const execution = executionOf([INSERT], [INSERT]);
  const scenarios = execution.scenarios.map((each) => ({
    ...each,
    judgement,
    rollbacks: each.rollbacks.map((way) => ({ ...way, ...rollback })),
  }));
  return { ...execution, scenarios };
}

export const PACKET_CASES: readonly PacketCase[] = [
  packet('HELD', 'one rollback, planned, rehearsed and shown', [
    ONE,
    executionOf([INSERT], [INSERT]),
  ]),
  packet('HELD', 'two of them, in another order', [TWO, executionOf(BOTH, [MOVE, INSERT])]),
  packet('NOT_DECIDED', 'an entry taken out of the proof', [ONE, executionOf(BOTH, BOTH)], absent),
  packet(
    'NOT_DECIDED',
    'an entry taken out of the proof, and its scenario with it',
    [ONE, executionOf(BOTH, [INSERT])],
    absent,
  ),
  packet(
    'NOT_DECIDED',
    'an entry taken out of the proof, and out of the plan',
    [ONE, executionOf([INSERT], BOTH)],
    absent,
  ),
  packet(
    'NOT_DECIDED',
    'an entry of a scenario that was planned and never ran',
    [TWO, executionOf(BOTH, [INSERT])],
    `${unexpected} planned, and no scenario did it`,
  ),
  packet(
    'NOT_DECIDED',
    'an entry of a scenario that nobody planned',
    [TWO, executionOf([INSERT], BOTH)],
    `${unexpected} not in the plan of the run`,
  ),
  packet(
    'NOT_DECIDED',
    'an entry that nobody planned and nothing made',
    [TWO, executionOf([INSERT], [INSERT])],
    `${unexpected} not rehearsed in this run`,
  ),
  packet(
    'NOT_DECIDED',
    'a run without a plan',
    [ONE, executionOf([], [INSERT])],
    `ROLLBACK_ENTRY_UNEXPECTED at ${GOOD_ENTRY.id}: it was not in the plan of the run`,
  ),
  packet(
    'NOT_DECIDED',
    'a run that came to nothing',
    ['{"version":1,"entries":[]}', executionOf([], [])],
    'ROLLBACK_NO_ENTRIES at clone-rollback-evidence.json: there is no entry',
  ),
  packet(
    'NOT_HELD',
    'a broken entry that nobody planned',
    [proofText({ restored_match: false }), executionOf([], [INSERT])],
    `ROLLBACK_RESTORED_MATCH_FALSE at ${GOOD_ENTRY.id}: restored_match is false`,
    `ROLLBACK_ENTRY_UNEXPECTED at ${GOOD_ENTRY.id}: it was not in the plan of the run`,
    `${contradicted}: the run says otherwise of restored_match`,
  ),
  packet(
    'NOT_HELD',
    'a good entry of a way back that left something, as its run tells',
    [
      ONE,
      told({
        judgement: 'NOT_HELD',
        after_rollback_hash: GOOD_ENTRY.after_apply_hash,
        row_count_after: 4,
        not_restored: ['public.births'],
      }),
    ],
    `${contradicted}: the run says otherwise of after_rollback_hash, restored_match, row_count_after`,
    `${contradicted}: the run came to NOT_HELD`,
  ),
  packet(
    'NOT_HELD',
    'a good entry with hashes that its run did not take',
    [
      ONE,
      told({
        expected_hash: GOOD_ENTRY.after_apply_hash,
        before_hash: GOOD_ENTRY.after_apply_hash,
        after_apply_hash: GOOD_ENTRY.before_hash,
        row_count_before: 4,
      }),
    ],
    `${contradicted}: the run says otherwise of before_hash, after_apply_hash, expected_hash, row_count_before`,
  ),
  packet(
    'NOT_HELD',
    'one of two entries that its run tells otherwise',
    [
      TWO,
      JSON.stringify(executionOf(BOTH, BOTH)).replace(
        /"row_count_after":3(?!.*"row_count_after")/,
        '"row_count_after":4',
      ),
    ],
    `PACKET_PROOF_CONTRADICTED at ${MOVE_ENTRY.id}: the run says otherwise of row_count_after`,
  ),
  packet(
    'NOT_DECIDED',
    'a way back that its run could not decide',
    [ONE, told({ judgement: 'NOT_DECIDED' })],
    `${contradicted}: the run came to NOT_DECIDED`,
  ),
  packet(
    'NOT_HELD',
    'a scenario that did not hold, with ways back that did',
    [ONE, told({}, 'NOT_HELD')],
    'PACKET_PROOF_CONTRADICTED at birth-insert: the run came to NOT_HELD',
  ),
  packet(
    'NOT_HELD',
    'a scenario that did not hold, as one way back of it did not',
    [ONE, told({ judgement: 'NOT_HELD' }, 'NOT_HELD')],
    `${contradicted}: the run came to NOT_HELD`,
  ),
  packet(
    'NOT_HELD',
    'an entry that says itself what its run came to',
    [
      proofText({ row_count_after: 4 }),
      told({ judgement: 'NOT_HELD', row_count_after: 4 }, 'NOT_HELD'),
    ],
    `ROLLBACK_ROW_COUNT_DIFFERS at ${GOOD_ENTRY.id}: 3 rows before, 4 after`,
  ),
  packet(
    'NOT_DECIDED',
    'a proof that is no JSON, beside a good account of the run',
    ['{', ONE_GOOD],
    'ROLLBACK_PROOF_NOT_JSON at clone-rollback-evidence.json: the text does not parse',
  ),
  packet(
    'NOT_DECIDED',
    'an account of the run that is no JSON, beside a good proof',
    [ONE, '{'],
    `PACKET_NOT_CANONICAL at ${WHERE}: the text does not parse`,
  ),
  packet(
    'NOT_HELD',
    'an account of the run that is no JSON, beside a broken proof',
    [proofText({ restored_match: false }), ''],
    `PACKET_NOT_CANONICAL at ${WHERE}: the text does not parse`,
    `ROLLBACK_RESTORED_MATCH_FALSE at ${GOOD_ENTRY.id}: restored_match is false`,
  ),
  packet(
    'NOT_DECIDED',
    'an account of the run that says one thing twice',
    [ONE, ONE_GOOD.replace('"version":1', '"version":1,"version":1')],
    `PACKET_NOT_CANONICAL at ${WHERE}: key "version"`,
  ),
  packet(
    'NOT_DECIDED',
    'an account of the run with another number for the same',
    [ONE, ONE_GOOD.replace('"row_count_before":3', '"row_count_before":3.0')],
    `PACKET_NOT_CANONICAL at ${WHERE}: number 3.0`,
  ),
  packet(
    'NOT_DECIDED',
    'an account of the run in another encoding',
    [ONE, Buffer.from(`\ufeff${ONE_GOOD}`)],
    `PACKET_NOT_CANONICAL at ${WHERE}: it begins with a byte order mark, or is no valid UTF-8`,
  ),
  packet(
    'NOT_DECIDED',
    'an account of the run with an unknown key',
    [ONE, ONE_GOOD.replace('"version":1', '"version":1,"x":1')],
    `PACKET_SCHEMA_BROKEN at ${WHERE}: not as documented`,
  ),
  packet(
    'NOT_DECIDED',
    'an account of the run with a way back that there is not',
    [ONE, ONE_GOOD.replace('"way":"transaction"', '"way":"magic"')],
    `PACKET_SCHEMA_BROKEN at ${WHERE}: not as documented at plan.rollbacks.0.way`,
  ),
  packet(
    'NOT_DECIDED',
    'an account of the run without a word on its plan',
    [ONE, ONE_GOOD.replace(/"plan":\{.*?\]\},/, '')],
    `PACKET_SCHEMA_BROKEN at ${WHERE}: not as documented at plan`,
  ),
  packet(
    'NOT_DECIDED',
    'an account of the run that is deeper than any',
    [ONE, '['.repeat(1e6) + ']'.repeat(1e6)],
    `PACKET_FILE_TOO_LARGE at ${WHERE}: more than 100000 objects and lists`,
  ),
  packet(
    'NOT_DECIDED',
    'an account of the run without end',
    [ONE, ONE_GOOD + ' '.repeat(LIMITS.proofBytes)],
    `PACKET_FILE_TOO_LARGE at ${WHERE}: ${ONE_GOOD.length + LIMITS.proofBytes} bytes, 16777216 at the most`,
  ),
];
