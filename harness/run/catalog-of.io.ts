// Restores a dump to look into it: no scenario, no packet, and no attestation is asked for.
import path from 'node:path';
import type { LoadedConfig } from '../config/index.ts';
import { loadLane } from '../decision/index.ts';
import { readData, takeIn, type UnattestedDump } from '../intake/index.ts';
import { CODES, finding, Problem, type Allowance, type Finding } from '../kernel/index.ts';
import { restoreDump } from '../restore/index.ts';
import { isolationFindings, makeWorkFolder, type Sandbox } from '../sandbox/index.ts';
import { budgetBytesOf, readingMeasure, scanContent } from './content.io.ts';
import type { Progress } from './contract.ts';
import { copyMeasure } from './copied.io.ts';
import { inSandbox } from './in-sandbox.io.ts';
import { restoring } from './restoring.io.ts';

export interface LookRequest {
  readonly config: LoadedConfig;
  readonly dumpPath: string;
  /** What messages call the dump. */
  readonly dumpName: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** A restored dump, for as long as somebody looks at it. */
export interface RestoredDump {
  readonly sandbox: Sandbox;
  readonly database: string;
}

/**
 * What `look` finds on the clone, which is gone afterwards. A dump is refused here for everything
 * that a rehearsal refuses it for, but for a missing attestation: nothing is claimed of it.
 * @throws Problem with every finding that refuses the dump
 */
export async function lookInto<T>(
  request: LookRequest,
  look: (clone: RestoredDump) => Promise<T>,
): Promise<T> {
  const { config, progress, signal } = request;
  const { lane, findings } = await loadLane(path.resolve(config.root, config.lane));
  if (lane === null) throw new Problem(findings);
  await using work = await makeWorkFolder();
  const staged = path.join(work.path, 'staged');
  const copied = copyMeasure(request.dumpPath, staged);
  const read = progress.stage(`intake of ${request.dumpName}`, copied);
  const dump = await readableDump(request, lane.allow, staged);
  read(`Postgres ${dump.facts.serverMajor}, ${dump.facts.format}`);
  await refuseContent(request, lane.allow, dump);

  const sandboxed = { dump, config, runId: work.runId, workFolder: work.path, progress, signal };
  const { answer, leftovers } = await inSandbox(sandboxed, async (sandbox) => {
    if (sandbox.isolation.isolated !== 'HELD')
      throw refusal(request, isolationFindings(sandbox.isolation));
    return await look({ sandbox, database: await restored(request, sandbox, dump) });
  });
  if (leftovers.containers + leftovers.volumes + leftovers.networks > 0) {
    const what = `of "${work.runId}" the engine still has something; run "make sweep"`;
    throw new Problem([finding('INTERNAL_FAULT', 'sandbox', what)]);
  }
  return answer;
}

async function readableDump(
  request: LookRequest,
  allowances: readonly Allowance[],
  workFolder: string,
): Promise<UnattestedDump> {
  const { config, dumpPath, dumpName: where } = request;
  const budgetBytes = budgetBytesOf(config);
  const { signal } = request;
  const asked = { dumpPath, where, workFolder, allowances, budgetBytes, signal };
  const intake = await takeIn(asked);
  if (intake.kind === 'accepted') return intake.dump;
  if (intake.kind === 'missing' && intake.readable !== undefined) {
    if (intake.facts.databaseName !== undefined) return intake.readable;
    const what = 'its bytes do not name their database; "make attest" asks for the name';
    throw new Problem([finding('SPEC_NOT_MADE', where, what)]);
  }
  if (intake.kind === 'missing') throw new Problem(intake.findings);
  // That nobody attested it is no reason here, where there are others.
  const reasons = intake.findings.filter(({ code }) => code !== 'ATTESTATION_MISSING');
  throw refusal(request, reasons.length > 0 ? reasons : intake.findings);
}

/** Before anything is started: what is too large is not unpacked, no secret gets into a spec. */
async function refuseContent(
  request: LookRequest,
  allowances: readonly Allowance[],
  dump: UnattestedDump,
): Promise<void> {
  const reading = readData(dump);
  const done = request.progress.stage(`scan of ${request.dumpName}`, readingMeasure(reading));
  const content = await scanContent(reading, request.config, allowances, request.signal);
  request.signal.throwIfAborted();
  done(`${content.result.rows} rows`);
  if (content.judgement !== 'HELD') throw refusal(request, content.findings);
}

async function restored(
  request: LookRequest,
  sandbox: Sandbox,
  dump: UnattestedDump,
): Promise<string> {
  await using going = restoring(sandbox, { dump, config: request.config });
  const done = request.progress.stage(`restore of ${request.dumpName}`, going.measure);
  const { evidence, findings, database } = await restoreDump(going.request);
  done(`${evidence.objects_checked} objects`);
  if (evidence.judgement !== 'HELD') throw refusal(request, findings);
  return database;
}

/** The reasons first, then what they mean for whoever asked. */
function refusal({ dumpName }: LookRequest, findings: readonly Finding[]): Problem {
  const reasons = findings.filter(({ code }) => CODES[code].forces !== null);
  const what = `it is refused for ${reasons.length} ${reasons.length === 1 ? 'reason' : 'reasons'}`;
  return new Problem([...reasons, finding('SPEC_NOT_MADE', dumpName, what)]);
}
