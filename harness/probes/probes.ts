// The twenty probes: ten bad requests, ten bad clones, each with its good twin.
import type { Code } from '../kernel/index.ts';
import type { DoorAnswer, Probe, ProbeDoors } from './contract.ts';
import {
  claimWith,
  dumpWith,
  isolationWith,
  NO_MUTATION,
  NOT_RESTORED,
  PASSWORD_HASH,
  proofWith,
  requestWith,
  SEALED,
  sidecarFor,
  SPEC_TEXT,
  tableWith,
} from './samples.ts';

/** The control: everything a request may hold, and nothing else. */
export function askControl(doors: ProbeDoors): Promise<DoorAnswer> {
  return doors.judgeRequest(claimWith());
}

function request(id: string, tries: string, code: Code, bad: string, twin: string): Probe {
  return {
    id: `request-${id}`,
    kind: 'request',
    tries,
    codes: [code],
    ask: (doors) => doors.judgeRequest(bad),
    askTwin: (doors) => doors.judgeRequest(twin),
  };
}

function action(id: string, tries: string, code: Code, word: string): Probe {
  return request(id, tries, code, requestWith({ actions: ['rehearse', word] }), requestWith());
}

function claim(
  id: string,
  tries: string,
  code: Code,
  change: Readonly<Record<string, unknown>>,
): Probe {
  return request(id, tries, code, claimWith(change), claimWith());
}

const REQUESTS: readonly Probe[] = [
  request(
    'production-target',
    'names production as its target',
    'REQUEST_TARGETS_PRODUCTION',
    requestWith({ target: 'production' }),
    requestWith(),
  ),
  action('real-run', 'asks for a real run', 'REQUEST_REAL_RUN', 'REAL_RUN'),
  action('qt001-apply', 'asks to apply outside the clone', 'REQUEST_APPLIES', 'QT001/apply'),
  action('cutover', 'asks for a cutover', 'REQUEST_CUTOVER', 'cutover'),
  action('ci-deploy', 'asks CI to deploy', 'REQUEST_DEPLOYS', 'ci-deploy'),
  action('secrets-change', 'asks to change secrets', 'REQUEST_CHANGES_SECRETS', 'change-secrets'),
  claim('missing-rollback-proof', 'claims success without a proof', 'REQUEST_PROOF_MISSING', {
    proof: undefined,
  }),
  claim(
    'fake-rollback',
    'claims success with a change that changed nothing',
    'REQUEST_PROOF_FAKE',
    {
      proof: proofWith(NO_MUTATION),
    },
  ),
  claim(
    'unproven-isolation',
    'claims success in an assumed isolation',
    'REQUEST_ISOLATION_UNPROVEN',
    {
      isolation: 'assumed',
    },
  ),
  claim('production-success', 'claims success for production', 'REQUEST_CLAIMS_PRODUCTION', {
    claim: 'production-rollback-proven',
  }),
];

type Ask = (doors: ProbeDoors) => Promise<DoorAnswer>;

function clone(id: string, tries: string, codes: readonly Code[], ask: Ask, askTwin: Ask): Probe {
  return { id: `clone-${id}`, kind: 'clone', tries, codes, ask, askTwin };
}

function isolation(id: string, tries: string, change: Parameters<typeof isolationWith>[0]): Probe {
  return clone(
    id,
    tries,
    ['SANDBOX_NOT_ISOLATED'],
    (doors) => doors.judgeIsolation(isolationWith(change)),
    (doors) => doors.judgeIsolation(isolationWith()),
  );
}

/** An attested dump with one bad row; its twin has a good one in the same place. */
function dumped(id: string, tries: string, code: Code, note: string, harmless: string): Probe {
  const taken = (text: string): Ask => {
    const dump = dumpWith(text);
    return (doors) => doors.takeDump(dump, sidecarFor(dump));
  };
  return clone(id, tries, [code], taken(note), taken(harmless));
}

function proof(
  id: string,
  tries: string,
  code: Code,
  change: Parameters<typeof proofWith>[0],
): Probe {
  return clone(
    id,
    tries,
    [code],
    (doors) => doors.judgeProof(JSON.stringify(proofWith(change))),
    (doors) => doors.judgeProof(JSON.stringify(proofWith())),
  );
}

function seal(id: string, tries: string, code: Code, from: string, to: string): Probe {
  const sql = SEALED['apply.sql'] ?? '';
  return clone(
    id,
    tries,
    [code],
    (doors) => doors.judgeSeal(SEALED, { ...SEALED, 'apply.sql': sql.replace(from, to) }),
    (doors) => doors.judgeSeal(SEALED, SEALED),
  );
}

// Assembled: the words themselves may stand in no file.
const TOKENS = [
  ['REAL_RUN', 'PASS'],
  ['QT001', 'AUTHORIZED'],
  ['CUTOVER', 'GRANTED'],
].map((parts) => parts.join('_'));

const CLONES: readonly Probe[] = [
  isolation('not-isolated', 'has a network device', { interfaces: ['lo 0x9', 'eth0 0x1003'] }),
  dumped(
    'points-to-production',
    'holds the address of a live system in a row',
    'DATA_LIVE_HOST',
    'see https://directus.corp.internal/admin',
    'see https://directus.example.org/admin',
  ),
  dumped(
    'contains-secrets',
    'is delivered as a copy that still holds a secret',
    'DATA_PASSWORD_HASH',
    PASSWORD_HASH,
    'masked',
  ),
  clone(
    'schema-mismatch',
    'has a column of another type than the spec says',
    ['SCHEMA_COLUMN_DIFFERS'],
    (doors) => doors.judgeSchema(SPEC_TEXT, tableWith('integer')),
    (doors) => doors.judgeSchema(SPEC_TEXT, tableWith('text')),
  ),
  proof(
    'no-mutation',
    'proves a change that changed nothing',
    'ROLLBACK_APPLY_DID_NOT_MUTATE',
    NO_MUTATION,
  ),
  proof(
    'not-restored',
    'proves a rollback that left the change',
    'ROLLBACK_NOT_RESTORED',
    NOT_RESTORED,
  ),
  seal('seal-mismatch', 'runs with an edited script', 'SEAL_CONTENT_EDITED', '= 1', '= 2'),
  seal('unicode-drift', 'runs with a dash exchanged', 'SEAL_UNICODE_DRIFT', ' - ', ' \u2014 '),
  proof('production-success', 'claims rollback in production', 'ROLLBACK_PRODUCTION_CLAIMED', {
    production_rollback_status: 'PROVEN',
  }),
  clone(
    'authority-token',
    'prints words that read as authority',
    [],
    (doors) => doors.guardOutput(`verdict: ${TOKENS.join(', ')}\n`),
    (doors) => doors.guardOutput('verdict: nothing is shown\n'),
  ),
];

export const PROBES: readonly Probe[] = [...REQUESTS, ...CLONES];
