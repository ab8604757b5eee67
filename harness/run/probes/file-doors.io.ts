// The doors that need no engine, as a run and its commands open them: real files in, an answer out.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { configSchema } from '../../config/index.ts';
import { checkSeal } from '../../gate/index.ts';
import { readData, takeIn, type IntakeOutcome } from '../../intake/index.ts';
import { Problem } from '../../kernel/index.ts';
import type { DoorAnswer } from '../../probes/index.ts';
import { readPacketFile, validateRollbackEvidence } from '../../proof/index.ts';
import { readConfig } from '../config.io.ts';
import { scanContent } from '../content.io.ts';
import type { ContentFacts } from '../contract.ts';
import { readWholePacket } from '../whole-packet.io.ts';

/** A broken one can be handed in, to be found out. */
export interface FileDoors {
  /** A whole rehearsal.config.yaml. */
  readConfig(file: string): Promise<DoorAnswer>;
  /** A dump with its sidecar; `folder` is private and holds nothing else. */
  takeDump(dump: string, folder: string): Promise<TakenDump>;
  /** What `rehearse validate` does with a proof's file. */
  readProof(file: string): Promise<DoorAnswer>;
  /** What `rehearse verify` does with a packet's folder. */
  verifyPacket(folder: string): Promise<DoorAnswer>;
  /** What `rehearse gate` does with a tree. */
  checkSeal(root: string, manifest: string): Promise<DoorAnswer>;
}

export interface TakenDump {
  readonly answer: DoorAnswer;
  readonly intake: IntakeOutcome;
  readonly content: ContentFacts | null;
}

export const FILE_DOORS: FileDoors = {
  readConfig: async (file) => {
    try {
      await readConfig(file);
      return { allowed: true, findings: [] };
    } catch (error) {
      if (error instanceof Problem) return { allowed: false, findings: error.findings };
      throw error;
    }
  },
  takeDump,
  readProof: async (file) => {
    const read = await readPacketFile(file, path.basename(file), { followsLink: false });
    if (read.kind === 'refused') return { allowed: false, findings: [read.finding] };
    if (read.kind === 'absent') throw new TypeError('a probe whose proof is not there');
    const { judgement, findings } = validateRollbackEvidence(read.bytes);
    return { allowed: judgement === 'HELD', findings };
  },
  verifyPacket: async (folder) => {
    const { verdict } = await readWholePacket(folder, null);
    return { allowed: verdict.judgement === 'HELD', findings: verdict.findings };
  },
  checkSeal: async (root, manifest) => {
    const { judgement, findings } = await checkSeal(root, manifest);
    return { allowed: judgement === 'HELD', findings };
  },
};

/** A team's allow-lists and bounds are no matter of a probe. */
const DEFAULTS: Parameters<typeof scanContent>[1] = {
  limits: configSchema.shape.limits.parse({}),
  scan: configSchema.shape.scan.parse({}),
};

async function takeDump(dumpPath: string, folder: string): Promise<TakenDump> {
  const workFolder = path.join(folder, 'staged');
  await mkdir(workFolder, { mode: 0o700 });
  const intake = await takeIn({ dumpPath, where: path.basename(dumpPath), workFolder });
  // As a run does: what is refused for what it is, is read for what it holds all the same.
  const dump = intake.kind === 'accepted' ? intake.dump : intake.readable;
  const content =
    dump === undefined
      ? null
      : await scanContent(readData(dump), DEFAULTS, [], new AbortController().signal);
  const answer = {
    allowed: intake.kind === 'accepted' && content?.judgement === 'HELD',
    findings: [...intake.findings, ...(content?.findings ?? [])],
  };
  return { answer, intake, content };
}
