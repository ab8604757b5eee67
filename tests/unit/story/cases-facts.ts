// Facts that contradict each other, with everything derived from them made to fit: what the forger
// did to them, and all that is then said.
import { sha256 } from '../../../harness/kernel/index.ts';
import type { PacketSources } from '../../../harness/run/story/sources.ts';
import { calibrationKinds } from '../../../harness/witness/index.ts';
import { goodSources } from './packets.ts';
import { item, type Mutable } from './told.ts';

export interface FactsCase {
  readonly when: string;
  readonly change: (facts: Mutable<PacketSources>) => void;
  readonly says: readonly string[];
}

const E = 'clone-rehearsal-execution-evidence.json';
const CHECKS = goodSources()['isolation-proof.json'].checks.length;
const KINDS = calibrationKinds(true).length;
const OTHER = sha256('another state');

export const FACTS: readonly FactsCase[] = [
  {
    when: 'the engine was not asked what is left',
    change: ({ execution }) => {
      execution.leftovers = null;
    },
    says: [`PACKET_STORY_REACH ${E} leftovers: the isolation proof says whether there was a clone`],
  },
  {
    when: 'scenarios ran where the restore did not hold',
    change: (facts) => {
      facts['restore-evidence.json'].judgement = 'NOT_HELD';
    },
    says: [
      'clones',
      'calibration',
      'cluster_residue',
      'clone_method',
      'baseline.exit_hash',
      'scenarios',
    ].map(
      (key) =>
        `PACKET_STORY_REACH ${E} ${key}: scenarios are rehearsed on a baseline whose restore held, and nowhere else`,
    ),
  },
  {
    when: 'the target was locked and never measured to be isolated',
    change: (facts) => {
      facts['rehearsal-target-lock.json'].locked = 'NOT_DECIDED';
    },
    says: [
      'PACKET_STORY_REACH rehearsal-target-lock.json locked: isolation-proof.json says otherwise',
    ],
  },
  {
    when: 'a check of isolation is missing',
    change: (facts) => {
      facts['isolation-proof.json'].checks.pop();
    },
    says: [
      `PACKET_STORY_ISOLATION isolation-proof.json checks has ${CHECKS - 1} items, not ${CHECKS}: it is not what this build asks`,
    ],
  },
  {
    when: 'a check of isolation measured something else, and is said to hold',
    change: (facts) => {
      item(facts['isolation-proof.json'].checks, 1).measured = '2';
    },
    says: [
      'PACKET_STORY_ISOLATION isolation-proof.json checks[1].judgement: what was measured says otherwise',
    ],
  },
  {
    when: 'the attestation was given for other bytes',
    change: (facts) => {
      const { attestation } = facts['clone-provenance.json'];
      if (attestation !== null) attestation.boundToDump = 'NO';
    },
    says: [
      'PACKET_STORY_PROVENANCE clone-provenance.json attestation: no dump is accepted without one that is bound to it',
    ],
  },
  {
    when: 'the clone came from another server than the dump',
    change: (facts) => {
      facts['rehearsal-target-lock.json'].server_major = 17;
      facts['restore-evidence.json'].server_major = 17;
    },
    says: [
      'PACKET_STORY_PROVENANCE rehearsal-target-lock.json server_major: the dump comes from another server',
    ],
  },
  {
    when: 'a secret stands in the dump, and Table A says there is none',
    change: (facts) => {
      facts['clone-provenance.json'].scan?.hits.push({
        code: 'DATA_PASSWORD_HASH',
        rule: 'a rule',
        where: 'public.births.note',
        count: 1,
        shape: 'a shape',
      });
    },
    says: [
      'PACKET_STORY_PROVENANCE clone-provenance.json candidates[0].contains_secrets: its own facts make another row of it',
    ],
  },
  {
    when: 'a lane allowed what no lane can',
    change: (facts) => {
      facts['clone-provenance.json'].allowed.push({
        code: 'ATTESTATION_OTHER_BYTES',
        where: 'a.dump',
        what: 'bound to others',
        reason: 'somebody looked at it',
      });
    },
    says: [
      'PACKET_STORY_PROVENANCE clone-provenance.json allowed[0]: no lane can allow this, or not without a reason',
    ],
  },
  {
    when: 'the restore met an error, and is said to hold',
    change: (facts) => {
      facts['restore-evidence.json'].findings.push({
        code: 'RESTORE_ERROR',
        where: 'TOC entry 4',
        what: 'it failed',
      });
    },
    says: ['PACKET_STORY_RESTORE restore-evidence.json judgement: its own facts do not allow it'],
  },
  {
    when: 'the dump held other rows than were compared',
    change: (facts) => {
      facts['restore-evidence.json'].rows_compared = 10;
    },
    says: [
      'PACKET_STORY_RESTORE restore-evidence.json rows_compared: the dump holds another number',
    ],
  },
  {
    when: 'a surface differs, and is said to hold',
    change: (facts) => {
      const table = facts['schema-compatibility.json'];
      const difference = { code: 'SCHEMA_COLUMN_DIFFERS', path: 'a', what: 'it differs' };
      item(table.surfaces, 0).differences.push({ ...difference, found: null, expected: null });
      table.findings.push({ code: difference.code, where: 'births', what: difference.what });
    },
    says: [
      'PACKET_STORY_SCHEMA schema-compatibility.json surfaces[0]: it holds only where something was checked, and nothing differs',
    ],
  },
  {
    when: 'a planned scenario has been left out',
    change: ({ execution }) => {
      execution.scenarios.splice(2, 1);
    },
    says: [
      `PACKET_STORY_REACH ${E} scenarios: scenarios are rehearsed on a baseline whose restore held, and nowhere else`,
      `PACKET_STORY_PLAN ${E} scenarios has 4 items, not 5: the plan names another`,
    ],
  },
  {
    when: 'a way back was carried out that was not planned',
    change: ({ execution }) => {
      execution.plan.rollbacks.splice(1, 1);
    },
    says: [
      `PACKET_STORY_PLAN ${E} scenarios[2].rollbacks[0]: it was not planned, or not in this order`,
    ],
  },
  {
    when: 'a table of the baseline holds another row',
    change: ({ execution }) => {
      if (execution.baseline !== null) item(execution.baseline.tables, 0).rows = 5;
    },
    says: [`PACKET_STORY_BASELINE ${E} baseline.row_count: the tables hold another number of rows`],
  },
  {
    when: 'a section of the baseline\u2019s catalog has another hash',
    change: ({ execution }) => {
      if (execution.baseline !== null) execution.baseline.catalog['columns'] = OTHER;
    },
    says: [
      `PACKET_STORY_BASELINE ${E} baseline.entry_hash: it is not the hash of the tables and the catalog`,
    ],
  },
  {
    when: 'a kind of change was left out of the calibration',
    change: ({ execution }) => {
      const { calibration } = execution;
      if (calibration === null) return;
      calibration.trials.pop();
      calibration.seen -= 1;
      calibration.of -= 1;
    },
    says: [
      `PACKET_STORY_CALIBRATION ${E} calibration.trials has ${KINDS - 1} items, not ${KINDS}: it is not the kind that this build tries there`,
    ],
  },
  {
    when: 'the calibration was blind, and is said to hold',
    change: ({ execution }) => {
      if (execution.calibration !== null) item(execution.calibration.trials, 0).seen = 'NOT_HELD';
    },
    says: [
      `PACKET_STORY_CALIBRATION ${E} calibration.seen: its trials say otherwise`,
      `PACKET_STORY_CALIBRATION ${E} calibration.judgement: its trials say otherwise`,
    ],
  },
  {
    when: 'a way back did not come back, and is said to hold',
    change: ({ execution }) => {
      item(item(execution.scenarios, 1).rollbacks, 0).after_rollback_hash = OTHER;
    },
    says: [
      `PACKET_STORY_SCENARIO ${E} scenarios[1].rollbacks[0].judgement: its own facts do not allow it`,
      `PACKET_STORY_SCENARIO ${E} scenarios[1].rollbacks[0].not_restored: the hashes are not the same`,
    ],
  },
  {
    when: 'a finding that keeps a way back from holding was taken out of it',
    change: ({ execution }) => {
      item(item(execution.scenarios, 1).rollbacks, 0).not_restored.push('public.births');
    },
    says: [
      `PACKET_STORY_SCENARIO ${E} scenarios[1].rollbacks[0].judgement: its own facts do not allow it`,
      `PACKET_STORY_SCENARIO ${E} scenarios[1].rollbacks[0].not_restored: its findings of SCENARIO_NOT_RESTORED say otherwise`,
    ],
  },
  {
    when: 'a scenario is said to hold whose way back does not',
    change: ({ execution }) => {
      item(item(execution.scenarios, 1).rollbacks, 0).judgement = 'NOT_HELD';
    },
    says: [`PACKET_STORY_SCENARIO ${E} scenarios[1].judgement: its own facts do not allow it`],
  },
  {
    when: 'an expectation is said to be met that the locks speak against',
    change: ({ execution }) => {
      item(item(execution.scenarios, 1).locks, 0).mode = 'AccessExclusive';
    },
    says: [
      `PACKET_STORY_SCENARIO ${E} scenarios[1].expectations[1].judgement: what was seen says otherwise`,
    ],
  },
  {
    when: 'a scenario began elsewhere than at the baseline',
    change: ({ execution }) => {
      const rollback = item(item(execution.scenarios, 1).rollbacks, 0);
      rollback.expected_hash = OTHER;
      rollback.before_hash = OTHER;
      rollback.after_rollback_hash = OTHER;
    },
    says: [
      `PACKET_STORY_START ${E} scenarios[1].rollbacks[0].expected_hash: it begins at the baseline, whose own is another`,
    ],
  },
  {
    when: 'a step of a chain did not begin where the one before it ended',
    change: ({ execution }) => {
      for (const rollback of item(execution.scenarios, 4).rollbacks) {
        rollback.expected_hash = OTHER;
        rollback.before_hash = OTHER;
        rollback.after_rollback_hash = OTHER;
      }
    },
    says: [
      `PACKET_STORY_START ${E} scenarios[4].rollbacks: it does not begin where the step before it ended`,
    ],
  },
  {
    when: 'two ways back of one change saw other ends of it',
    change: ({ execution }) => {
      item(item(execution.scenarios, 2).rollbacks, 1).after_apply_hash = OTHER;
    },
    says: [`PACKET_STORY_START ${E} scenarios[2].rollbacks: its changes do not end in one state`],
  },
];
