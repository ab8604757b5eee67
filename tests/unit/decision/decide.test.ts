// The decision lays out and never decides.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  blockersSchema,
  decide,
  decisionPacketSchema,
  EVIDENCE_NAMES,
  type EvidenceFacts,
} from '../../../harness/decision/index.ts';
import { JUDGEMENTS, STATUSES, type Status } from '../../../harness/kernel/index.ts';
import { evidence, lane } from '../report/packet.ts';

const statuses = Object.keys(STATUSES) as Status[]; // keys of the literal, nothing else
const anyEvidence = fc
  .record(Object.fromEntries(EVIDENCE_NAMES.map((name) => [name, fc.constantFrom(...JUDGEMENTS)])))
  .map((facts) => facts as EvidenceFacts); // every name of the list is a key

describe('a decision', () => {
  test('selects nothing and keeps its default, whatever was shown and however the run ended', () => {
    fc.assert(
      fc.property(fc.constantFrom(...statuses), anyEvidence, (status, facts) => {
        const { packet, blockers } = decide(lane(), status, facts);
        expect(packet.selected).toBeNull();
        expect(packet.default).toBe('HOLD_PRODUCTION');
        expect(packet.production_authority).toBe('NONE');
        expect(packet.options.filter(({ is_default }) => is_default).map(({ id }) => id)).toEqual([
          'HOLD_PRODUCTION',
        ]);
        expect(packet.options[1]?.blocked_by).toEqual(['B-PROOF', 'B-OWNER']);
        expect(blockers.blockers.map(({ id }) => id)).toEqual(['B-PROOF', 'B-OWNER']);
        expect(decisionPacketSchema.safeParse(packet).success).toBe(true);
        expect(blockersSchema.safeParse(blockers).success).toBe(true);
      }),
    );
  });

  test('carries the prefix with a verdict, and never with an error', () => {
    const statusOf = (status: Status): string =>
      decide(lane(), status, evidence('HELD')).packet.status;
    expect(statuses.map(statusOf)).toEqual([
      'TEAM_A_ROLLBACK_READY',
      'TEAM_A_PART_HELD',
      'TEAM_A_ROLLBACK_NOT_PROVEN',
      'USAGE_ERROR',
      'TEAM_A_READY_NOT_APPLIED',
      'TEAM_A_INPUT_REJECTED',
      'INTERNAL_FAULT',
    ]);
  });
});

describe('a blocker', () => {
  const first = (facts: EvidenceFacts) =>
    decide(lane(), 'ROLLBACK_READY', facts).blockers.blockers[0];

  test('is narrowed by evidence that held, with the reason and the file that shows it', () => {
    expect(first(evidence('HELD'))).toMatchObject({
      status: 'NARROWED',
      narrowed_by: [
        { because: 'it was restored', shown_in: ['clone-rollback-evidence.json'] },
        { because: 'the gate refused', shown_in: ['ci-seal-vs-bytes-gate-selftest-result.json'] },
      ],
      not_shown: [],
    });
  });

  test.each(['NOT_HELD', 'NOT_DECIDED'] as const)(
    'stays as it is on evidence that is %s',
    (judgement) => {
      expect(first(evidence(judgement))).toMatchObject({ status: 'OPEN', narrowed_by: [] });
    },
  );

  test('needs all the evidence that a reason names', () => {
    const partly = first({ ...evidence('NOT_DECIDED'), 'rollback-snapshot': 'HELD' });
    expect(partly).toMatchObject({ status: 'OPEN', narrowed_by: [] });
    expect(partly?.not_shown).toHaveLength(2);
  });

  test('of an owner, which nothing narrows, stays open', () => {
    expect(decide(lane(), 'ROLLBACK_READY', evidence('HELD')).blockers.blockers[1]).toMatchObject({
      id: 'B-OWNER',
      status: 'OPEN',
      closable_by: ['owner'],
    });
  });
});
