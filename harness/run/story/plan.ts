// Every scenario of the plan, once and in order, with no way back that was not planned.
import { finding, type Finding } from '../../kernel/index.ts';
import { WAYS_OF_CLASS } from '../../proof/index.ts';
import { ownMethodsOf, shareOf, type RehearsalPlan } from '../../scenario/index.ts';
import { differences } from './differences.ts';
import { EXECUTION, type TreeDocuments } from './documents.ts';

export function planFindings(tree: TreeDocuments): Finding[] {
  const { plan, scenarios } = tree[EXECUTION];
  const findings: Finding[] = [];
  const must = (holds: boolean, key: string, what: string): void => {
    if (!holds) findings.push(finding('PACKET_STORY_PLAN', `${EXECUTION} ${key}`, what));
  };
  const ids = plan.scenarios;
  const known = new Set(ids);
  must(known.size === ids.length && ids.length > 0, 'plan.scenarios', 'none, or one twice');
  const order = plan.rollbacks.map(({ scenario }) => ids.indexOf(scenario));
  must(
    order.every((place, index) => place >= (order[index - 1] ?? 0)),
    'plan.rollbacks',
    'they are not in the order of the scenarios',
  );
  for (const [index, { way, rollback_class: rollbackClass }] of plan.rollbacks.entries()) {
    const ways: readonly string[] = WAYS_OF_CLASS[rollbackClass];
    must(ways.includes(way), `plan.rollbacks[${index}]`, 'its class has no such way');
  }
  const names = plan.rollbacks.map(({ scenario, way }) => `${scenario}/${way}`);
  must(new Set(names).size === names.length, 'plan.rollbacks', 'one stands twice');
  findings.push(...partFindings(plan));
  if (scenarios.length === 0) return findings;

  const there = scenarios.map(({ id }) => id);
  for (const place of differences(there, [...shareOf(plan).scenarios], 'scenarios')) {
    must(false, place, 'the plan names another');
  }
  for (const [index, { id, kind, rollbacks, chain, read_only: read }] of scenarios.entries()) {
    const planned = plan.rollbacks.filter(({ scenario }) => scenario === id);
    const at = `scenarios[${index}]`;
    must((kind === 'read-only') === (planned.length === 0), `${at}.kind`, KIND);
    must(kind === 'read-only' || read === null, `${at}.read_only`, KIND);
    const own: readonly string[] = ownMethodsOf(kind);
    const isOwn = planned.some(({ way }) => own.includes(way));
    must(kind === 'read-only' || isOwn, `${at}.kind`, 'no way back of its kind was planned');
    const descends = planned.some(({ way }) => way === 'staircase');
    must(chain !== null || !descends, `${at}.chain`, 'only the steps of a chain have a staircase');
    must(chain === null || !known.has(chain.id), `${at}.chain`, 'a scenario has its id');
    must(
      chain?.place !== 1 || scenarios.slice(0, index).every((each) => each.chain?.id !== chain.id),
      `${at}.chain`,
      'it begins twice',
    );
    let next = 0;
    for (const [place, { way, rollback_class: rollbackClass }] of rollbacks.entries()) {
      const found = planned.findIndex(
        (each, from) => from >= next && each.way === way && each.rollback_class === rollbackClass,
      );
      must(found !== -1, `${at}.rollbacks[${place}]`, 'it was not planned, or not in this order');
      next = found + 1;
    }
    const before = scenarios[index - 1]?.chain ?? null;
    must(
      chain === null ||
        chain.place === 1 ||
        (before?.id === chain.id && before.place === chain.place - 1),
      `${at}.chain`,
      'the step before it in its chain is not there',
    );
  }
  return [...findings, ...copiedFindings(tree)];
}

/** A part is some of the plan, in its order, with a way back, and leaves as much to each other one. */
function partFindings(plan: RehearsalPlan): Finding[] {
  const { part, scenarios } = plan;
  if (part === null) return [];
  const share = shareOf(plan);
  const left = new Set(plan.rollbacks.map(({ scenario }) => scenario));
  for (const id of part.scenarios) left.delete(id);
  const isSome =
    part.number <= part.of &&
    differences(part.scenarios, [...share.scenarios]).length === 0 &&
    share.rollbacks.length > 0 &&
    left.size >= part.of - 1 &&
    (part.of > 1 || part.scenarios.length === scenarios.length);
  const what = 'it is no part that a plan can be divided into';
  return isSome ? [] : [finding('PACKET_STORY_PLAN', `${EXECUTION} plan.part`, what)];
}

/** Clones that are copied have one server, and no files of their own that could be brought back. */
function copiedFindings(tree: TreeDocuments): Finding[] {
  const { clone_method: method, clones, scenarios } = tree[EXECUTION];
  if (method !== 'template') return [];
  const wrong = (key: string): Finding =>
    finding('PACKET_STORY_PLAN', `${EXECUTION} ${key}`, 'no clone that is copied can show it');
  const files = (clones?.baseline_untouched ?? null) === null ? [] : ['clones.baseline_untouched'];
  const ways = scenarios.flatMap(({ rollbacks }, index) =>
    rollbacks.flatMap((each, place) => {
      const isSeen = [each.before_hash, each.after_apply_hash, each.after_rollback_hash].some(
        (hash) => hash !== null,
      );
      const isOfServer = each.way === 'storage' || each.way === 'pitr';
      return isOfServer && isSeen ? [`scenarios[${index}].rollbacks[${place}]`] : [];
    }),
  );
  return [...files, ...ways].map(wrong);
}

const KIND = 'only what reads only has no way back';
