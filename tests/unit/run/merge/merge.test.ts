// Parts of a divided rehearsal become the packet of a whole one: the same bytes, and no better word.
import { describe, expect, test } from '@jest/globals';
import { canonicalJson, sha256 } from '../../../../harness/kernel/index.ts';
import {
  partsOf,
  type PartPacket,
  type VerifiedPacket,
} from '../../../../harness/run/merge/parts.ts';
import { mergedOutside } from '../../../../harness/run/merge/outside.ts';
import { mergedSources } from '../../../../harness/run/merge/sources.ts';
import { derive } from '../../../../harness/run/story/derive.ts';
import { packetDocuments } from '../../../../harness/run/story/documents.ts';
import type { PacketSources } from '../../../../harness/run/story/sources.ts';
import { storyFindings } from '../../../../harness/run/story/story.ts';
import { goodSources, SCHEMAS } from '../../story/packets.ts';
import { OF_TWO, partDocuments, partSources } from '../../story/parts.ts';
import { item, type Mutable } from '../../story/told.ts';

const BUILD = '0.1.0';

function packetOf(sources: PacketSources, where: string, build = BUILD): VerifiedPacket {
  return { where, treeHash: sha256(where), documents: partDocuments(sources, build) };
}

function merged(packets: readonly VerifiedPacket[]): readonly [PartPacket, ...PartPacket[]] {
  const read = partsOf(packets, BUILD);
  if (read.kind === 'refused') throw new Error(JSON.stringify(read.findings));
  return read.parts;
}

/** `code where: what` of each reason not to merge. */
function refusals(...packets: readonly VerifiedPacket[]): string[] {
  const read = partsOf(packets, BUILD);
  if (read.kind === 'parts') return [];
  return read.findings.map(({ code, where, what }) => `${code} ${where}: ${what}`);
}

/** Two parts, the second one changed. */
function withSecond(change: (facts: Mutable<PacketSources>) => void): VerifiedPacket[] {
  const facts = partSources(2) as Mutable<PacketSources>; // a copy is anybody's to write
  change(facts);
  return [packetOf(partSources(1), 'one'), packetOf(facts, 'two')];
}

const [ONE, TWO] = [packetOf(partSources(1), 'one'), packetOf(partSources(2), 'two')];

