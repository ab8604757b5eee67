// Puts together what the passes of one scenario saw, and judges it; the proof is judged later.
import { CODES, finding, weakest, type Finding, type Judgement } from '../../kernel/index.ts';
import type { Scenario, StartingPoint, Witnesses } from '../contract.ts';
import { determinismOf, endsElsewhere, type Determinism } from './determinism.ts';
import type { ScenarioEvidence, ScenarioRun } from '../evidence-contract.ts';
import { expectationsJudgement, judgeExpectations, type SeenChange } from './expectations.ts';
import type { Pass } from '../passes/pass.ts';
import type { ReadOnlyPass } from '../passes/pass-read-only.io.ts';
import type { Reference } from '../passes/reference.io.ts';
import { judgeRollback, type JudgedRollback } from './rollback.ts';
import { undeclaredFindings } from './touched.ts';

export interface ChainPlace {
  readonly id: string;
  readonly place: number;
}

export interface About {
  readonly scenario: Scenario;
  readonly role: string;
  readonly place: ChainPlace | null;
  readonly witnesses: Pick<Witnesses, 'changedParts' | 'masked'>;
}

export interface ScenarioParts extends About {
  readonly start: StartingPoint;
  readonly passes: readonly Pass[];
  readonly reference: Reference | null;
}

export function scenarioRun(parts: ScenarioParts): ScenarioRun {
  const { scenario, start, passes, reference, witnesses } = parts;
  const { changedParts } = witnesses;
  const twice = determinismOf(passes, reference?.print ?? null, changedParts);
  const seen = seenChanges(passes);
  const expectations = judgeExpectations(
    scenario,
    seen,
    twice.deterministic === 'NO' ? 'unlike' : 'alike',
  );
  const judged = passes.map((pass): JudgedRollback =>
    judgeRollback({
      scenario,
      start,
      pass,
      varies: twice.varies,
      endsElsewhere: endsElsewhere(pass, scenario.kind, twice.varies, changedParts),
      witnesses,
    }),
  );
  const own: Finding[] = [
    ...(reference?.findings ?? []),
    ...(twice.deterministic === 'NO'
      ? [finding('SCENARIO_NOT_DETERMINISTIC', scenario.id, `${twice.varies.join(', ')} varies`)]
      : []),
    ...undeclaredFindings(scenario, seen),
    ...expectations.flatMap((each) => each.findings),
  ];
  const evidence: ScenarioEvidence = {
    ...blank(parts),
    judgement: weakest([
      forces(own),
      expectationsJudgement(expectations),
      ...judged.map(({ rollback }) => rollback.judgement),
      ...(judged.length === 0 ? (['NOT_DECIDED'] as const) : []),
      // Whether it ends the same each time must have been seen; that it does not is a note.
      twice.deterministic === 'NOT_DECIDED' ? 'NOT_DECIDED' : 'HELD',
    ]),
    ...twice,
    varies: [...twice.varies],
    verified: verifiedAs(scenario, passes),
    ...changeOf(seen[0] ?? null, twice, changedParts),
    expectations: expectations.map(({ expects, judgement }) => ({ expects, judgement })),
    rollbacks: judged.map(({ rollback }) => rollback),
    findings: copies(own),
  };
  return {
    evidence,
    findings: [...own, ...judged.flatMap((each) => each.findings)],
    times: {
      rollbacks: passes.map(({ times }) => times),
      walBytes: seen[0]?.change.walBytes ?? null,
      locks: seen[0]?.change.locks ?? [],
    },
  };
}

/** A scenario that only reads: the state before and after is one. */
export function readOnlyRun(about: About, start: StartingPoint, read: ReadOnlyPass): ScenarioRun {
  const { scenario, witnesses } = about;
  const differs = (when: string, parts: readonly string[]): Finding[] =>
    parts.map((part) =>
      finding('SCENARIO_CLONE_DIFFERS', scenario.id, `"${part}" differs ${when}`),
    );
  // Nobody watches a scenario that only reads: what it expects of a change stays open.
  const expectations = judgeExpectations(scenario, []);
  const findings: Finding[] = [
    ...read.findings,
    ...expectations.flatMap((each) => each.findings),
    ...differs('before it began', witnesses.changedParts(start.print, read.before)),
    ...witnesses
      .changedParts(read.before, read.after)
      .map((part) => finding('SCENARIO_NOT_RESTORED', scenario.id, `"${part}" is not as before`)),
    ...read.residue.map(({ kind, name }) =>
      finding('SCENARIO_LEFT_RESIDUE', scenario.id, `${kind} "${name}"`),
    ),
  ];
  const told = (print: ReadOnlyPass['before']): string =>
    start.varies.length === 0 ? print.hash : witnesses.masked(print, start.varies).hash;
  const isEqual = read.before.hash === read.after.hash && start.print.hash === read.before.hash;
  const evidence: ScenarioEvidence = {
    ...blank(about),
    judgement: weakest([
      forces(findings),
      expectationsJudgement(expectations),
      isEqual ? 'HELD' : 'NOT_HELD',
      read.verified,
    ]),
    expectations: expectations.map(({ expects, judgement }) => ({ expects, judgement })),
    verified: scenario.verify === null ? 'NOT_ASKED' : read.verified,
    read_only: { before_hash: told(read.before), after_hash: told(read.after) },
    findings: copies(findings),
  };
  return { evidence, findings, times: { rollbacks: [], walBytes: null, locks: [] } };
}

