// Whatever the lane, whatever was shown, however the run ended: the decision stays with its owner.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  blockersSchema,
  decide,
  decisionPacketSchema,
  EVIDENCE_NAMES,
  parseLane,
  type EvidenceFacts,
} from '../../../harness/decision/index.ts';
import { SHOWN_AT } from '../../../harness/decision/shown-at.ts';
import { canonicalJson } from '../../../harness/kernel/index.ts';
import { evidence, packetFiles } from '../report/packet.ts';
import { anyEvidence, anyLane, anyStatus } from './arbitrary-lanes.ts';
import { LANE_YAML } from './lanes.ts';

/** Lanes are large: thirty of them have every shape many times over. */
const RUNS = { numRuns: 30 };

describe('no evidence, however good, changes the decision', () => {
  test('nothing is selected, and holding stays the default, for any lane, status and evidence', () => {
    fc.assert(
      fc.property(anyLane, anyStatus, anyEvidence, (lane, status, facts) => {
        const { packet } = decide(lane, status, facts);
        expect(decisionPacketSchema.parse(packet)).toEqual(packet);
        expect([packet.selected, packet.default, packet.production_authority]).toEqual([
          null,
          'HOLD_PRODUCTION',
          'NONE',
        ]);
        const defaults = packet.options.filter(({ is_default }) => is_default);
        expect(defaults.map(({ id }) => id)).toEqual(['HOLD_PRODUCTION']);
        expect(defaults[0]?.blocked_by).toEqual([]);
      }),
      RUNS,
    );
  });

  test('the packet is the same for all evidence, and but for its status for all endings', () => {
    const two = fc.tuple(anyEvidence, anyEvidence);
    fc.assert(
      fc.property(anyLane, anyStatus, anyStatus, two, (lane, one, other, [bad, good]) => {
        const { packet } = decide(lane, one, bad);
        expect(decide(lane, one, good).packet).toEqual(packet);
        expect({ ...decide(lane, other, good).packet, status: packet.status }).toEqual(packet);
        expect(canonicalJson(decide(lane, one, bad))).toBe(canonicalJson(decide(lane, one, bad)));
      }),
      RUNS,
    );
  });

  test('an option is kept back by exactly the blockers that name it', () => {
    fc.assert(
      fc.property(anyLane, anyStatus, anyEvidence, (lane, status, facts) => {
        const { packet } = decide(lane, status, facts);
        expect(packet.options.map(({ id }) => id)).toEqual(lane.options.map(({ id }) => id));
        for (const { id, blocked_by } of packet.options) {
          const names = lane.blockers.filter(({ blocks }) => blocks.includes(id));
          expect(blocked_by).toEqual(names.map((each) => each.id));
        }
      }),
      RUNS,
    );
  });
});