describe('a part', () => {
  test('holds, tells one story, is never ready, and narrows no blocker', () => {
    for (const number of [1, 2]) {
      const sources = partSources(number);
      const { status, files } = derive(sources);
      expect(status).toBe('PART_HELD');
      expect(storyFindings(partDocuments(sources))).toEqual([]);
      expect(files['blockers.json']).toMatchObject({
        blockers: goodSources().lane.blockers.map(() => ({ status: 'OPEN', narrowed_by: [] })),
      });
    }
    expect(derive(goodSources()).files['blockers.json']).not.toEqual(
      derive(partSources(1)).files['blockers.json'],
    );
  });

  test('leaves a step to other parts where all of it falls to them, and says so', () => {
    const steps = derive(partSources(2)).files['clone-rehearsal-execution-evidence.json'];
    expect(steps).toMatchObject({
      steps: expect.arrayContaining([
        expect.objectContaining({
          id: 'RX-2',
          judgement: 'NOT_IN_PART',
          shows: ['no rollback of class RB-CLONE-TXN in this part'],
        }),
      ]),
    });
  });

  test.each([
    ['did not hold', 'NOT_HELD'],
    ['could not be decided', 'NOT_DECIDED'],
  ] as const)('is not proven where a scenario of it %s', (_, judgement) => {
    const facts = partSources(1) as Mutable<PacketSources>; // a copy
    item(facts.execution.scenarios, 0).judgement = judgement;
    expect(derive(facts).status).toBe('ROLLBACK_NOT_PROVEN');
  });

  test('is not proven where a scenario that falls to it was not rehearsed', () => {
    const facts = partSources(2) as Mutable<PacketSources>; // a copy
    facts.execution.scenarios.pop();
    expect(derive(facts).status).toBe('ROLLBACK_NOT_PROVEN');
    expect(storyFindings(partDocuments(facts)).map(({ code }) => code)).toContain(
      'PACKET_STORY_REACH',
    );
  });

  test('cannot be taken for a whole one: what others were to rehearse is missed', () => {
    const facts = partSources(1) as Mutable<PacketSources>; // a copy
    facts.execution.plan.part = null;
    expect(derive(facts).status).toBe('ROLLBACK_NOT_PROVEN');
    expect(storyFindings(partDocuments(facts)).map(({ code }) => code)).toContain(
      'PACKET_STORY_PLAN',
    );
  });

  test.each<[string, { number: number; of: number; scenarios: string[] }]>([
    ['a number beyond their count', { number: 3, of: 2, scenarios: [...OF_TWO[0]] }],
    [
      'another order than the plan',
      { number: 1, of: 2, scenarios: ['steps-1', 'inserts', 'steps-2'] },
    ],
    ['a scenario that nobody planned', { number: 1, of: 2, scenarios: ['inserts', 'unknown'] }],
    ['no way back', { number: 1, of: 2, scenarios: ['reads'] }],
    [
      'nothing left for the others',
      { number: 1, of: 2, scenarios: goodSources().execution.plan.scenarios },
    ],
    ['less than all, and no others', { number: 1, of: 1, scenarios: [...OF_TWO[0]] }],
  ])('is refused with %s', (_, part) => {
    const facts = goodSources() as Mutable<PacketSources>; // a copy
    facts.execution.plan.part = part;
    facts.execution.scenarios = facts.execution.scenarios.filter(({ id }) =>
      part.scenarios.includes(id),
    );
    const told = storyFindings(partDocuments(facts)).map(({ code, where }) => `${code} ${where}`);
    expect(told).toContain('PACKET_STORY_PLAN clone-rehearsal-execution-evidence.json plan.part');
  });
});

describe('parts that fit', () => {
  test('become the very files of a run that was not divided, in any order of naming', () => {
    const whole = derive(goodSources());
    for (const packets of [
      [ONE, TWO],
      [TWO, ONE],
    ]) {
      const made = derive(mergedSources(merged(packets)));
      expect(made.status).toBe('ROLLBACK_READY');
      expect(canonicalJson(made.files)).toBe(canonicalJson(whole.files));
    }
  });

  test('become it where there is one part, and where there are four', () => {
    const alone = partSources(1, [goodSources().execution.plan.scenarios]);
    expect(derive(mergedSources(merged([packetOf(alone, 'all')]))).status).toBe('ROLLBACK_READY');
    const whole = goodSources(1);
    const owned = [['reads', 'more-0'], ['backfills'], ['inserts'], ['steps-1', 'steps-2']];
    const packets = owned.map((_, index) =>
      packetOf(partSources(index + 1, owned, whole), `${index}`),
    );
    const made = derive(mergedSources(merged(packets)));
    expect(canonicalJson(made.files)).toBe(canonicalJson(derive(whole).files));
  });

  test('leave files beside the tree that tell of them, and one story with it', () => {
    const parts = merged([ONE, TWO]);
    const derived = derive(mergedSources(parts));
    const facts = { parts, derived, runId: 'merge-1', version: BUILD, node: 'v24.12.0' };
    const outside = mergedOutside({ ...facts, treeHash: sha256('tree') });
    expect(outside['run.json']).toMatchObject({
      run_id: 'merge-1',
      merged_from: [
        { number: 1, of: 2, packet_tree: sha256('one'), run_id: 'run-1' },
        { number: 2, of: 2, packet_tree: sha256('two'), run_id: 'run-2' },
      ],
    });
    expect(outside['timings.json']).toMatchObject({
      stages: [{ stage: 'part 1 of 2: intake' }, { stage: 'part 2 of 2: intake' }],
    });
    const told = packetDocuments(
      new Map<string, unknown>([...Object.entries(derived.files), ...Object.entries(outside)]),
      SCHEMAS,
    );
    if (told === null) throw new Error('a merged packet has its form');
    expect(storyFindings(told)).toEqual([]);
    const { record } = told;
    if (record?.merged_from === null || record === null) throw new Error('it was merged');
    const twice = [...record.merged_from, ...record.merged_from];
    const forged = { ...told, record: { ...record, merged_from: twice } };
    expect(storyFindings(forged)[0]).toMatchObject({
      code: 'PACKET_STORY_RECORD',
      where: 'run.json merged_from',
    });
  });
});

