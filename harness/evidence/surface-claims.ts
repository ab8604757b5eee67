// The single claims that a row rests on: the values that stand in the packet, and what they come to.
import type { IsolationProof } from '../sandbox/contract.ts';
import {
  fitsFile,
  fitsVariable,
  nameKey,
  type SurfaceFact,
  type SurfaceFacts,
  type SurfaceRow,
} from './surface-contract.ts';

export interface Claim {
  readonly facts: readonly SurfaceFact[];
  /** What it comes to where it holds. */
  readonly says: string;
  /** Why it does not; none where it does. */
  readonly lacks: readonly string[];
}

const inProof = (fact: string, measured: SurfaceFact['measured']): SurfaceFact => ({
  file: 'isolation-proof.json',
  fact,
  measured,
});
const inLock = (fact: string, measured: SurfaceFact['measured']): SurfaceFact => ({
  file: 'rehearsal-target-lock.json',
  fact,
  measured,
});
const inExecution = (fact: string, measured: SurfaceFact['measured']): SurfaceFact => ({
  file: 'clone-rehearsal-execution-evidence.json',
  fact,
  measured,
});

/** Each stands there once, held, and measured what was expected: its word alone is not enough. */
export function checksHeld(facts: SurfaceFacts, ids: readonly string[]): Claim {
  const each = ids.map((id) => checkHeld(facts, id));
  const says = `measured on the container as it must be: ${listed(ids)}`;
  return {
    facts: each.flatMap((claim) => claim.facts),
    says,
    lacks: each.flatMap((claim) => claim.lacks),
  };
}

function checkHeld({ isolation }: SurfaceFacts, id: string): Omit<Claim, 'says'> {
  const named = isolation.checks.filter((check) => check.id === id);
  const [check] = named;
  const facts = [inProof(`checks[${id}]`, check?.measured ?? null)];
  if (check === undefined) return { facts, lacks: [`${id} was not measured`] };
  const isHeld =
    named.length === 1 && check.judgement === 'HELD' && check.measured === check.expected;
  const why = `${id}: measured "${check.measured}", expected "${check.expected}"`;
  return { facts, lacks: isHeld ? [] : [why] };
}

export function onlyLoopback({ isolation }: SurfaceFacts): Claim {
  const up = isolation.observed?.interfaces ?? null;
  const isAlone = up !== null && up.length === 1 && up[0] === 'lo';
  return {
    facts: [inProof('observed.interfaces', up)],
    says: 'no network device is up but lo',
    lacks: isAlone ? [] : [up === null ? UNSEEN.interfaces : `devices that are up: ${listed(up)}`],
  };
}

/** No variable of the container is one that the row names. */
export function noVariable({ isolation }: SurfaceFacts, patterns: readonly string[]): Claim {
  const there = isolation.observed?.variables ?? null;
  const found = there?.filter((name) => patterns.some((each) => fitsVariable(each, name))) ?? [];
  return {
    facts: [inProof('observed.variables', there)],
    says: `no variable ${listed(patterns)} in the container`,
    lacks: there === null ? [UNSEEN.variables] : found.map((name) => `variable "${name}" is there`),
  };
}

/** A variable of the host's that surfaces name; no value of it is ever read. */
export interface NamedVariable {
  readonly name: string;
  readonly surfaces: readonly string[];
  /** null where no container was looked into. */
  readonly in_container: boolean | null;
}

/** Sorted by name; those that no surface names are nobody's business. */
export function variablesNamed(
  rows: readonly Pick<SurfaceRow, 'id' | 'never'>[],
  names: readonly string[],
  inContainer: readonly string[] | null,
): NamedVariable[] {
  return byName(names).flatMap((name) => {
    const surfaces = rows
      .filter(({ never }) => never.variables.some((each) => fitsVariable(each, name)))
      .map(({ id }) => id);
    const isInside = inContainer === null ? null : inContainer.includes(name);
    return surfaces.length === 0 ? [] : [{ name, surfaces, in_container: isInside }];
  });
}

/** Nothing is mounted at, above or below a place that the row names. */
export function noMount({ isolation }: SurfaceFacts, places: readonly string[]): Claim {
  const there = isolation.observed?.mounts ?? null;
  const found = there?.filter((mount) => places.some((place) => overlap(mount, place))) ?? [];
  return {
    facts: [inProof('observed.mounts', there)],
    says: `nothing mounted at ${listed(places)}`,
    lacks: there === null ? [UNSEEN.mounts] : found.map((name) => `"${name}" is mounted`),
  };
}

const UNSEEN: Readonly<Record<keyof NonNullable<IsolationProof['observed']>, string>> = {
  interfaces: 'the network devices were not read',
  variables: 'the variables of the container were not read',
  mounts: 'the mounts of the container were not read',
};

