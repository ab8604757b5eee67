// Looks a dump through without restoring it: no container is started, and nothing is claimed of it.
import path from 'node:path';
import type { LoadedConfig } from '../config/index.ts';
import { loadLane } from '../decision/index.ts';
import { takeIn } from '../intake/index.ts';
import { finding, Problem, type Finding } from '../kernel/index.ts';
import { makeWorkFolder } from '../sandbox/index.ts';
import { budgetBytesOf, startScan } from './content.io.ts';
import { copyMeasure } from './copied.io.ts';
import type { Progress } from './contract.ts';
import type { Inspection } from './inspection.ts';

export interface InspectRequest {
  readonly config: LoadedConfig;
  readonly dumpPath: string;
  /** What messages call the dump. */
  readonly dumpName: string;
  readonly progress: Progress;
  readonly signal: AbortSignal;
}

/** @throws Problem LANE_INVALID; whatever is wrong with the dump is in the answer */
export async function inspect(request: InspectRequest): Promise<Inspection> {
  const { config, dumpPath, dumpName: where, progress } = request;
  const { lane, findings } = await loadLane(path.resolve(config.root, config.lane));
  if (lane === null) throw new Problem(findings);
  await using work = await makeWorkFolder();
  const workFolder = path.join(work.path, 'staged');
  const read = progress.stage('intake', copyMeasure(dumpPath, workFolder));
  const intake = await takeIn({
    dumpPath,
    where,
    workFolder,
    allowances: lane.allow,
    budgetBytes: budgetBytesOf(config),
    signal: request.signal,
  });
  read(intake.kind);
  await using scanning = startScan(request, intake, lane.allow);
  const content = await scanning.facts;
  request.signal.throwIfAborted();

  const dump = intake.kind === 'accepted' ? intake.dump : (intake.readable ?? null);
  const attestation = intake.kind === 'accepted' ? intake.dump.attestation : intake.attestation;
  const extensions = dump?.contents.extensions ?? [];
  return {
    where,
    facts: intake.kind === 'accepted' ? intake.dump.facts : intake.facts,
    contents: dump?.contents ?? null,
    attestation: attestation ?? null,
    scan: content === null ? null : content.result,
    findings: [
      ...intake.findings,
      ...(content?.findings ?? []),
      ...extensionFindings(extensions, config.extensions),
    ],
    allowed: [...intake.allowed, ...(content?.allowed ?? [])],
    allowedExtensions: config.extensions,
  };
}

/** What a rehearsal would find as soon as it has a server. */
function extensionFindings(
  wanted: readonly { readonly name: string }[],
  allowed: readonly string[],
): Finding[] {
  return wanted
    .filter(({ name }) => !allowed.includes(name))
    .map(({ name }) =>
      finding(
        'RESTORE_EXTENSION_NOT_ALLOWED',
        `extension "${name}"`,
        'it is not on the allow-list',
      ),
    );
}
