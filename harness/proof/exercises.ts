// Exercises the validator three ways in every run: its examples, this run's proof, a forged copy.
import {
  canonicalJson,
  finding,
  weakest,
  type Code,
  type Finding,
  type Judgement,
} from '../kernel/index.ts';
import type { RollbackEvidence, Validate, ValidatorResult } from './contract.ts';
import { PROOF_EXAMPLES } from './selftest.ts';
import { validateRollbackEvidence } from './validate.ts';

export interface ValidatorExercise {
  readonly result: ValidatorResult;
  readonly findings: readonly Finding[];
}

/** This run's proof and the ids its scenarios must have; null where there was no clone. */
export interface RunProof {
  readonly evidence: RollbackEvidence;
  readonly expectedIds: readonly string[];
}

export function exerciseValidator(
  run: RunProof | null,
  validate: Validate = validateRollbackEvidence,
): ValidatorExercise {
  const selftest = selftestOf(validate);
  const thisRun = run === null ? NO_RUN : judgeRun(run, validate);
  const control = run === null ? NO_CONTROL : forgeAndJudge(run, validate);
  const findings = [
    ...selftest.cases
      .filter(({ judgement }) => judgement !== 'HELD')
      .map((each) => finding('VALIDATOR_SELFTEST_FAILED', each.name, found(each.found_codes))),
    ...thisRun.findings,
    ...controlFindings(control, thisRun.judgement),
  ];
  const judgement =
    run === null && selftest.judgement === 'HELD'
      ? 'N/A_NO_CLONE'
      : weakest([selftest, thisRun, control].flatMap((each) => decided(each.judgement)));
  const result: ValidatorResult = {
    version: 1,
    judgement,
    selftest,
    this_run: { ...thisRun, findings: copies(thisRun.findings) },
    negative_control: control,
    findings: copies(findings),
  };
  return { result, findings };
}

type Judged = Judgement | 'N/A_NO_CLONE';

interface RunVerdict {
  readonly judgement: Judged;
  readonly entries: ValidatorResult['this_run']['entries'];
  readonly findings: readonly Finding[];
}

const FORGED: readonly Code[] = ['ROLLBACK_APPLY_DID_NOT_MUTATE'];
const NO_RUN: RunVerdict = { judgement: 'N/A_NO_CLONE', entries: [], findings: [] };
const NO_CONTROL: ValidatorResult['negative_control'] = {
  judgement: 'N/A_NO_CLONE',
  forged_from: null,
  expected_codes: [...FORGED],
  found_codes: [],
};

/** A validator answers its examples once a process: both are as they are for as long as it lives. */
const SELFTESTS = new WeakMap<Validate, ValidatorResult['selftest']>();

function selftestOf(validate: Validate): ValidatorResult['selftest'] {
  const before = SELFTESTS.get(validate);
  // A copy: whoever writes into a result writes into no other.
  if (before !== undefined) return structuredClone(before);
  const selftest = runSelftest(validate);
  SELFTESTS.set(validate, structuredClone(selftest));
  return selftest;
}

function runSelftest(validate: Validate): ValidatorResult['selftest'] {
  const cases = PROOF_EXAMPLES.map(({ name, text, codes, expectedIds }) => {
    const verdict = validate(text, expectedIds);
    const foundCodes = codesOf(verdict.findings);
    const says = verdict.judgement === 'HELD';
    const right = says === (codes.length === 0) && isSameList(codes, foundCodes);
    return {
      name,
      expected_codes: [...codes],
      found_codes: foundCodes,
      judgement: right ? ('HELD' as const) : ('NOT_HELD' as const),
    };
  });
  return { judgement: weakest(cases.map(({ judgement }) => judgement)), cases };
}

function judgeRun({ evidence, expectedIds }: RunProof, validate: Validate): RunVerdict {
  const { judgement, entries, findings } = validate(canonicalJson(evidence), expectedIds);
  return {
    judgement,
    entries: entries.map((entry) => ({ ...entry, codes: [...entry.codes] })),
    findings,
  };
}

/** Takes the first entry of this run that holds, makes it show no mutation, and hands it in alone. */
function forgeAndJudge(run: RunProof, validate: Validate): ValidatorResult['negative_control'] {
  const entry = run.evidence.entries.find(
    (each) => validate(proofOf(each), [each.id]).judgement === 'HELD',
  );
  // A forged copy of an entry that is broken already would show nothing: not decided.
  if (entry === undefined) return { ...NO_CONTROL, judgement: 'NOT_DECIDED' };
  const forged = { ...entry, after_apply_hash: entry.before_hash };
  const verdict = validate(proofOf(forged), [entry.id]);
  const foundCodes = codesOf(verdict.findings);
  const caught = verdict.judgement !== 'HELD' && isSameList(FORGED, foundCodes);
  return {
    judgement: caught ? 'HELD' : 'NOT_HELD',
    forged_from: entry.id,
    expected_codes: [...FORGED],
    found_codes: foundCodes,
  };
}

function proofOf(entry: RollbackEvidence['entries'][number]): string {
  return canonicalJson({ version: 1, entries: [entry] });
}

/** Where no entry holds, this run's own findings say why there was nothing to forge. */
function controlFindings(control: ValidatorResult['negative_control'], thisRun: Judged): Finding[] {
  const needless = control.judgement === 'NOT_DECIDED' && thisRun !== 'HELD';
  if (control.judgement === 'HELD' || control.judgement === 'N/A_NO_CLONE' || needless) return [];
  const place = control.forged_from ?? 'negative control';
  return [finding('VALIDATOR_CONTROL_FAILED', place, found(control.found_codes))];
}

function decided(judgement: Judged): Judgement[] {
  return judgement === 'N/A_NO_CLONE' ? [] : [judgement];
}

/** Each code once, in the order found. */
function codesOf(findings: readonly Finding[]): Code[] {
  return [...new Set(findings.map(({ code }) => code))];
}

function isSameList(left: readonly string[], right: readonly string[]): boolean {
  return left.length === right.length && left.every((item, index) => item === right[index]);
}

function found(codes: readonly string[]): string {
  return codes.length === 0 ? 'it was found to hold' : `found ${codes.join(', ')}`;
}

function copies(findings: readonly Finding[]): { code: string; where: string; what: string }[] {
  return findings.map((each) => ({ ...each }));
}
