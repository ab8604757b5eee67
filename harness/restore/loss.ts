// A restore whose server came to one of its bounds, told as that.
import { finding, type Code, type Finding } from '../kernel/index.ts';
import { lossWords, type Loss } from '../sandbox/contract.ts';
import type { RestoreOutcome } from './contract.ts';

/** What a dump can be refused for; the age of the sandbox is nobody's fault. */
export type RestoreLoss = Exclude<Loss, 'life'>;

const CODES = {
  memory: 'RESTORE_OUT_OF_MEMORY',
  processes: 'RESTORE_OUT_OF_PROCESSES',
  disk: 'RESTORE_DISK_FULL',
} as const satisfies Record<RestoreLoss, Code>;

export function lossFinding(where: string, loss: RestoreLoss): Finding {
  return finding(CODES[loss], where, lossWords(loss));
}

/** In front of the others, which follow from it. */
export function withFinding(outcome: RestoreOutcome, found: Finding): RestoreOutcome {
  const { evidence, findings } = outcome;
  return {
    ...outcome,
    findings: [found, ...findings],
    evidence: {
      ...evidence,
      judgement: 'NOT_HELD',
      findings: [{ ...found }, ...evidence.findings],
    },
  };
}