describe('what one part measured is not made good by the others', () => {
  test.each<[string, (facts: Mutable<PacketSources>) => void]>([
    [
      'a scenario did not hold',
      (facts) => {
        item(facts.execution.scenarios, 1).judgement = 'NOT_HELD';
      },
    ],
    [
      'a scenario could not be decided',
      (facts) => {
        item(facts.execution.scenarios, 1).judgement = 'NOT_DECIDED';
      },
    ],
    [
      'its clones were not isolated',
      ({ execution: { clones } }) => {
        if (clones !== null) clones.isolation = 'NOT_HELD';
      },
    ],
    [
      'its baseline was written',
      ({ execution: { clones } }) => {
        if (clones !== null) clones.baseline_untouched = false;
      },
    ],
    [
      'nobody looked at its baseline\u2019s files',
      ({ execution: { clones } }) => {
        if (clones !== null) clones.baseline_untouched = null;
      },
    ],
    [
      'its baseline read otherwise at the end',
      ({ execution: { baseline } }) => {
        if (baseline !== null) baseline.exit_hash = sha256('moved');
      },
    ],
    [
      'its calibration did not hold',
      ({ execution: { calibration } }) => {
        if (calibration !== null) calibration.judgement = 'NOT_HELD';
      },
    ],
    [
      'its executor changed',
      ({ execution }) => {
        item(execution.executor, 0).sha256_after = sha256('other');
      },
    ],
    [
      'its executor could not be read again',
      ({ execution }) => {
        item(execution.executor, 0).sha256_after = null;
      },
    ],
    [
      'its cluster holds residue',
      ({ execution }) => {
        execution.cluster_residue = [{ kind: 'role', name: 'r', what: 'is new', undoable: true }];
      },
    ],
    [
      'it left a container',
      ({ execution: { leftovers } }) => {
        if (leftovers !== null) leftovers.containers = 1;
      },
    ],
    [
      'it left its socket',
      ({ execution: { leftovers } }) => {
        if (leftovers !== null) leftovers.socket_folder_gone = false;
      },
    ],
    [
      'a file changed meanwhile',
      ({ execution }) => {
        execution.findings.push({ code: 'INPUT_FILE_CHANGED', where: 'a', what: 'it changed' });
      },
    ],
  ])('where %s', (_, change) => {
    const packets = withSecond(change);
    for (const order of [packets, packets.toReversed()]) {
      expect(derive(mergedSources(merged(order))).status).toBe('ROLLBACK_NOT_PROVEN');
    }
  });
});