describe('a blocker', () => {
  test('never goes, never closes, and keeps its words, for any evidence', () => {
    fc.assert(
      fc.property(anyLane, anyStatus, anyEvidence, (lane, status, facts) => {
        const { blockers } = decide(lane, status, facts);
        expect(blockersSchema.parse(blockers)).toEqual(blockers);
        expect(blockers.blockers).toHaveLength(lane.blockers.length);
        for (const [index, blocker] of blockers.blockers.entries()) {
          const { narrowed_by: ways, status: _open, ...own } = lane.blockers[index] ?? {};
          expect(blocker).toMatchObject(own);
          expect(['OPEN', 'NARROWED']).toContain(blocker.status);
          expect([...blocker.narrowed_by, ...blocker.not_shown]).toHaveLength(ways?.length ?? -1);
        }
      }),
      RUNS,
    );
  });

  test('is narrowed exactly where all the evidence of one reason held', () => {
    fc.assert(
      fc.property(anyLane, anyStatus, anyEvidence, (lane, status, facts) => {
        for (const blocker of decide(lane, status, facts).blockers.blockers) {
          const holds = (names: readonly (keyof EvidenceFacts)[]): boolean =>
            !names.some((name) => facts[name] !== 'HELD');
          for (const way of blocker.narrowed_by) expect(holds(way.evidence)).toBe(true);
          for (const way of blocker.not_shown) expect(holds(way.evidence)).toBe(false);
          expect(blocker.status === 'NARROWED').toBe(blocker.narrowed_by.length > 0);
        }
      }),
      RUNS,
    );
  });

  test('says what each evidence came to, whether it narrowed anything or not', () => {
    fc.assert(
      fc.property(anyLane, anyStatus, anyEvidence, (lane, status, facts) => {
        for (const blocker of decide(lane, status, facts).blockers.blockers) {
          const ways = [...blocker.narrowed_by, ...blocker.not_shown];
          const named = new Set(ways.flatMap((each) => each.evidence));
          expect(new Set(blocker.evidence.map(({ name }) => name))).toEqual(named);
          expect(blocker.evidence).toHaveLength(named.size);
          for (const { name, judgement, shown_at } of blocker.evidence) {
            expect([judgement, shown_at]).toEqual([facts[name], SHOWN_AT[name]]);
          }
        }
      }),
      RUNS,
    );
  });

  test('of which one evidence is missing stays open, whichever it is', () => {
    const all = evidence('HELD');
    fc.assert(
      fc.property(anyLane, fc.constantFrom(...EVIDENCE_NAMES), (lane, missing) => {
        const facts = { ...all, [missing]: 'NOT_DECIDED' as const };
        for (const blocker of decide(lane, 'ROLLBACK_READY', facts).blockers.blockers) {
          for (const way of blocker.narrowed_by) expect(way.evidence).not.toContain(missing);
        }
      }),
      RUNS,
    );
  });
});

test('each place that evidence is shown at is a place in the packet', () => {
  const files = packetFiles('x');
  const places = EVIDENCE_NAMES.flatMap((name) => SHOWN_AT[name]);
  expect(places.length).toBeGreaterThan(10);
  for (const place of places) {
    const [file = '', path = ''] = place.split(': ');
    // The lock stands in no report, and so not among these files.
    if (file === 'rehearsal-target-lock.json') continue;
    let value = files[file];
    const step = /^steps (RX-\d)$/.exec(path)?.[1];
    for (const key of step === undefined ? path.split('.') : ['steps']) {
      expect(value === null || value === undefined ? {} : value).toHaveProperty(key);
      value = Reflect.get(Object(value) as object, key); // whatever stands there
      if (value === null) break;
    }
  }
});

describe('a lane file that would select something is refused', () => {
  const option = '{ id: GO, title: Go, ';
  test.each([
    ['a selection', LANE_YAML.replace('lane: team-a', 'lane: team-a\nselected: GO')],
    ['a default of its own', LANE_YAML.replace('lane: team-a', 'lane: team-a\ndefault: GO')],
    ['authority', LANE_YAML.replace('lane: team-a', 'lane: team-a\nproduction_authority: FULL')],
    ['a selected option', LANE_YAML.replace(option, `${option}selected: true, `)],
    [
      'an option that calls itself default',
      LANE_YAML.replace(option, `${option}is_default: true, `),
    ],
    ['an option without blockers', LANE_YAML.replace(option, `${option}blocked_by: [], `)],
    ['a blocker that is narrowed', LANE_YAML.replace('status: OPEN', 'status: NARROWED')],
    ['a blocker that is resolved', LANE_YAML.replace('status: OPEN', 'status: RESOLVED')],
    ['a blocker without a status', LANE_YAML.replace('    status: OPEN\n', '')],
    [
      'a blocker that says what was shown',
      LANE_YAML.replace('    title: Not proven', '    title: Not proven\n    evidence: []'),
    ],
    ['an ancestor with a selection', `${LANE_YAML}__proto__: { selected: GO }\n`],
    ['a constructor', `${LANE_YAML}constructor: { selected: GO }\n`],
  ])('with %s', (_what, yaml) => {
    expect(yaml).not.toBe(LANE_YAML);
    const { lane, findings } = parseLane(yaml, 'a.lane.yaml');
    expect(lane).toBeNull();
    expect(new Set(findings.map(({ code }) => code))).toEqual(new Set(['LANE_INVALID']));
  });
});
