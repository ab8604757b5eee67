// The part of a run that has a clone: from an accepted dump to a destroyed sandbox.
import { CODES, type Code, type Finding } from '../kernel/index.ts';
import {
  cloneContent,
  derivedTables,
  limitScenarioLogin,
  restoreDump,
  rowFindings,
  stoppedRestore,
  stopRestore,
  type RestoreOutcome,
} from '../restore/index.ts';
import { isolationFindings, settle, type Sandbox } from '../sandbox/index.ts';
import { checkClone } from '../schema/index.ts';
import { KeptTexts, readWhole } from '../witness/index.ts';
import { contentWords, scanClone } from './content.io.ts';
import { rolesOf } from './role.ts';
import { inSandbox } from './in-sandbox.io.ts';
import { limitReached } from './limit-reached.ts';
import { refuseLost } from './lost.io.ts';
import { restoring } from './restoring.io.ts';
import { onGround } from './on-ground.io.ts';
import type { CloneDraft, CloneFacts, CloneRequest, ContentFacts } from './contract.ts';
import { streamsOf } from './streams.ts';
import { Tally } from './progress/tally.ts';

/** Whatever happens inside, the sandbox is gone afterwards, and the engine was asked about it. */
export async function rehearseOnClone(request: CloneRequest): Promise<CloneFacts> {
  const draft: CloneDraft = {};
  const { config } = request.inputs;
  const { answer, leftovers } = await inSandbox({ ...request, config }, async (sandbox) => {
    draft.isolation = sandbox.isolation;
    draft.crossing = sandbox.crossing;
    draft.serverVersion = sandbox.serverVersion;
    const findings = await story(request, sandbox, draft);
    // What a server that went away leaves undone looks like the fault of the dump, or of a scenario.
    if (findings.some(({ code }) => CODES[code].forces !== null)) {
      if ((await sandbox.lost()) === 'life') throw limitReached('life', config.limits, null);
      await refuseLost(sandbox);
    }
    return findings;
  });
  const { isolation, crossing } = draft;
  if (isolation === undefined || crossing === undefined) {
    throw new TypeError('a sandbox without an isolation proof');
  }
  return {
    isolation,
    crossing,
    serverVersion: draft.serverVersion ?? '',
    restore: draft.restore ?? null,
    content: draft.content ?? null,
    schema: draft.schema ?? null,
    entry: draft.entry ?? null,
    exit: draft.exit ?? null,
    ground: draft.ground ?? null,
    calibration: draft.calibration ?? null,
    runs: draft.runs ?? [],
    clusterResidue: draft.clusterResidue ?? null,
    leftovers,
    findings: answer,
  };
}

/** Each step only on what the one before has found good. */
async function story(
  request: CloneRequest,
  sandbox: Sandbox,
  draft: CloneDraft,
): Promise<Finding[]> {
  if (sandbox.isolation.isolated !== 'HELD') return isolationFindings(sandbox.isolation);

  const restore = await restored(request, sandbox);
  draft.restore = restore;
  if (restore.evidence.judgement !== 'HELD') return [...restore.findings];

  const checked = request.progress.stage('schema');
  const schema = await checkClone(sandbox, restore.database, request.inputs.spec);
  draft.schema = schema;
  checked(`${schema.table.surfaces.length} surfaces, ${schema.findings.length} differences`);
  const soFar = [...restore.findings, ...schema.findings];
  if (schema.table.judgement !== 'HELD') return soFar;
  const content = await request.scanning.facts;
  if (content?.judgement !== 'HELD') return soFar;

  return [...soFar, ...(await rehearseRestored(request, sandbox, content, draft))];
}

async function restored(
  { dump, inputs, progress, scanning }: CloneRequest,
  sandbox: Sandbox,
): Promise<RestoreOutcome> {
  await using going = restoring(sandbox, { dump, config: inputs.config });
  const asked = going.request;
  const done = progress.stage('restore', going.measure);
  const restored = restoreDump(asked);
  // What does not fit is not restored to the end: the scan is ahead, and says so early.
  let isStopped = false;
  const watch = async (): Promise<void> => {
    const content = await scanning.facts;
    if (content?.findings.some(({ code }) => TOO_MUCH.has(code)) !== true) return;
    isStopped = true;
    await stopRestore(sandbox, restored);
  };
  watch().catch(() => undefined); // a scan that failed is heard of where its answer is needed
  const found = await restored.catch((error: unknown) => {
    if (!isStopped) throw error;
    return null;
  });
  const outcome =
    isStopped || found === null ? stoppedRestore(asked, 'the dump does not fit') : found;
  // Only an archive lists what must be there; a plain dump's statements each succeed, or do not.
  const checked =
    dump.facts.format === 'plain' ? '' : `${outcome.evidence.objects_checked} objects, `;
  done(`${checked}${outcome.findings.length} findings`);
  return outcome;
}

const TOO_MUCH: ReadonlySet<Code> = new Set(['INTAKE_TOO_LARGE', 'INTAKE_ROW_TOO_LARGE']);

/** From a restored and checked clone on; `draft` holds its restore. */
export async function rehearseRestored(
  request: CloneRequest,
  sandbox: Sandbox,
  content: ContentFacts,
  draft: CloneDraft,
): Promise<Finding[]> {
  const { inputs, progress, signal } = request;
  const restore = draft.restore;
  if (restore === undefined || restore === null) throw new TypeError('nothing is restored');
  const { database } = restore;

  // Memberships are part of what is read.
  await limitScenarioLogin(sandbox, rolesOf(inputs));
  await settle(sandbox, database);
  await using texts = await KeptTexts.in(request.workFolder);
  const streams = streamsOf(inputs.config);
  await using whole = await readWhole(sandbox, database, { streams, texts });
  // What the dump's reader saw must be what stands here, rows for rows and find for find. One read
  // serves both: the rows that are scanned are those of the baseline's fingerprint.
  const scanned = new Tally();
  const again = progress.stage('scan of the clone', scanned.measure(content.result.bytes));
  const parts = scanned.passing(cloneContent(sandbox, database, whole.rowsOf));
  const found = await scanClone(parts, inputs.config, inputs.lane.allow, signal);
  draft.content = found;
  again(contentWords(found));
  if (found.judgement !== 'HELD') return [...found.findings];

  const read = progress.stage('baseline');
  const entry = await whole.finish();
  await whole[Symbol.asyncDispose]();
  draft.entry = entry;
  read(`${entry.tables.length} tables, ${entry.rowCount} rows`);
  const derived = await derivedTables(sandbox, database);
  const findings: Finding[] = rowFindings(content.result.tables, entry.tables, derived);
  draft.restore = withRows(restore, content.result.rows, findings);
  if (findings.length > 0) return findings;
  return await (request.use ?? onGround)(request, { sandbox, database, entry, texts }, draft);
}

/** The restore's evidence with what only the counted rows can say. */
function withRows(
  restore: RestoreOutcome,
  rows: number,
  found: readonly Finding[],
): RestoreOutcome {
  const { evidence } = restore;
  const findings = [...evidence.findings, ...found.map((each) => ({ ...each }))];
  const judgement = found.length === 0 ? evidence.judgement : 'NOT_HELD';
  return { ...restore, evidence: { ...evidence, judgement, findings, rows_compared: rows } };
}
