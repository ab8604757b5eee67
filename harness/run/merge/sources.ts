// The facts of all parts as those of one rehearsal. Where parts measured for themselves, the worse
// counts: what one of them saw is not made good by the others.
import { weakest } from '../../kernel/index.ts';
import type { ExecutionRecord } from '../../scenario/evidence-contract.ts';
import type { PacketSources } from '../story/sources.ts';
import type { PartPacket } from './parts.ts';

/** Of parts that fit each other, in their order. */
export function mergedSources(parts: readonly [PartPacket, ...PartPacket[]]): PacketSources {
  const [{ sources: first }] = parts;
  const records = parts.map(({ sources }) => sources.execution);
  const { execution } = first;
  const rehearsed = new Map(
    records.flatMap(({ scenarios }) => scenarios.map((each) => [each.id, each] as const)),
  );
  return {
    ...first,
    execution: {
      ...execution,
      plan: { ...execution.plan, part: null },
      clones: clonesOf(records),
      baseline: baselineOf(records),
      calibration: calibrationOf(records),
      executor: execution.executor.map((file, index) => {
        const all = records.flatMap(({ executor }) => executor[index] ?? []);
        return all.find((each) => each.sha256_after !== each.sha256_before) ?? file;
      }),
      cluster_residue: residueOf(records),
      leftovers: leftoversOf(records),
      scenarios: execution.plan.scenarios.flatMap((id) => rehearsed.get(id) ?? []),
      findings: once(records.flatMap(({ findings }) => findings)),
    },
  };
}

type Records = readonly ExecutionRecord[];

/** Whether something is there is the same in all parts: each says how far it came by the same facts. */
function those<Key extends 'clones' | 'baseline' | 'calibration' | 'leftovers'>(
  records: Records,
  key: Key,
): NonNullable<ExecutionRecord[Key]>[] | null {
  const all = records.map((record) => record[key]);
  return all.some((each) => each === null) ? null : all.flatMap((each) => each ?? []);
}

function clonesOf(records: Records): ExecutionRecord['clones'] {
  const all = those(records, 'clones');
  if (all === null) return null;
  const untouched = all.map(({ baseline_untouched: each }) => each);
  return {
    isolation: weakest(all.map(({ isolation }) => isolation)),
    baseline_untouched: untouched.includes(false) ? false : untouched.includes(null) ? null : true,
  };
}

function baselineOf(records: Records): ExecutionRecord['baseline'] {
  const all = those(records, 'baseline');
  return all?.find((each) => each.exit_hash !== each.entry_hash) ?? all?.[0] ?? null;
}

function calibrationOf(records: Records): ExecutionRecord['calibration'] {
  const all = those(records, 'calibration') ?? [];
  const weak = weakest(all.map(({ judgement }) => judgement));
  return all.find(({ judgement }) => judgement === weak) ?? null;
}

function residueOf(records: Records): ExecutionRecord['cluster_residue'] {
  const all = records.map(({ cluster_residue: each }) => each);
  return all.some((each) => each === null) ? null : once(all.flatMap((each) => each ?? []));
}

function leftoversOf(records: Records): ExecutionRecord['leftovers'] {
  const all = those(records, 'leftovers');
  if (all === null) return null;
  const sum = (key: 'containers' | 'volumes' | 'networks'): number =>
    all.reduce((total, each) => total + each[key], 0);
  return {
    containers: sum('containers'),
    volumes: sum('volumes'),
    networks: sum('networks'),
    socket_folder_gone: all.every(({ socket_folder_gone: isGone }) => isGone),
  };
}

/** Each once, in the order in which they were first said. */
function once<Item>(items: readonly Item[]): Item[] {
  return [...new Map(items.map((each) => [JSON.stringify(each), each])).values()];
}