describe('is refused', () => {
  test('without any packet', () => {
    expect(refusals()).toEqual(['MERGE_PART_MISSING (all): no packet was given']);
  });

  test('with a whole packet among them', () => {
    const whole = packetOf(goodSources(), 'whole');
    expect(refusals(ONE, whole)).toEqual(['MERGE_NOT_A_PART whole: it tells of a whole rehearsal']);
  });

  test('without the files beside the tree', () => {
    const bare = { ...TWO, documents: { ...TWO.documents, record: null } };
    expect(refusals(ONE, bare)).toEqual([
      'MERGE_RECORD_MISSING two: its files outside the tree were taken away',
    ]);
  });

  test('with a part of another build', () => {
    expect(refusals(ONE, packetOf(partSources(2), 'two', '0.1.0+f'))).toEqual([
      'MERGE_OTHER_BUILD two: made by "0.1.0+f", merged by "0.1.0"',
    ]);
  });

  test('with one part twice, which leaves another missing', () => {
    const again = packetOf(partSources(1), 'again');
    const why = refusals(ONE, again);
    expect(why).toContain('MERGE_PART_TWICE again: part 1 of 2 was given already');
    expect(why).toContain('MERGE_PART_MISSING part 2 of 2: no packet of it was given');
    expect(why).toContain('MERGE_SCENARIO_TWICE inserts: one and again');
    expect(why).toContain('MERGE_SCENARIO_MISSING reads: no part that was given rehearsed it');
  });

  test('with a part missing', () => {
    expect(refusals(TWO)).toEqual([
      'MERGE_PART_MISSING part 1 of 2: no packet of it was given',
      ...OF_TWO[0].map((id) => `MERGE_SCENARIO_MISSING ${id}: no part that was given rehearsed it`),
    ]);
  });

  test('with parts of another number of parts', () => {
    const owned = [['reads', 'backfills'], ['inserts'], ['steps-1', 'steps-2']];
    expect(refusals(packetOf(partSources(1, owned), 'three'), TWO)).toContain(
      'MERGE_INPUT_DIFFERS two: it is one of 2 parts, not of 3',
    );
  });

  test('with parts of another input, dump or server, and then says no more of that part', () => {
    const { record } = TWO.documents;
    if (record === null) throw new Error('a part has its record');
    const [first, ...others] = record.inputs;
    if (first === undefined) throw new Error('a run has inputs');
    const inputs = [{ ...first, sha256: sha256('other') }, ...others];
    const unlike = { ...record, inputs, dump: 'b.dump', server: '17.1' };
    const packet = { ...TWO, documents: { ...TWO.documents, record: unlike } };
    expect(refusals(ONE, packet)).toEqual([
      'MERGE_INPUT_DIFFERS two the name of the dump: "b.dump", and "a.dump" in one',
      'MERGE_INPUT_DIFFERS two the server: "17.1", and "15.20" in one',
      `MERGE_INPUT_DIFFERS two ${first.name}: "${sha256('other')}", and "${first.sha256}" in one`,
    ]);
    const [, other] = withSecond((facts) => {
      const { dump } = facts['clone-provenance.json'];
      if (dump !== null) dump.sha256 = sha256('another dump');
    });
    expect(refusals(ONE, item([other], 0) ?? TWO)).toEqual([
      `MERGE_INPUT_DIFFERS two the dump: "${sha256('another dump')}", and "${sha256('dump')}" in one`,
    ]);
  });

  test.each<[string, (facts: Mutable<PacketSources>) => void]>([
    [
      'schema-compatibility.json judgement',
      (facts) => {
        facts['schema-compatibility.json'].judgement = 'NOT_HELD';
      },
    ],
    [
      'restore-evidence.json objects_checked',
      (facts) => {
        facts['restore-evidence.json'].objects_checked = 11;
      },
    ],
    [
      'bad-input-probes.json ',
      (facts) => {
        item(item(facts['bad-input-probes.json'].probes, 0).attempts, 0).answer = 'ALLOWED';
      },
    ],
    [
      'clone-rehearsal-execution-evidence.json baseline.entry_hash',
      ({ execution: { baseline } }) => {
        if (baseline !== null) baseline.entry_hash = sha256('another baseline');
      },
    ],
    [
      'clone-rehearsal-execution-evidence.json clone_method',
      ({ execution }) => {
        execution.clone_method = 'template';
      },
    ],
    [
      'clone-rehearsal-execution-evidence.json executor[0].before',
      ({ execution }) => {
        item(execution.executor, 0).sha256_before = sha256('other');
        item(execution.executor, 0).sha256_after = sha256('other');
      },
    ],
    [
      'clone-rehearsal-execution-evidence.json plan.rollbacks has ',
      ({ execution }) => {
        execution.plan.rollbacks.pop();
      },
    ],
    [
      'lane title',
      ({ lane }) => {
        lane.title = 'Another lane';
      },
    ],
  ])('where parts disagree in %s', (place, change) => {
    const why = refusals(...withSecond(change));
    expect(why.every((each) => each.startsWith('MERGE_FACT_DIFFERS two '))).toBe(true);
    expect(why.join('\n')).toContain(place);
  });
});
