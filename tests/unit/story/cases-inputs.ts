// Scenarios whose files are not those that the run was told by, with the rest of the packet made to
// fit; and runs of every kind of files, as they are told.
import { sha256 } from '../../../harness/kernel/index.ts';
import type { PacketDocuments } from '../../../harness/run/story/documents.ts';
import type { PacketSources } from '../../../harness/run/story/sources.ts';
import type { FilesCase } from './cases-log.ts';
import { goodSources } from './packets.ts';
import { item, refitted, type Mutable } from './told.ts';

const E = 'clone-rehearsal-execution-evidence.json';
const EXECUTOR = 'scenarios/executor/99_run_all.sql';
const NO_INPUT = 'run.json knows no such input';

type Execution = Mutable<PacketSources>['execution'];
type Inputs = NonNullable<PacketDocuments['record']>['inputs'];

/** The run's record stays what it was, unless its inputs are named. */
function beside(
  { record }: PacketDocuments,
  change: (execution: Execution) => void,
  inputs?: (own: Inputs) => Inputs,
): PacketDocuments {
  const forged = refitted(goodSources(), ({ execution }) => change(execution));
  if (record === null) throw new Error('there is no record');
  const own = inputs?.(record.inputs) ?? record.inputs;
  // It names files of the inputs, so that it would be found out by itself.
  return { ...forged, 'junit.xml': null, record: { ...record, inputs: own } };
}

function refused(
  when: string,
  place: string,
  change: (execution: Execution) => void,
  what = NO_INPUT,
): FilesCase {
  return {
    when,
    forge: (documents) => beside(documents, change),
    codes: ['PACKET_STORY_RECORD'],
    says: `PACKET_STORY_RECORD ${E} ${place}: ${what}`,
  };
}

export const INPUTS: readonly FilesCase[] = [
  refused('a scenario that never was is a copy of another', 'scenarios[5].files', (execution) => {
    const copy = structuredClone(item(execution.scenarios, 2));
    copy.id = 'added';
    execution.scenarios.push(copy);
    execution.plan.scenarios.push('added');
    execution.plan.rollbacks.push(
      ...execution.plan.rollbacks
        .filter(({ scenario }) => scenario === 'backfills')
        .map((each) => ({ ...each, scenario: 'added' })),
    );
  }),
  refused('a script is that of another scenario', 'scenarios[2].files', ({ scenarios }) => {
    item(scenarios, 2).files['apply.sql'] = sha256('apply');
  }),
  refused('a script that asks is left out', 'scenarios[1].files', ({ scenarios }) => {
    delete item(scenarios, 1).files['verify.sql'];
    item(scenarios, 1).verified = 'NOT_ASKED';
  }),
  refused('a file is named that is no script', 'scenarios[1].files', ({ scenarios }) => {
    item(scenarios, 1).files['more.sql'] = sha256('more');
  }),
  refused('nothing defines a scenario', 'scenarios[2].files', ({ scenarios }) => {
    item(scenarios, 2).files = {};
  }),
  refused('the executor has another name', 'executor[0]', ({ executor }) => {
    item(executor, 0).file = 'other.sql';
  }),
  refused(
    'a scenario applies what nobody watched',
    'scenarios[2].executor',
    ({ scenarios }) => {
      item(scenarios, 2).executor = 'other.sql';
    },
    'it is none of the executors whose bytes were watched',
  ),
  {
    when: 'a migration is no step of a chain',
    forge: (documents) =>
      beside(
        documents,
        ({ scenarios }) => {
          const { files } = item(scenarios, 2);
          delete files['apply.sql'];
          files['db/1.sql (up)'] = sha256('a part');
        },
        (own) => [...own, { name: 'db/1.sql', sha256: sha256('a file') }],
      ),
    codes: ['PACKET_STORY_RECORD'],
    says: `PACKET_STORY_RECORD ${E} scenarios[2].chain: a migration is a step of one`,
  },
];

/** Scenarios of code, of migrations and of an executor, in folders that are spelt in any way. */
export function ofEveryKind(documents: PacketDocuments): PacketDocuments {
  const hashes = {
    'scenario.yaml': sha256('steps yaml'),
    'db/1.sql (up)': sha256('a part'),
    'db/1.sql (verify)': sha256('what asks'),
  };
  return beside(
    documents,
    ({ scenarios, executor }) => {
      item(executor, 0).file = `./${EXECUTOR}`;
      const [, code, applied, ...steps] = scenarios;
      if (code === undefined || applied === undefined) throw new Error('no scenarios');
      code.files = { 'scenario.ts': sha256('ts'), apply: sha256('a'), verify: sha256('v') };
      applied.executor = `./${EXECUTOR}`;
      applied.files = {
        'scenario.yaml': sha256('applied yaml'),
        [`./${EXECUTOR}`]: sha256('executor'),
      };
      for (const step of steps) {
        step.files = { ...hashes };
        step.verified = 'HELD';
      }
    },
    (own) =>
      [
        ...own.filter(({ name }) => !/(?:inserts|backfills|steps-\d)\//.test(name)),
        { name: '../teams/inserts/scenario.ts', sha256: sha256('ts') },
        { name: 'scenario.yaml', sha256: sha256('applied yaml') },
        { name: 'all/steps/scenario.yaml', sha256: hashes['scenario.yaml'] },
        { name: 'db/1.sql', sha256: sha256('the whole file') },
      ].map((each) => (each.name === `./${EXECUTOR}` ? { ...each, name: EXECUTOR } : each)),
  );
}