/** A scenario that its own setup, or a step before it, kept from being rehearsed. */
export function unreachedRun(about: About, findings: readonly Finding[]): ScenarioRun {
  const evidence: ScenarioEvidence = {
    ...blank(about),
    judgement: weakest([forces(findings), 'NOT_DECIDED']),
    findings: copies(findings),
  };
  return { evidence, findings, times: { rollbacks: [], walBytes: null, locks: [] } };
}

/** The run of a chain's step with what its staircase came to. */
export function withStaircase(
  run: ScenarioRun,
  about: About,
  start: StartingPoint,
  pass: Pass,
): ScenarioRun {
  const { rollback, findings } = judgeRollback({
    scenario: about.scenario,
    start,
    pass,
    varies: run.evidence.varies,
    endsElsewhere: [],
    witnesses: about.witnesses,
  });
  return {
    evidence: {
      ...run.evidence,
      judgement: weakest([run.evidence.judgement, rollback.judgement]),
      rollbacks: [...run.evidence.rollbacks, rollback],
    },
    findings: [...run.findings, ...findings],
    times: { ...run.times, rollbacks: [...run.times.rollbacks, pass.times] },
  };
}

function blank({ scenario, role, place }: About): ScenarioEvidence {
  return {
    id: scenario.id,
    title: scenario.title,
    kind: scenario.kind,
    role,
    judgement: 'NOT_DECIDED',
    chain: place,
    files: { ...scenario.files },
    executor: scenario.executor,
    has_setup: scenario.setup !== null,
    deterministic: 'NOT_ASKED',
    varies: [],
    verified: scenario.verify === null ? 'NOT_ASKED' : 'NOT_DECIDED',
    tables_changed: [],
    rows_changed: null,
    locks: [],
    rewritten: [],
    expectations: [],
    read_only: null,
    rollbacks: [],
    findings: [],
  };
}

/** Every pass that saw the change through; the first of them tells what it does. */
function seenChanges(passes: readonly Pass[]): SeenChange[] {
  return passes.flatMap(({ change, before, applied }) =>
    change !== null && before !== null && applied !== null ? [{ change, before, applied }] : [],
  );
}

function changeOf(
  seen: SeenChange | null,
  { varies }: Determinism,
  changedParts: Witnesses['changedParts'],
): Pick<ScenarioEvidence, 'tables_changed' | 'rows_changed' | 'locks' | 'rewritten'> {
  if (seen === null) return { tables_changed: [], rows_changed: null, locks: [], rewritten: [] };
  const { change, before, applied } = seen;
  const byName = <Item>(name: (item: Item) => string, items: readonly Item[]): Item[] =>
    [...items].sort((left, right) => (name(left) < name(right) ? -1 : 1));
  const rows =
    change.rows?.filter(({ inserted, updated, deleted }) => inserted + updated + deleted > 0) ??
    null;
  return {
    tables_changed: changedParts(before, applied),
    rows_changed:
      rows === null || varies.length > 0
        ? null
        : byName(({ table }) => table, rows).map((each) => ({ ...each })),
    locks: byName(({ relation }) => relation, change.locks).map(({ relation, mode, how }) => ({
      relation,
      mode,
      how,
    })),
    rewritten: [...change.rewritten].sort(),
  };
}

function verifiedAs(scenario: Scenario, passes: readonly Pass[]): ScenarioEvidence['verified'] {
  if (scenario.verify === null) return 'NOT_ASKED';
  const findings = passes.flatMap((pass) => pass.findings);
  if (findings.some(({ code }) => code === 'SCENARIO_NOT_VERIFIED')) return 'NOT_HELD';
  return passes.length > 0 && passes.every(({ applied }) => applied !== null)
    ? 'HELD'
    : 'NOT_DECIDED';
}

function forces(findings: readonly Finding[]): Judgement {
  return findings.some(({ code }) => CODES[code].forces !== null) ? 'NOT_HELD' : 'HELD';
}

function copies(findings: readonly Finding[]): { code: string; where: string; what: string }[] {
  return findings.map((each) => ({ ...each }));
}
