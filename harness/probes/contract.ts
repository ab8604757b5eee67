// Bad-input probes: what goes in, through which door, and what each came to.
import { z } from 'zod';
import { JUDGEMENTS, type Code, type Finding } from '../kernel/index.ts';

/**
 * Where a bad input comes in: the configuration's file, the process's environment, a dump's file, a
 * packet's folder, the seal gate; a container of its own, a restored clone, and all that goes out.
 */
export const PROBE_DOORS = [
  'config',
  'environment',
  'dump',
  'packet',
  'gate',
  'container',
  'clone',
  'output',
] as const;
export type ProbeDoor = (typeof PROBE_DOORS)[number];

export const PROBE_OUTCOMES = [
  'FAILED_CLOSED',
  'FAILED_OPEN',
  'NOT_DECIDED',
  'N/A_NO_CLONE',
] as const;
export type ProbeOutcome = (typeof PROBE_OUTCOMES)[number];

/** `BROKE`: the door threw, or the input did not become what it was to be. */
export const PROBE_ANSWERS = ['ALLOWED', 'REFUSED', 'BROKE', 'NOT_ASKED'] as const;
export type ProbeAnswer = (typeof PROBE_ANSWERS)[number];

/** One real input at one real door. */
export interface ProbeAttempt {
  /** Kebab-case, unlike every other of its probe. */
  readonly id: string;
  readonly door: ProbeDoor;
  /** What goes in, in a few words. */
  readonly input: string;
  /** Whether it asks for an engine and a clone. */
  readonly needsClone: boolean;
  /** Exactly the codes it must be refused with. */
  readonly codes: readonly Code[];
}

export interface Probe {
  /** Kebab-case, e.g. `request-cutover`. */
  readonly id: string;
  readonly kind: 'request' | 'clone';
  /** What the inputs try, in a few words. */
  readonly tries: string;
  readonly attempts: readonly ProbeAttempt[];
}

/** What a door said to an input. */
export interface DoorAnswer {
  readonly allowed: boolean;
  readonly findings: readonly Finding[];
  /** What came out of a door that lets text out. */
  readonly output?: string;
}

/** What was seen at a door; all that an outcome is judged from. */
export interface AttemptFacts {
  readonly answer: ProbeAnswer;
  /** To the same input without the one bad thing: refused too, a refusal shows nothing. */
  readonly twin: ProbeAnswer;
  readonly found_codes: readonly string[];
  /** Whether an answer held a word that reads as authority. */
  readonly token_leaked: boolean;
}

const leftovers = z.strictObject({
  containers: z.int().nonnegative(),
  volumes: z.int().nonnegative(),
  networks: z.int().nonnegative(),
  socket_folders_gone: z.boolean(),
});
export type ProbeLeftovers = z.infer<typeof leftovers>;

/** Everything that the result is judged from. */
export interface ProbesFacts {
  /** Whether the run has a clone: then every attempt is asked for. */
  readonly withClone: boolean;
  /** By `<probe>/<attempt>`. */
  readonly attempts: ReadonlyMap<string, AttemptFacts>;
  readonly control: Omit<AttemptFacts, 'twin'>;
  /** What the engine still had of the probes' own containers; null where it was not asked. */
  readonly leftovers: ProbeLeftovers | null;
}

const codes = z.array(z.string());
const attempt = z.strictObject({
  id: z.string(),
  door: z.enum(PROBE_DOORS),
  input: z.string(),
  needs_clone: z.boolean(),
  expected_codes: codes,
  found_codes: codes,
  answer: z.enum(PROBE_ANSWERS),
  twin: z.enum(PROBE_ANSWERS),
  token_leaked: z.boolean(),
  outcome: z.enum(PROBE_OUTCOMES),
});

/** `bad-input-probes.json` */
export const probesResultSchema = z.strictObject({
  version: z.literal(1),
  /**
   * HELD: every attempt of every probe failed closed, the control was allowed, no word of authority
   * came out, and nothing is left on the engine. N/A_NO_CLONE: the same of what needs no clone.
   */
  judgement: z.enum([...JUDGEMENTS, 'N/A_NO_CLONE']),
  with_clone: z.boolean(),
  probes: z.array(
    z.strictObject({
      id: z.string(),
      kind: z.enum(['request', 'clone']),
      tries: z.string(),
      attempts: z.array(attempt),
      /** The worst of its attempts. */
      outcome: z.enum(PROBE_OUTCOMES),
    }),
  ),
  /** A well-formed request with a proof that holds. */
  control: z.strictObject({
    answer: z.enum(PROBE_ANSWERS),
    found_codes: codes,
    token_leaked: z.boolean(),
  }),
  control_allowed: z.boolean(),
  any_fail_open: z.boolean(),
  forbidden_token_leaked: z.boolean(),
  leftovers: leftovers.nullable(),
  findings: z.array(z.strictObject({ code: z.string(), where: z.string(), what: z.string() })),
});
export type ProbesResult = z.infer<typeof probesResultSchema>;

export interface ProbesRun {
  readonly result: ProbesResult;
  readonly findings: readonly Finding[];
}
