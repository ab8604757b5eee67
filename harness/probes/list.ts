// The twenty probes: ten bad requests, ten bad clones, each with the inputs that are really made.
import type { Code } from '../kernel/index.ts';
import type { Probe, ProbeAttempt } from './contract.ts';

/** How a probe's attempt is named where its facts are handed on. */
export function attemptKey(probe: string, attempt: string): string {
  return `${probe}/${attempt}`;
}

type Made = readonly [id: string, input: string, ...codes: readonly Code[]];

function attempt(
  door: ProbeAttempt['door'],
  needsClone: boolean,
  [id, input, ...codes]: Made,
): ProbeAttempt {
  return { id, door, input, needsClone, codes };
}

const config = (input: string, code: Code): ProbeAttempt =>
  attempt('config', false, ['config', input, code]);
const dump = (...made: Made): ProbeAttempt => attempt('dump', false, made);
const archive = (...made: Made): ProbeAttempt => attempt('dump', true, made);
const packet = (...made: Made): ProbeAttempt => attempt('packet', false, made);
const container = (...made: Made): ProbeAttempt => attempt('container', true, made);
const clone = (...made: Made): ProbeAttempt => attempt('clone', true, made);

function request(id: string, tries: string, ...attempts: readonly ProbeAttempt[]): Probe {
  return { id: `request-${id}`, kind: 'request', tries, attempts };
}

function ofClone(id: string, tries: string, ...attempts: readonly ProbeAttempt[]): Probe {
  return { id: `clone-${id}`, kind: 'clone', tries, attempts };
}

export const PROBES: readonly Probe[] = [
  request(
    'production-target',
    'names production as its target',
    config('"target: production"', 'REQUEST_TARGETS_PRODUCTION'),
    attempt('environment', true, [
      'environment',
      'PGHOST, PGSERVICE, PGPASSWORD, DATABASE_URL and the like that lead to a trap',
    ]),
  ),
  request(
    'real-run',
    'asks for a real run',
    config('"REAL_RUN" among the actions', 'REQUEST_REAL_RUN'),
  ),
  request(
    'qt001-apply',
    'asks to apply outside the clone',
    config('"QT001/apply" among the actions', 'REQUEST_APPLIES'),
  ),
  request(
    'cutover',
    'asks for a cutover',
    config('"cutover" among the actions', 'REQUEST_CUTOVER'),
  ),
  request(
    'ci-deploy',
    'asks CI to deploy',
    config('"ci-deploy" among the actions', 'REQUEST_DEPLOYS'),
  ),
  request(
    'secrets-change',
    'asks to change secrets',
    config('"change-secrets" among the actions', 'REQUEST_CHANGES_SECRETS'),
  ),
  request(
    'missing-rollback-proof',
    'claims success without a proof',
    config('a claim without "proof"', 'REQUEST_PROOF_MISSING'),
  ),
  request(
    'fake-rollback',
    'claims success with a change that changed nothing',
    config('a claim whose proof has after_apply equal to before', 'REQUEST_PROOF_FAKE'),
  ),
  request(
    'unproven-isolation',
    'claims success in an assumed isolation',
    config('a claim with "isolation: assumed"', 'REQUEST_ISOLATION_UNPROVEN'),
  ),
  request(
    'production-success',
    'claims success for production',
    config('a claim of "production-rollback-proven"', 'REQUEST_CLAIMS_PRODUCTION'),
  ),
  ofClone(
    'not-isolated',
    'can reach, or be reached by, something else',
    container('network', 'a container that is joined to a network', 'SANDBOX_NOT_ISOLATED'),
    container('host-folder', 'a container with a folder of the host', 'SANDBOX_NOT_ISOLATED'),
    container('host-variable', 'a container with a variable of the host', 'SANDBOX_NOT_ISOLATED'),
  ),
  ofClone(
    'points-to-production',
    'leads to a live system',
    dump('row', 'a plain dump with a live address in a row', 'DATA_LIVE_HOST'),
    dump('foreign-server', 'a plain dump with a foreign server', 'HOSTILE_FOREIGN_SERVER'),
    archive(
      'archived',
      'an archive of pg_dump with both',
      'DATA_LIVE_HOST',
      'HOSTILE_FOREIGN_SERVER',
    ),
  ),
  ofClone(
    'contains-secrets',
    'still holds a secret',
    dump('row', 'a plain dump with a password hash in a row', 'DATA_PASSWORD_HASH'),
    archive('archived', 'an archive of pg_dump with such a row', 'DATA_PASSWORD_HASH'),
  ),
  ofClone(
    'schema-mismatch',
    'has a column of another type than the spec says',
    clone(
      'column-type',
      'a restored clone and a spec with one type changed',
      'SCHEMA_COLUMN_DIFFERS',
    ),
  ),
  ofClone(
    'no-mutation',
    'proves a change that changed nothing',
    packet('proof', 'a proof with after_apply equal to before', 'ROLLBACK_APPLY_DID_NOT_MUTATE'),
    clone(
      'rehearsed',
      'a scenario that updates no row, rehearsed',
      'ROLLBACK_APPLY_DID_NOT_MUTATE',
    ),
  ),
  ofClone(
    'not-restored',
    'proves a rollback that left the change',
    packet('proof', 'a proof with after_rollback unlike before', 'ROLLBACK_NOT_RESTORED'),
    clone(
      'rehearsed',
      'a scenario whose way back ends elsewhere, rehearsed',
      'ROLLBACK_NOT_RESTORED',
    ),
  ),
  ofClone(
    'seal-mismatch',
    'runs with an edited script',
    attempt('gate', false, ['edited', 'a sealed file, edited', 'SEAL_CONTENT_EDITED']),
  ),
  ofClone(
    'unicode-drift',
    'runs with a dash exchanged',
    attempt('gate', false, ['dash', 'a sealed file with another dash', 'SEAL_UNICODE_DRIFT']),
  ),
  ofClone(
    'production-success',
    'claims rollback in production',
    packet('proof', 'a proof that says "PROVEN" of production', 'ROLLBACK_PRODUCTION_CLAIMED'),
    packet('packet', 'a whole packet with that proof, all hashes right', 'PACKET_STORY_PROOF'),
  ),
  ofClone(
    'authority-token',
    'bears names that read as authority',
    attempt('output', false, [
      'names-taken-in',
      'tables, columns and roles of such names, taken in',
    ]),
    attempt('output', true, ['names-rehearsed', 'the same, restored, rehearsed and reported']),
  ),
];
