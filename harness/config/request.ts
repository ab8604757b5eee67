// Judges what a request asks for, before anything is started: allowed is only what is on the list.
import type { z } from 'zod';
import {
  canonicalJson,
  defuseTokens,
  finding,
  formFaults,
  suggestion,
  type Code,
  type Finding,
  type Judgement,
} from '../kernel/index.ts';
import {
  REQUEST_ACTIONS,
  REQUEST_CLAIM,
  REQUEST_TARGET,
  requestSchema,
  type ProofJudge,
  type RequestVerdict,
} from './request-contract.ts';
import { namesProduction, wishesIn } from './request-words.ts';

/**
 * The request as parsed from YAML or JSON, of any shape. `where` is its place for messages, e.g.
 * `rehearsal.config.yaml request`. All findings are returned; one is enough to refuse. Where no
 * validator is handed in, no proof holds and every claim is refused.
 */
export function judgeRequest(
  document: unknown,
  where: string,
  judgeProof: ProofJudge = nobodyJudges,
): RequestVerdict {
  const named = [
    ...targetFindings(document, where),
    ...laneFindings(document, where),
    ...actionFindings(document, where),
    ...claimsFindings(document, where, judgeProof),
    ...extraKeyFindings(document, where, ['target', 'lane', 'actions', 'claims']),
  ];
  const parsed = requestSchema.safeParse(document);
  const findings = [...named, ...shapeFindings(parsed.error?.issues ?? [], document, where, named)];
  return { allowed: parsed.success && findings.length === 0, findings };
}

function nobodyJudges(): Judgement {
  return 'NOT_DECIDED';
}

function targetFindings(document: unknown, where: string): Finding[] {
  const target = at(document, 'target');
  if (target === undefined || target === REQUEST_TARGET) return [];
  const codes: Code[] = ['REQUEST_TARGETS_PRODUCTION', ...wishesIn(textOf(target))];
  return codes.map((code) => finding(code, `${where}.target`, `target ${shown(target)}`));
}

function laneFindings(document: unknown, where: string): Finding[] {
  const lane = at(document, 'lane');
  if (typeof lane !== 'string') return [];
  const codes = wishesIn(lane);
  if (namesProduction(lane)) codes.unshift('REQUEST_TARGETS_PRODUCTION');
  return codes.map((code) => finding(code, `${where}.lane`, `lane ${shown(lane)}`));
}

function actionFindings(document: unknown, where: string): Finding[] {
  return listAt(document, 'actions').flatMap((action, index) => {
    if (REQUEST_ACTIONS.some((allowed) => allowed === action)) return [];
    const codes = wishesIn(textOf(action));
    if (namesProduction(textOf(action))) codes.unshift('REQUEST_TARGETS_PRODUCTION');
    if (codes.length === 0) codes.push('REQUEST_ACTION_UNKNOWN');
    const place = `${where}.actions[${index}]`;
    return codes.map((code) => finding(code, place, `action ${shown(action)}`));
  });
}

function claimsFindings(document: unknown, where: string, judgeProof: ProofJudge): Finding[] {
  return listAt(document, 'claims').flatMap((claim, index) => {
    const place = `${where}.claims[${index}]`;
    return [
      ...claimWordFindings(at(claim, 'claim'), place),
      ...(at(claim, 'isolation') === 'proven'
        ? []
        : [finding('REQUEST_ISOLATION_UNPROVEN', `${place}.isolation`, isolationWords(claim))]),
      ...proofFindings(at(claim, 'proof'), place, judgeProof),
      ...extraKeyFindings(claim, place, ['claim', 'isolation', 'proof']),
    ];
  });
}

function isolationWords(claim: unknown): string {
  const isolation = at(claim, 'isolation');
  return isolation === undefined ? 'isolation is not said' : `isolation ${shown(isolation)}`;
}

function claimWordFindings(claim: unknown, place: string): Finding[] {
  if (claim === REQUEST_CLAIM) return [];
  const codes: Code[] = wishesIn(textOf(claim));
  if (namesProduction(textOf(claim))) codes.unshift('REQUEST_CLAIMS_PRODUCTION');
  if (codes.length === 0) codes.push('REQUEST_CLAIM_UNKNOWN');
  return codes.map((code) => finding(code, `${place}.claim`, `claim ${shown(claim)}`));
}

function proofFindings(proof: unknown, place: string, judgeProof: ProofJudge): Finding[] {
  if (proof === undefined || proof === null) {
    return [finding('REQUEST_PROOF_MISSING', `${place}.proof`, 'no proof beside the claim')];
  }
  const judgement = judgeProof(proofTextOf(proof));
  return judgement === 'HELD'
    ? []
    : [finding('REQUEST_PROOF_FAKE', `${place}.proof`, `the validator says ${judgement}`)];
}

/** A value with no JSON form (YAML knows some) is no proof; the empty text never holds. */
function proofTextOf(proof: unknown): string {
  try {
    return canonicalJson(proof);
  } catch {
    return '';
  }
}

/** A key that is not on the list is refused by the schema; here it gets the code of its words. */
function extraKeyFindings(holder: unknown, place: string, known: readonly string[]): Finding[] {
  if (!isRecord(holder)) return [];
  return Object.keys(holder)
    .filter((key) => !known.includes(key))
    .flatMap((key) => {
      const words = `${key} ${textOf(holder[key])}`;
      const codes: Code[] = wishesIn(words);
      if (namesProduction(words)) codes.unshift('REQUEST_TARGETS_PRODUCTION');
      if (codes.length === 0) codes.push('REQUEST_INVALID');
      const near = suggestion(key, known);
      const hint = near === null ? '' : `; ${near}`;
      return codes.map((code) => finding(code, place, `key ${shown(key)} is not known${hint}`));
    });
}

/** What the schema refuses and no finding has named yet; strange keys have theirs. */
function shapeFindings(
  issues: z.ZodError['issues'],
  document: unknown,
  where: string,
  named: readonly Finding[],
): Finding[] {
  const others = issues.filter(({ code }) => code !== 'unrecognized_keys');
  return formFaults({ issues: others }, requestSchema, document)
    .map(({ path, what }) => ({ what, place: placeOf(where, path) }))
    .filter(({ place }) => !named.some((each) => each.where === place))
    .map(({ place, what }) => finding('REQUEST_INVALID', place, defuseTokens(what)));
}

function placeOf(where: string, path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (place, key) => (typeof key === 'number' ? `${place}[${key}]` : `${place}.${String(key)}`),
    where,
  );
}

/** Every word of a value, however deep; bounded, as the value comes from outside. */
function textOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return value.slice(0, 1000);
  if (value === null || typeof value !== 'object' || depth > 5) return '';
  return Object.entries(value)
    .slice(0, 100)
    .map(([key, item]) => `${key} ${textOf(item, depth + 1)}`)
    .join(' ');
}

/** Quoted, bounded, without control characters, and never a word that reads as authority. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : textOf(value) || String(value);
  return defuseTokens(JSON.stringify(text.slice(0, 80)));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Own keys only: a request inherits nothing. */
function at(holder: unknown, key: string): unknown {
  return isRecord(holder) && Object.hasOwn(holder, key) ? holder[key] : undefined;
}

function listAt(holder: unknown, key: string): readonly unknown[] {
  const list = at(holder, key);
  return Array.isArray(list) ? list.slice(0, 100) : [];
}