/** No file that the run watched or rehearsed is called like one that the row names. */
export function noInput({ execution }: SurfaceFacts, patterns: readonly string[]): Claim {
  const watched = execution.executor.map(({ file }) => file);
  const rehearsed = execution.scenarios.flatMap(({ files }) => Object.keys(files));
  const names = byName(rehearsed);
  const found = byName([...watched, ...names]).filter((name) =>
    patterns.some((each) => fitsFile(each, name)),
  );
  return {
    facts: [inExecution('executor[*].file', watched), inExecution('scenarios[*].files', names)],
    says: `no file that was watched or rehearsed is called ${listed(patterns)}`,
    lacks: found.map((name) => `"${name}" is a file of this run`),
  };
}

/** The files are the same afterwards; where the row names none, all that were watched. */
export function sameBytes({ execution }: SurfaceFacts, files: readonly string[]): Claim {
  const watched = execution.executor.map(({ file }) => file);
  const wanted = files.length === 0 ? watched : files;
  if (wanted.length === 0) {
    return {
      facts: [inExecution('executor[*].file', [])],
      says: '',
      lacks: ['no file was watched'],
    };
  }
  const whose = files.length === 0 ? 'all that was watched had the' : 'had the';
  const each = wanted.map((file) => sameFile(execution, file));
  return {
    facts: each.flatMap(({ facts }) => facts),
    says: `${whose} same bytes before and after the run: ${listed(wanted)}`,
    lacks: each.flatMap(({ lacks }) => lacks),
  };
}

function sameFile({ executor }: SurfaceFacts['execution'], file: string): Omit<Claim, 'says'> {
  const named = executor.filter((each) => each.file === file);
  const [found] = named;
  const before = found?.sha256_before ?? null;
  const after = found?.sha256_after ?? null;
  const facts = [
    inExecution(`executor[${file}].sha256_before`, before),
    inExecution(`executor[${file}].sha256_after`, after),
  ];
  if (named.length !== 1) return { facts, lacks: [`"${file}" was not watched`] };
  if (after === null) return { facts, lacks: [`"${file}" could not be read again`] };
  return { facts, lacks: before === after ? [] : [`"${file}" changed during the run`] };
}

/** An allow-list: whatever is asked beside rehearsing a clone might be the forbidden thing. */
export function onlyRehearsal({ targetLock }: SurfaceFacts): Claim {
  const actions: readonly string[] = targetLock.requested_actions;
  const { target } = targetLock;
  const isOnly = actions.length > 0 && actions.every((action) => action === 'rehearse');
  return {
    facts: [inLock('target', target), inLock('requested_actions', [...actions])],
    says: `asked for: ${listed(actions)} on ${target}, nothing else`,
    lacks: isOnly ? [] : [`asked for: ${actions.length === 0 ? 'nothing known' : listed(actions)}`],
  };
}

/** The sandbox is one container of several: thin clones have their own, each measured. */
export function everyClone({ execution }: SurfaceFacts): Claim {
  const { clones, clone_method: method, scenarios, calibration, baseline } = execution;
  const facts = [
    inExecution('clone_method', method),
    inExecution('clones.isolation', clones?.isolation ?? null),
  ];
  if (clones === null) {
    const isUsed =
      scenarios.length > 0 || calibration !== null || (baseline?.exit_hash ?? null) !== null;
    const lacks = isUsed ? ['the containers of the clones were not measured'] : [];
    return { facts, says: 'no clone of it was made', lacks };
  }
  return {
    facts,
    says:
      method === 'overlay' ? 'every clone\u2019s own container the same' : 'shared by the clones',
    lacks: clones.isolation === 'HELD' ? [] : ['not every clone was shown to be isolated'],
  };
}

/** Nothing was started: five places say so, each in its own words, and none says otherwise. */
export function noClone({ isolation, targetLock, execution }: SurfaceFacts): Claim {
  const { clone_method: method, leftovers, clones, baseline, scenarios } = execution;
  const facts = [
    inProof('isolated', isolation.isolated),
    inLock('transport', targetLock.transport),
    inLock('locked', targetLock.locked),
    inExecution('clone_method', method),
    inExecution('leftovers', leftovers === null ? null : 'there are some'),
  ];
  const none = [isolation.isolated, targetLock.transport, targetLock.locked, method];
  const isEmpty = [isolation.observed, leftovers, clones, baseline].every((part) => part === null);
  const isNone = isEmpty && isolation.checks.length === 0 && scenarios.length === 0;
  return {
    facts,
    says: 'no container was started for a clone: none measured, reached, or to be asked for later',
    lacks:
      isNone && none.every((word) => word === 'N/A_NO_CLONE')
        ? []
        : ['the packet does not agree with itself whether there was a clone'],
  };
}

function overlap(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}/`) || other.startsWith(`${one}/`);
}

/** Each once, in an order that a guarded name does not change. */
function byName(names: readonly string[]): string[] {
  const keyed = [...new Set(names)].map((name) => ({ name, key: nameKey(name) }));
  keyed.sort((one, two) => (one.key < two.key ? -1 : Number(one.key > two.key)));
  return keyed.map(({ name }) => name);
}

function listed(names: readonly string[]): string {
  return names.join(', ');
}
