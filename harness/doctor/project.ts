// Judges what a rehearsal would be told: configuration, spec, lane, scenarios, seal, dump.
import { CODES, type Finding, type Judgement } from '../kernel/index.ts';
import type { Attestation, DumpFacts } from '../intake/contract.ts';
import { amount } from './amount.ts';
import { broken, held, untold, waitsFor } from './check.ts';
import type { DoctorCheck } from './contract.ts';
import { problemCheck } from './problem-check.ts';

/** What could be read, or every reason why not. */
export type Reading<Value> =
  | { readonly kind: 'read'; readonly value: Value }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] };

export interface ProjectFacts {
  /** Name of the configuration as it was asked for. */
  readonly config: Reading<{ readonly name: string }>;
  /** null where there is no configuration to read them by. */
  readonly inputs: Reading<{ readonly scenarios: number; readonly surfaces: number }> | null;
  readonly seal: {
    readonly judgement: Judgement;
    readonly sealed: number;
    readonly identical: number;
  } | null;
  /** Why nothing can be written where packets go; null where it can. */
  readonly evidence: { readonly folder: string; readonly refusal: string | null } | null;
  readonly dump: DumpSeen | null;
}

export interface DumpSeen {
  readonly name: string;
  /** Whether it was named on the command line: then a rehearsal of this very dump is asked about. */
  readonly isAskedFor: boolean;
  readonly bytes: number | null;
  readonly outcome:
    | { readonly kind: 'accepted'; readonly facts: DumpFacts; readonly attestation: Attestation }
    | {
        readonly kind: 'missing' | 'refused';
        readonly facts: Partial<DumpFacts>;
        readonly findings: readonly Finding[];
      }
    /** Too large to be read for a first look, or no room for its copy. */
    | { readonly kind: 'not-read'; readonly why: string };
}

export function judgeProject(facts: ProjectFacts): DoctorCheck[] {
  return [
    judgeConfig(facts.config),
    judgeInputs(facts.inputs),
    judgeSeal(facts.seal),
    judgeEvidence(facts.evidence),
    judgeDump(facts.dump),
  ];
}

function judgeConfig(config: ProjectFacts['config']): DoctorCheck {
  return config.kind === 'read'
    ? held('configuration', config.value.name)
    : problemCheck('configuration', config.findings);
}

function judgeInputs(inputs: ProjectFacts['inputs']): DoctorCheck {
  if (inputs === null) return waitsFor('inputs', 'configuration');
  if (inputs.kind === 'refused') return problemCheck('inputs', inputs.findings);
  const { scenarios, surfaces } = inputs.value;
  return held('inputs', `${scenarios} scenarios, ${surfaces} surfaces, all readable`);
}

function judgeSeal(seal: ProjectFacts['seal']): DoctorCheck {
  const remedy = 'run "make gate" to see which file; once all changes are meant, "make seal".';
  if (seal === null) return untold('seal', 'the manifest could not be asked', remedy);
  const said = `${seal.identical} of ${seal.sealed} sealed files are byte-identical`;
  if (seal.judgement === 'HELD') return held('seal', said);
  return seal.judgement === 'NOT_HELD'
    ? broken('seal', said, remedy)
    : untold('seal', said, remedy);
}

function judgeEvidence(evidence: ProjectFacts['evidence']): DoctorCheck {
  if (evidence === null) return waitsFor('evidence-folder', 'configuration');
  if (evidence.refusal === null)
    return held('evidence-folder', `${evidence.folder}, may be written`);
  const remedy = 'give this user the right to write there, or name another folder: "evidence".';
  return broken('evidence-folder', `${evidence.folder}: ${evidence.refusal}`, remedy);
}

function judgeDump(dump: DumpSeen | null): DoctorCheck {
  if (dump === null) return waitsFor('dump', 'configuration');
  return { ...judgeSeen(dump), needed: dump.isAskedFor };
}

function judgeSeen({ name, bytes, outcome }: DumpSeen): DoctorCheck {
  const size = bytes === null ? '' : `, ${amount(bytes)}`;
  switch (outcome.kind) {
    case 'accepted': {
      const { format, serverMajor } = outcome.facts;
      return held('dump', `${name}: ${format}, Postgres ${serverMajor}${size}, attested`);
    }
    case 'not-read':
      return untold('dump', `${name}${size}: ${outcome.why}`, `run "make inspect DUMP=${name}".`);
    case 'missing':
    case 'refused': {
      const isAbsent = outcome.findings.some(({ code }) => code === 'INTAKE_DUMP_MISSING');
      // An empty drop point is no fault of anybody: the dump is what comes next.
      return isAbsent
        ? untold('dump', `none at ${name} yet`, CODES.INTAKE_DUMP_MISSING.hint)
        : problemCheck('dump', outcome.findings);
    }
  }
}
