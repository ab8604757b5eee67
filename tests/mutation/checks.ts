// What a validator is held against: what every run tries by itself, the cases, and made-up proofs.
import fc from 'fast-check';
import { canonicalJson } from '../../harness/kernel/index.ts';
import {
  exerciseValidator,
  type ProofVerdict,
  type Validate,
  type validatePacketProof,
} from '../../harness/proof/index.ts';
import { BREAKS, type Broken } from '../unit/proof/breaks.ts';
import { CASES } from '../unit/proof/cases.ts';
import { PACKET_CASES } from '../unit/proof/packet-cases.ts';
import { validProof } from '../unit/proof/proofs.ts';

export interface Validator {
  readonly validate: Validate;
  readonly validatePacket: typeof validatePacketProof;
}

export const CHECKS = ['selftest', 'cases', 'property'] as const;
export type Check = (typeof CHECKS)[number];

/** Each check answers with the name of the first thing it finds wrong; null where it finds none. */
export const FAILURE_OF: Readonly<Record<Check, (validator: Validator) => string | null>> = {
  /** Exactly what a run does, even one without a dump. */
  selftest: ({ validate }) => {
    const { result } = exerciseValidator(null, validate);
    if (result.selftest.judgement === 'HELD') return null;
    const failed = result.selftest.cases.find(({ judgement }) => judgement !== 'HELD');
    return failed?.name ?? 'the judgement of all';
  },
  cases: (validator) => ALL_CASES.find(({ isRight }) => !isRight(validator))?.name ?? null,
  property: ({ validate }) => {
    if (!HOLDING.every(({ text, ids }) => validate(text, ids).judgement === 'HELD')) {
      return 'a proof that holds';
    }
    const missed = BROKEN.find(({ broken, codes }) => {
      const { judgement, findings } = validate(broken.input, broken.expectedIds);
      const found = new Set<string>(findings.map(({ code }) => code));
      return judgement === 'HELD' || !codes.every((code) => found.has(code));
    });
    return missed?.name ?? null;
  },
};

interface Expected {
  readonly judgement: string;
  readonly says: readonly string[];
}

function isExactly(verdict: ProofVerdict, { judgement, says }: Expected): boolean {
  const said = verdict.findings.map(({ code, where, what }) => `${code} at ${where}: ${what}`);
  const isOfEntry = verdict.entries.every((entry) => {
    // What only the whole shows is said at an entry's id too, and is none of its own codes.
    const own = verdict.findings.filter(
      ({ code, where }) => where === entry.id && !/^(?:ROLLBACK_ENTRY|PACKET_PROOF)_/.test(code),
    );
    return isSame([...new Set(own.map(({ code }) => code))], entry.codes);
  });
  return verdict.judgement === judgement && isSame(said, says) && isOfEntry;
}

function isSame(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((each, index) => each === right[index]);
}

/** The small ones first: most mutants fail one of them, and need not see the large ones. */
const ALL_CASES = [
  ...CASES.map((each) => ({
    name: each.name,
    size: each.input.length,
    isRight: ({ validate }: Validator) => isExactly(validate(each.input, each.expectedIds), each),
  })),
  ...PACKET_CASES.map((each) => ({
    name: each.name,
    size: each.execution.length,
    isRight: ({ validatePacket }: Validator) =>
      isExactly(validatePacket(each.proof, each.execution), each),
  })),
].sort((left, right) => left.size - right.size);

// Drawn once, from a fixed seed: a mutant that survives today survives tomorrow.
const SEED = 20_260_101;
const HOLDING = fc.sample(validProof, { seed: SEED, numRuns: 40 }).map((proof) => ({
  text: canonicalJson(proof),
  ids: proof.entries.map(({ id }) => id),
}));
const DRAWS = fc.sample(fc.tuple(validProof, fc.nat(), fc.string()), { seed: SEED, numRuns: 3 });
const BROKEN: readonly {
  readonly name: string;
  readonly broken: Broken;
  readonly codes: readonly string[];
}[] = DRAWS.flatMap(([proof, pick, salt], draw) =>
  // What is too large is large each time.
  BREAKS.filter(({ kind }) => draw === 0 || kind !== 'too much').map(
    ({ field, kind, codes, make }) => ({
      name: `${field}: ${kind}`,
      broken: make(proof, pick % proof.entries.length, salt),
      codes,
    }),
  ),
);
