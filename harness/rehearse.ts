// The story of one run, from the operator's dump to the packet. Each stage takes what the one
// before it returned; whatever was started is gone before anything is judged.
import path from 'node:path';
import { gateSelftest } from './gate/index.ts';
import { takeIn } from './intake/index.ts';
import type { Finding, Status } from './kernel/index.ts';
import type { InputFile } from './evidence/index.ts';
import { assemble } from './run/assemble.ts';
import { runTime } from './run/clock.io.ts';
import type { RunRequest } from './run/contract.ts';
import { copyMeasure } from './run/copied.io.ts';
import { readInputs, rereadExecutor, rereadInputs } from './run/inputs.io.ts';
import { rehearseOnClone } from './run/on-clone.io.ts';
import { budgetBytesOf, startScan } from './run/content.io.ts';
import { inputsOfPart } from './run/part.ts';
import { choosePacketFolder, writeEvidence, type Packet } from './run/packet.io.ts';
import { probedClone, startProbes } from './run/probes/probes.io.ts';
import { roleFindings } from './run/role.ts';
import { withinTime } from './run/time-limit.io.ts';
import { makeWorkFolder } from './sandbox/index.ts';

export interface Outcome {
  readonly status: Status;
  readonly fullStatus: string;
  readonly findings: readonly Finding[];
  readonly packet: Packet;
  /** Every file that it was told by, from the configuration's folder. */
  readonly inputs: readonly InputFile[];
}

/** @throws Problem for usage errors and internal faults; verdicts are returned, never thrown */
export async function rehearse(request: RunRequest): Promise<Outcome> {
  return await withinTime(request, rehearseAll);
}

async function rehearseAll(request: RunRequest): Promise<Outcome> {
  const { config, progress, signal, transport } = request;
  const over = transport === undefined ? {} : { transport };
  const startedAt = runTime();
  const inputs = inputsOfPart(await readInputs(config), request.part ?? null);
  const place = await choosePacketFolder(request, startedAt);
  await using work = await makeWorkFolder();

  const workFolder = path.join(work.path, 'staged');
  const read = progress.stage('intake', copyMeasure(request.dumpPath, workFolder));
  const dump = { dumpPath: request.dumpPath, where: request.dumpName };
  const found = await takeIn({
    ...dump,
    workFolder,
    allowances: inputs.lane.allow,
    budgetBytes: budgetBytesOf(config),
    signal,
  });
  const intake = roleFindings(found, inputs);
  read(intake.kind);
  signal.throwIfAborted();
  // All rows are looked through while the dump is restored; no scenario begins before the answer.
  await using scanning = startScan(request, intake, inputs.lane.allow);

  const selftest = await gateSelftest(work.path);
  signal.throwIfAborted(); // nothing is begun on an engine for whoever has left
  await using probing = startProbes({
    workFolder: work.path,
    lane: inputs.lane,
    selftest,
    clone: intake.kind === 'accepted' ? probedClone(config, intake.dump.facts, over) : null,
    say: progress.say,
    signal,
  });

  const clone =
    intake.kind === 'accepted'
      ? await rehearseOnClone({
          dump: intake.dump,
          inputs,
          scanning,
          runId: work.runId,
          workFolder: work.path,
          cloneMethod: request.cloneMethod,
          jobs: request.jobs,
          ...over,
          progress,
          signal,
        })
      : null;

  const content = await scanning.facts;
  signal.throwIfAborted();

  const proving = progress.stage('selftests and probes');
  const probes = await probing.judged();
  const executor = await rereadExecutor(inputs);
  const assembled = assemble({
    inputs: await rereadInputs(inputs),
    intake,
    content,
    clone,
    executor,
    gateSelftest: selftest,
    probes,
  });
  proving(`${probes.result.probes.length} probes, ${probes.result.judgement}`);

  const evidence = { request, inputs, assembled, work, clone, startedAt, place };
  const packet = await writeEvidence(evidence);
  const { status, fullStatus, findings } = assembled;
  return { status, fullStatus, findings, packet, inputs: inputs.files };
}
