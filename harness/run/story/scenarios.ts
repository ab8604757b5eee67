// What a scenario and its ways back are said to have come to, against their own hashes, counts,
// findings and expectations: never better than these allow.
import { CODES, finding, weakest, type Finding, type Judgement } from '../../kernel/index.ts';
import type { Rollback, ScenarioEvidence } from '../../scenario/evidence-contract.ts';
import { isBetter } from './better.ts';
import { isCode } from './derive.ts';
import { isExpectation, isMet } from './expectations.ts';
import { EXECUTION, type TreeDocuments } from './documents.ts';
import { areNamedApart } from './files.ts';

export function scenarioFindings(tree: TreeDocuments): Finding[] {
  const { scenarios, cluster_residue: left } = tree[EXECUTION];
  const isClean = (left ?? []).every(isUndoable);
  const place = `${EXECUTION} cluster_residue`;
  const rest = isClean ? [] : [finding('PACKET_STORY_SCENARIO', place, ONLY_SEQUENCES)];
  const own = scenarios.flatMap((scenario, index) => {
    const at = `${EXECUTION} scenarios[${index}]`;
    return [
      ...ownFindings(scenario, at),
      ...scenario.rollbacks.flatMap((rollback, place) =>
        rollbackFindings(scenario, rollback, `${at}.rollbacks[${place}]`),
      ),
    ];
  });
  return [...rest, ...own];
}

const BETTER = 'its own facts do not allow it';
type Must = (holds: boolean, key: string, what: string) => void;

function ownFindings(scenario: ScenarioEvidence, at: string): Finding[] {
  const { collected, must } = collector(at);
  const { rollbacks, varies, deterministic, verified, expectations } = scenario;
  must(!isBetter(scenario.judgement, allowedFor(scenario)), 'judgement', BETTER);
  must((deterministic === 'NO') === varies.length > 0, 'deterministic', 'what varies is listed');
  must(
    (deterministic === 'NO') === hasCode(scenario, 'SCENARIO_NOT_DETERMINISTIC'),
    'deterministic',
    'a finding says which it is',
  );
  must(
    (deterministic === 'NOT_ASKED') ===
      (scenario.kind === 'read-only' || applies(scenario).length === 0),
    'deterministic',
    'every change that was made is asked for it, and nothing else',
  );
  if (verified === 'HELD' || verified === 'NOT_DECIDED') {
    must(!isBetter(verified, verifiedBy(scenario)), 'verified', BETTER);
  }
  if (areNamedApart(scenario)) {
    must(hasScript(scenario, 'verify') === (verified !== 'NOT_ASKED'), 'verified', FILE);
    must(hasScript(scenario, 'setup') === scenario.has_setup, 'has_setup', FILE);
  }
  must(
    scenario.tables_changed.length > 0 || applies(scenario)[0]?.judgement !== 'HELD',
    'tables_changed',
    'a change that went back changed something',
  );
  must(scenario.rows_changed === null || varies.length === 0, 'rows_changed', 'their count varies');
  for (const [index, { expects, judgement }] of expectations.entries()) {
    must(isExpectation(expects), `expectations[${index}].expects`, 'no scenario can ask for it');
    const isSeen = judgement !== 'HELD' || isMet(expects, scenario);
    must(isSeen, `expectations[${index}].judgement`, 'what was seen says otherwise');
  }
  must(rollbacks.length > 0 || varies.length === 0, 'varies', 'nothing was applied');
  return collected;
}

const FILE = 'its files say otherwise';

/** A script of its folder, a part of its migration, or what its code handed over. */
function hasScript({ files, executor }: ScenarioEvidence, script: 'setup' | 'verify'): boolean {
  return Object.keys(files)
    .filter((name) => name !== executor)
    .some((name) => name === script || name === `${script}.sql` || name.endsWith(` (${script})`));
}

/** The same sum as the judge's, over what is told of its parts. */
function allowedFor(scenario: ScenarioEvidence): Judgement {
  const { kind, rollbacks, read_only: read, expectations, deterministic, verified } = scenario;
  const parts: Judgement[] = [
    forces(scenario.findings),
    ...expectations.map(({ judgement }) => judgement),
    ...rollbacks.map(({ judgement }) => judgement),
    deterministic === 'NOT_DECIDED' ? 'NOT_DECIDED' : 'HELD',
    verified === 'NOT_ASKED' ? 'HELD' : verified,
  ];
  if (kind === 'read-only') {
    const { before_hash: before = null, after_hash: after = null } = read ?? {};
    return weakest([...parts, same(before, after, true)]);
  }
  return weakest([...parts, rollbacks.length === 0 ? 'NOT_DECIDED' : 'HELD']);
}

