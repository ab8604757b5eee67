// `log.jsonl`: stages, findings, the host's variables that a surface names, and the status, in that order.
import type { NamedVariable, Timings } from '../evidence/index.ts';
import type { Finding } from '../kernel/index.ts';

export interface LogFacts {
  readonly stages: Timings['stages'];
  readonly findings: readonly Finding[];
  readonly variables: readonly NamedVariable[];
  readonly fullStatus: string;
}

/** One JSON object a line, not yet guarded. */
export function logText({ stages, findings, variables, fullStatus }: LogFacts): string {
  return [
    ...stages.map((each) => JSON.stringify({ event: 'stage', ...each })),
    ...findings.map((each) => JSON.stringify({ event: 'finding', ...each })),
    ...variables.map((each) => JSON.stringify({ event: 'host-variable', ...each })),
    JSON.stringify({ event: 'status', status: fullStatus }),
    '',
  ].join('\n');
}
