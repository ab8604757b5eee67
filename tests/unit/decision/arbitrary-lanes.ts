// Lanes of any team, and all that a run may have shown.
import fc from 'fast-check';
import { TREE_JSON_FILES } from '../../../harness/evidence/contract.ts';
import {
  EVIDENCE_NAMES,
  laneFileSchema,
  type EvidenceFacts,
  type LaneFile,
} from '../../../harness/decision/contract.ts';
import { JUDGEMENTS, STATUSES, type Status } from '../../../harness/kernel/index.ts';

export const anyStatus = fc.constantFrom(...(Object.keys(STATUSES) as Status[])); // keys of the literal

export const anyEvidence: fc.Arbitrary<EvidenceFacts> = fc
  .record(Object.fromEntries(EVIDENCE_NAMES.map((name) => [name, fc.constantFrom(...JUDGEMENTS)])))
  .map((facts) => facts as EvidenceFacts); // every name of the list is a key

const words = fc.stringMatching(/^[A-Za-z][a-z ,.]{0,30}[a-z]$/);
const actors = fc.uniqueArray(fc.constantFrom('owner', 'operator'), { minLength: 1 });
const someOf = <T>(values: readonly T[]): fc.Arbitrary<T[]> =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 5 });

const way = fc.record({
  evidence: someOf(EVIDENCE_NAMES),
  because: words,
  shown_in: someOf(TREE_JSON_FILES),
});

/** Any that the form of a lane file allows. */
export const anyLane: fc.Arbitrary<LaneFile> = fc
  .uniqueArray(fc.stringMatching(/^[A-Z]{1,4}[0-9]{1,4}$/), { minLength: 1, maxLength: 4 })
  .chain((options) =>
    fc.record({
      version: fc.constant(1),
      lane: fc.stringMatching(/^[a-z]{1,9}$/),
      title: words,
      status_prefix: fc.stringMatching(/^[A-Z]{1,9}_$/),
      statement: words,
      options: fc
        .tuple(
          ...[...options, 'HOLD_PRODUCTION'].map((id) =>
            fc.record({
              id: fc.constant(id),
              title: words,
              default: fc.constant(id === 'HOLD_PRODUCTION'),
              means: words,
              needs: fc.array(words, { maxLength: 2 }),
            }),
          ),
        )
        .chain((each) => fc.shuffledSubarray(each, { minLength: each.length })),
      blockers: fc.uniqueArray(
        fc.record({
          id: fc.stringMatching(/^[A-Z]{1,4}-[0-9]{1,4}$/),
          title: words,
          status: fc.constant('OPEN'),
          actor: actors,
          next_action: words,
          blocks: someOf(options),
          closable_by: actors,
          narrowed_by: fc.array(way, { maxLength: 4 }),
        }),
        { minLength: 1, maxLength: 5, selector: ({ id }) => id },
      ),
      surfaces: fc.constant([{ id: 'live', title: 'Live system', basis: 'network' }]),
    }),
  )
  .map((lane) => laneFileSchema.parse(lane));
