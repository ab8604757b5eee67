// Reads every scenario and chain; each mistake in any of them is a finding, before a container starts.
import { finding, LIMITS, type Finding, type Sha256 } from '../../kernel/index.ts';
import type { ScenarioEntry } from '../../config/contract.ts';
import type { Planned } from '../contract.ts';
import { loadFolder } from './load-folder.io.ts';
import type { FolderPlace, LoadedFolder } from './load-scenario.io.ts';
import { isRefusal } from '../migrations/plan-migrations.ts';

export interface LoadedScenarios {
  /** In the order of the configuration; without those in which a mistake was found. */
  readonly planned: readonly Planned[];
  /** Mistakes, and notes. */
  readonly findings: readonly Finding[];
  /** sha256 of each file that was read, by its path from the root. */
  readonly sources: Readonly<Record<string, Sha256>>;
}

/** Folders that are read at a time: a scenario.ts is a process. */
const AT_A_TIME = 4;

/** Folders are relative to `root`; `executors` are the files that `executor` may name. */
export async function loadScenarios(
  root: string,
  entries: readonly ScenarioEntry[],
  executors: readonly string[],
): Promise<LoadedScenarios> {
  const places = entries.flatMap((entry): FolderPlace[] =>
    (typeof entry === 'string' ? [entry] : entry.steps).map((folder) => ({
      root,
      folder: folder.replace(/(?<=[^/])\/+$/, ''),
      executors,
    })),
  );
  const loaded = await inOrder(places, loadFolder);
  let place = 0;
  const plans = entries.map((entry): Planned & { readonly findings: readonly Finding[] } => {
    const folders = loaded.slice(place, place + countOf(entry));
    place += folders.length;
    return planOf(entry, folders);
  });
  const findings = [
    ...plans.flatMap((plan) => plan.findings),
    ...sameIds(plans),
    ...(entries.length === 0
      ? [finding('SCENARIO_NONE', 'scenarios', 'no scenario is named')]
      : []),
  ];
  const planned = plans
    .filter((plan) => !isRefusal(plan.findings) && plan.steps.length > 0)
    .map(({ id, title, steps, isChain }) => ({ id, title, steps, isChain }));
  const sources = Object.assign({}, ...loaded.map((folder) => folder.sources)) as Sources; // of them
  return { planned, findings, sources };
}

type Sources = LoadedScenarios['sources'];

function countOf(entry: ScenarioEntry): number {
  return typeof entry === 'string' ? 1 : entry.steps.length;
}

function planOf(
  entry: ScenarioEntry,
  folders: readonly LoadedFolder[],
): Planned & { readonly findings: readonly Finding[] } {
  const steps = folders.flatMap((folder) => folder.steps);
  const findings = folders.flatMap((folder) => folder.findings);
  const [only] = folders;
  const head =
    typeof entry === 'string'
      ? { id: only?.id ?? entry, title: only?.title ?? '', isChain: only?.isChain === true }
      : { id: entry.chain, title: entry.title, isChain: true };
  // What a setup comes to is kept as well: the way back of its step leads there.
  const states = steps.length + steps.filter(({ setup }) => setup !== null).length;
  if (head.isChain && states > LIMITS.chainStates) {
    const what = `it has ${states} steps and setups, ${LIMITS.chainStates} at most`;
    findings.push(finding('CHAIN_TOO_LONG', `chain "${head.id}"`, what));
  }
  return { ...head, steps, findings };
}

/** An id names one thing over the whole run: a scenario, a step or a chain. */
function sameIds(plans: readonly Planned[]): Finding[] {
  const ids = plans.flatMap(({ id, steps, isChain }) => [
    ...(isChain ? [id] : []),
    ...steps.map((step) => step.id),
  ]);
  const twice = [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))];
  return twice.map((id) =>
    finding(
      'SCENARIO_INVALID',
      `scenario "${id}"`,
      'the id is used twice, by a scenario or a chain',
    ),
  );
}

/** A few at a time, and the results in the order of the items. */
async function inOrder<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
  return results;
}
