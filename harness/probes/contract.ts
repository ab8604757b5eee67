// Bad-input probes: the doors they are pushed through, and what each came to.
import { z } from 'zod';
import { JUDGEMENTS, type Code, type Finding } from '../kernel/index.ts';
import type { IsolationFacts } from '../sandbox/contract.ts';

/** What a door said to an input. */
export interface DoorAnswer {
  readonly allowed: boolean;
  readonly findings: readonly Finding[];
  /** What came out of a door that lets text out. */
  readonly output?: string;
}

/** Files by plain path. */
export type ProbeFiles = Readonly<Record<string, string>>;

/** A table with its columns: name and type, as SQL writes it. */
export interface ProbeTable {
  /** `schema.table` */
  readonly name: string;
  readonly columns: readonly { readonly name: string; readonly type: string }[];
}

/**
 * The harness's own doors, handed in: a probe is only worth something where it goes through the
 * door that real inputs go through. A door that throws leaves its probes undecided.
 */
export interface ProbeDoors {
  /** The `request` section of a configuration, as YAML; claims judged by the validator. */
  judgeRequest(yamlText: string): Promise<DoorAnswer>;
  /** The hardened validator. */
  judgeProof(text: string): Promise<DoorAnswer>;
  /** The seal gate: `sealed` is what the manifest is made of, `found` what stands there now. */
  judgeSeal(sealed: ProbeFiles, found: ProbeFiles): Promise<DoorAnswer>;
  /** RX-0's judge. */
  judgeIsolation(facts: IsolationFacts): Promise<DoorAnswer>;
  /** Table B's judge: a spec, as YAML, against a clone that has this one table. */
  judgeSchema(specText: string, table: ProbeTable): Promise<DoorAnswer>;
  /** Intake and the scan of all content: a plain dump with its attestation sidecar. */
  takeDump(dumpText: string, sidecarText: string): Promise<DoorAnswer>;
  /** What guards everything that leaves the process; allowed means: it left unchanged. */
  guardOutput(text: string): Promise<DoorAnswer>;
}

export interface Probe {
  /** Kebab-case, e.g. `request-cutover`. */
  readonly id: string;
  readonly kind: 'request' | 'clone';
  /** What the input tries, in a few words. */
  readonly tries: string;
  /** Exactly the codes it must be refused with. */
  readonly codes: readonly Code[];
  readonly ask: (doors: ProbeDoors) => Promise<DoorAnswer>;
  /** The same input without the one thing that is bad: must be allowed, or a refusal shows nothing. */
  readonly askTwin: (doors: ProbeDoors) => Promise<DoorAnswer>;
}

export const PROBE_OUTCOMES = ['FAILED_CLOSED', 'FAILED_OPEN', 'NOT_DECIDED'] as const;

/** `bad-input-probes.json` */
export const probesResultSchema = z.strictObject({
  version: z.literal(1),
  /** HELD: every probe failed closed, the control was allowed, no token leaked. */
  judgement: z.enum(JUDGEMENTS),
  probes: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['request', 'clone']),
      tries: z.string(),
      expected_codes: z.array(z.string()),
      found_codes: z.array(z.string()),
      twin_allowed: z.boolean(),
      token_leaked: z.boolean(),
      outcome: z.enum(PROBE_OUTCOMES),
    }),
  ),
  control_allowed: z.boolean(),
  any_fail_open: z.boolean(),
  forbidden_token_leaked: z.boolean(),
  findings: z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() })),
});
export type ProbesResult = z.infer<typeof probesResultSchema>;
