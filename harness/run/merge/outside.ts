// The files beside the tree of a merged packet: what its parts tell of themselves, part by part.
import {
  variablesNamed,
  type OutsideContents,
  type RunRecord,
  type Timings,
} from '../../evidence/index.ts';
import type { Sha256 } from '../../kernel/index.ts';
import { guardText, guardValue } from '../../output/index.ts';
import { junitXml, reportHtml } from '../../report/index.ts';
import { CATALOG_ORDER } from '../../witness/index.ts';
import { logText } from '../log-text.ts';
import type { Derived } from '../story/derive.ts';
import type { PartPacket } from './parts.ts';

export interface MergedFacts {
  readonly parts: readonly [PartPacket, ...PartPacket[]];
  readonly derived: Derived;
  readonly treeHash: Sha256;
  readonly runId: string;
  readonly version: string;
  readonly node: string;
}

export function mergedOutside(facts: MergedFacts): OutsideContents {
  const { parts, derived } = facts;
  const record = guarded(recordOf(facts));
  const timings = guarded(timingsOf(parts, derived));
  const [{ sources }] = parts;
  const variables = variablesNamed(
    sources.lane.surfaces,
    [...new Set(parts.flatMap(({ log }) => variablesIn(log)))].sort(),
    sources['isolation-proof.json'].observed?.variables ?? null,
  );
  const { fullStatus, findings, view } = derived;
  return {
    'run.json': record,
    'timings.json': timings,
    'report.html': reportHtml(view, { record, timings, catalogOrder: CATALOG_ORDER }),
    'junit.xml': junitXml(view, { record, timings }),
    'log.jsonl': guardText(logText({ stages: timings.stages, findings, variables, fullStatus })),
  };
}

/** Same keys and shapes, strings guarded: a page made of it is the one that the files give again. */
function guarded<Value>(value: Value): Value {
  return guardValue(value) as Value; // it changes strings, and nothing else
}

function recordOf({ parts, derived, treeHash, runId, version, node }: MergedFacts): RunRecord {
  const [{ record }] = parts;
  const times = (key: 'started_at' | 'ended_at'): string[] =>
    parts.map((each) => each.record[key]).sort();
  // One part over exec makes it the word for all: whoever reads it looks for the rarer way.
  const reached = parts.find((each) => each.record.transport === 'exec')?.record ?? record;
  return {
    ...record,
    transport: reached.transport,
    transport_reason: reached.transport_reason,
    run_id: runId,
    status: derived.fullStatus,
    packet_tree: treeHash,
    started_at: times('started_at')[0] ?? record.started_at,
    ended_at: times('ended_at').at(-1) ?? record.ended_at,
    harness: { version },
    node,
    thin_clones_refused:
      parts.find((each) => each.record.thin_clones_refused !== null)?.record.thin_clones_refused ??
      null,
    merged_from: parts.map((each) => ({
      number: each.part.number,
      of: each.part.of,
      packet_tree: each.treeHash,
      run_id: each.record.run_id,
      started_at: each.record.started_at,
      ended_at: each.record.ended_at,
    })),
  };
}

/** Stages by part; scenarios in the order of the plan, as in the tree. */
function timingsOf(parts: readonly PartPacket[], { view }: Derived): Timings {
  const scenarios = new Map(
    parts.flatMap(({ timings }) => timings.scenarios.map((each) => [each.scenario, each] as const)),
  );
  const begun = parts.map(({ record }) => Date.parse(record.started_at));
  const first = Math.min(...begun);
  const order = view['clone-rehearsal-execution-evidence.json'].scenarios;
  return {
    version: 1,
    // From the start of the part that began first, as far as the clocks of the machines agree.
    stages: parts.flatMap(({ part, timings }, index) =>
      timings.stages.map((each) => ({
        ...each,
        startMs: each.startMs + (begun[index] ?? first) - first,
        stage: `part ${part.number} of ${part.of}: ${each.stage}`,
      })),
    ),
    scenarios: order.flatMap(({ id }) => scenarios.get(id) ?? []),
  };
}

/** Names of the host's variables that a part's log tells of; its form was verified. */
function variablesIn(log: string): string[] {
  return log.split('\n').flatMap((line) => {
    if (line === '') return [];
    const event: unknown = JSON.parse(line);
    const [kind, name] = ['event', 'name'].map((key): unknown => Reflect.get(Object(event), key));
    return kind === 'host-variable' && typeof name === 'string' ? [name] : [];
  });
}