function rollbackFindings(scenario: ScenarioEvidence, rollback: Rollback, at: string): Finding[] {
  const { collected, must } = collector(at);
  must(!isBetter(rollback.judgement, allowedBack(rollback)), 'judgement', BETTER);
  const where = `${scenario.id} (${rollback.way})`;
  const told = (code: string): string[] =>
    rollback.findings
      .filter((each) => each.code === code && each.where === where)
      .map(({ what }) => what);
  const isTold = (code: string, whats: readonly string[], key: string): void =>
    must(isSame(told(code), whats), key, `its findings of ${code} say otherwise`);
  isTold(
    'SCENARIO_NOT_RESTORED',
    rollback.not_restored.map((part) => `"${part}" is not as before`),
    'not_restored',
  );
  isTold(
    'SCENARIO_LEFT_RESIDUE',
    rollback.residue
      .filter(({ undoable }) => undoable)
      .map(({ kind, name }) => `${kind} "${name}"`),
    'residue',
  );
  const isOfScript = rollback.rollback_class !== 'RB-CLONE-SNAP';
  const isHonest = (item: ResidueItem): boolean =>
    isUndoable(item) && (item.undoable || isOfScript);
  must(rollback.residue.every(isHonest), 'residue', ONLY_SEQUENCES);
  hashesAndParts(rollback, must);
  return collected;
}

type ResidueItem = Rollback['residue'][number];

function isUndoable({ kind, undoable }: ResidueItem): boolean {
  return undoable || kind === 'sequence';
}

const ONLY_SEQUENCES = 'only a sequence\u2019s going on is beyond a way back, and not of a copy';

function hashesAndParts(rollback: Rollback, must: Must): void {
  const { before_hash: before, after_rollback_hash: after, not_restored: parts } = rollback;
  if (before === null || after === null) {
    must(parts.length === 0, 'not_restored', 'it was not looked at');
    return;
  }
  // What varies is hidden from the hashes, never from the comparison.
  must(parts.length > 0 || before === after, 'not_restored', 'the hashes are not the same');
}

/** By its hashes, counts, parts and findings; what only the witness saw is beyond a packet. */
function allowedBack(rollback: Rollback): Judgement {
  const { expected_hash: expected, before_hash: before } = rollback;
  const { after_apply_hash: applied, after_rollback_hash: after } = rollback;
  const { row_count_before: rows, row_count_after: rowsAfter } = rollback;
  return weakest([
    forces(rollback.findings),
    rollback.not_restored.length === 0 ? 'HELD' : 'NOT_HELD',
    rollback.residue.some(({ undoable }) => undoable) ? 'NOT_HELD' : 'HELD',
    same(expected, before, true),
    same(before, applied, false),
    same(before, after, true),
    same(rows, rowsAfter, true),
  ]);
}

function same(one: unknown, other: unknown, wanted: boolean): Judgement {
  if (one === null || other === null) return 'NOT_DECIDED';
  return (one === other) === wanted ? 'HELD' : 'NOT_HELD';
}

/** Staircases go down over changes that other passes made, and check none. */
function applies({ rollbacks }: ScenarioEvidence): Rollback[] {
  return rollbacks.filter(({ way }) => way !== 'staircase');
}

function verifiedBy(scenario: ScenarioEvidence): Judgement {
  if (scenario.kind === 'read-only') {
    return hasCode(scenario, 'SCENARIO_NOT_VERIFIED') ? 'NOT_HELD' : 'HELD';
  }
  const passes = applies(scenario);
  if (passes.some((pass) => hasCode(pass, 'SCENARIO_NOT_VERIFIED'))) return 'NOT_HELD';
  const isSeen = passes.length > 0 && passes.every(({ after_apply_hash: hash }) => hash !== null);
  return isSeen ? 'HELD' : 'NOT_DECIDED';
}

function forces(findings: readonly { readonly code: string }[]): Judgement {
  const isForced = findings.some(({ code }) => !isCode(code) || CODES[code].forces !== null);
  return isForced ? 'NOT_HELD' : 'HELD';
}

function hasCode(
  { findings }: { readonly findings: readonly { readonly code: string }[] },
  code: string,
): boolean {
  return findings.some((each) => each.code === code);
}

function isSame(one: readonly string[], other: readonly string[]): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function collector(at: string): { readonly collected: Finding[]; readonly must: Must } {
  const collected: Finding[] = [];
  const must: Must = (holds, key, what) => {
    if (!holds) collected.push(finding('PACKET_STORY_SCENARIO', `${at}.${key}`, what));
  };
  return { collected, must };
}
