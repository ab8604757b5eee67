// A restore whose server came to one of its bounds, told as that.
import { finding, type Code, type Finding } from '../kernel/index.ts';
import type { Loss } from '../sandbox/contract.ts';
import type { RestoreOutcome } from './contract.ts';

const LOSSES = {
  memory: {
    code: 'RESTORE_OUT_OF_MEMORY',
    what: 'a process of its server was killed: limits.memoryMiB was reached',
  },
  processes: {
    code: 'RESTORE_OUT_OF_PROCESSES',
    what: 'its server was refused a process: limits.pids was reached',
  },
  disk: { code: 'RESTORE_DISK_FULL', what: 'its server was ended: limits.diskMiB was reached' },
} as const satisfies Record<Loss, { readonly code: Code; readonly what: string }>;

export function lossFinding(where: string, loss: Loss): Finding {
  const { code, what } = LOSSES[loss];
  return finding(code, where, what);
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
