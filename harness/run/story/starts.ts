// Where each scenario began: at the baseline, or where the step before it in its chain ended.
import { finding, type Finding } from '../../kernel/index.ts';
import type { Rollback, ScenarioEvidence } from '../../scenario/evidence-contract.ts';
import { beginningOf } from './baseline.ts';
import { EXECUTION, type TreeDocuments } from './documents.ts';

export function startFindings(tree: TreeDocuments): Finding[] {
  const { baseline, scenarios } = tree[EXECUTION];
  if (baseline === null) return [];
  const beginning = beginningOf(baseline);
  // Said in baseline.ts already: of a baseline that is none, nothing can begin.
  if (beginning === null) return [];
  const { whole } = beginning;
  let { transactional } = beginning;
  const findings: Finding[] = [];
  const must = (holds: boolean, at: string, what: string): void => {
    if (!holds) findings.push(finding('PACKET_STORY_START', `${EXECUTION} ${at}`, what));
  };
  for (const [index, scenario] of scenarios.entries()) {
    const at = `scenarios[${index}]`;
    const { read_only: read } = scenario;
    const below = belowOf(scenarios, index);
    const isAtBaseline = !scenario.has_setup && below === 'baseline';
    if (isAtBaseline && read !== null) {
      // Where its clone differed, that was found, and it holds nothing.
      const isSame = read.before_hash === whole || scenario.judgement === 'NOT_HELD';
      must(isSame, `${at}.read_only.before_hash`, AT_BASELINE);
    }
    for (const [place, rollback] of scenario.rollbacks.entries()) {
      if (!isAtBaseline || !isLooked(rollback)) continue;
      const { expected_hash: expected, row_count_before: rows } = rollback;
      // Where the baseline's own is not known, it is that of the first that begins there.
      transactional ??= isWhole(rollback) ? null : expected;
      const hash = isWhole(rollback) ? whole : transactional;
      const from = `${at}.rollbacks[${place}]`;
      must(expected === hash, `${from}.expected_hash`, AT_BASELINE);
      const isOther = rollback.before_hash !== hash;
      must(isOther || rows === baseline.row_count, `${from}.row_count_before`, AT_BASELINE);
    }
    const steps = scenarios.slice(0, index).filter(({ chain }) => isOfOne(chain, scenario.chain));
    must(isOneStart(scenario), `${at}.rollbacks`, 'its ways back do not begin from one state');
    // From here on only where nothing varied: what varies is hidden, and by other names each time.
    if (![...steps, scenario].every(({ deterministic }) => isSettled(deterministic))) continue;
    must(isOneEnd(scenario), `${at}.rollbacks`, 'its changes do not end in one state');
    if (below === 'baseline' || below === null || scenario.has_setup) continue;
    must(isLinked(below, scenario), `${at}.rollbacks`, NOT_LINKED);
    if (read === null || scenario.judgement === 'NOT_HELD') continue;
    const ends = endsOf(below, true);
    const isThere = ends.size === 0 || ends.has(read.before_hash);
    must(isThere, `${at}.read_only.before_hash`, NOT_LINKED);
  }
  return findings;
}

const AT_BASELINE = 'it begins at the baseline, whose own is another';
const NOT_LINKED = 'it does not begin where the step before it ended';

/**
 * What it stands on: the baseline, or the last step before it in its chain that changed something.
 * A step that only reads leaves what it finds; null where its setup made a state of its own.
 */
function belowOf(
  scenarios: readonly ScenarioEvidence[],
  index: number,
): ScenarioEvidence | 'baseline' | null {
  const chain = scenarios[index]?.chain ?? null;
  if (chain === null || chain.place === 1) return 'baseline';
  for (const before of scenarios.slice(0, index).toReversed()) {
    if (!isOfOne(before.chain, chain)) return null; // said in plan.ts
    if (before.kind !== 'read-only') return before;
    if (before.has_setup) return null;
    if (before.chain?.place === 1) return 'baseline';
  }
  return null;
}

/** No ROLLBACK and no script moves a sequence back: their hashes leave sequence values out. */
function isWhole({ rollback_class: rollbackClass }: Rollback): boolean {
  return rollbackClass === 'RB-CLONE-SNAP';
}

/** One that was not begun names the state that it would have begun from. */
function isLooked({ before_hash: before }: Rollback): boolean {
  return before !== null;
}

function isSettled(deterministic: ScenarioEvidence['deterministic']): boolean {
  return deterministic === 'YES' || deterministic === 'NOT_ASKED';
}

function isOfOne(one: ScenarioEvidence['chain'], other: ScenarioEvidence['chain']): boolean {
  return one !== null && other !== null && one.id === other.id;
}

function isOneStart({ rollbacks }: ScenarioEvidence): boolean {
  return [true, false].every((whole) => {
    const alike = rollbacks.filter((each) => isWhole(each) === whole && isLooked(each));
    return new Set(alike.map(({ expected_hash: hash }) => hash)).size <= 1;
  });
}

/** Of every way that applied the change itself. */
function isOneEnd(scenario: ScenarioEvidence): boolean {
  return [true, false].every((whole) => endsOf(scenario, whole).size <= 1);
}

function endsOf({ rollbacks }: ScenarioEvidence, whole: boolean): ReadonlySet<string> {
  return new Set(
    rollbacks
      .filter((each) => each.way !== 'staircase' && isWhole(each) === whole)
      .flatMap(({ after_apply_hash: hash }) => hash ?? []),
  );
}

function isLinked(before: ScenarioEvidence, after: ScenarioEvidence): boolean {
  return [true, false].every((whole) => {
    const ends = endsOf(before, whole);
    const begins = after.rollbacks.filter((each) => isWhole(each) === whole && isLooked(each));
    return (
      ends.size === 0 || begins.every(({ expected_hash: hash }) => hash !== null && ends.has(hash))
    );
  });
}
