// Cases of RX-4 to RX-6: what differs from facts that hold, and all that the step then says.
import { finding, sha256 } from '../../../harness/kernel/index.ts';
import type { ResidueItem } from '../../../harness/witness/contract.ts';
import { EXECUTOR, GONE, planOf, run, unseen, type Case } from './step-facts.ts';

const slot: ResidueItem = { kind: 'replication slot', name: 's', what: 'is left', undoable: true };
const moved: ResidueItem = {
  kind: 'sequence',
  name: 'public.s',
  what: 'was "x", is "y"',
  undoable: false,
};
export const changedExecutor = { ...EXECUTOR, after: sha256('b') };
export const unreadExecutor = { ...EXECUTOR, after: null };
const SLOT_LEFT = 'SCENARIO_LEFT_RESIDUE RX-5: replication slot "s"';
const SEQUENCE_MOVED = 'sequence public.s was "x", is "y" (a rollback cannot undo this)';

const leftByReading = run([], 'NOT_HELD', [], {
  findings: [finding('SCENARIO_LEFT_RESIDUE', 'reads-one', 'replication slot "s"')],
});

export const LEFT_AFTER: readonly Case[] = [
  {
    id: 'RX-4',
    when: 'the bytes are the same',
    judgement: 'HELD',
    shows: ['sql/run_all.sql: same bytes'],
  },
  {
    id: 'RX-4',
    when: 'the bytes changed',
    change: { executor: [EXECUTOR, changedExecutor] },
    judgement: 'NOT_HELD',
    shows: ['sql/run_all.sql: same bytes', 'sql/run_all.sql: not the same bytes'],
    findings: ['REHEARSAL_EXECUTOR_CHANGED sql/run_all.sql: its bytes changed'],
  },
  {
    id: 'RX-4',
    when: 'they cannot be read again',
    change: { executor: [EXECUTOR, unreadExecutor] },
    judgement: 'NOT_DECIDED',
    shows: ['sql/run_all.sql: same bytes', 'sql/run_all.sql: could not be read again'],
    findings: ['REHEARSAL_EXECUTOR_CHANGED sql/run_all.sql: it cannot be read again'],
  },
  {
    id: 'RX-4',
    when: 'one changed and one cannot be read',
    change: { executor: [unreadExecutor, changedExecutor] },
    judgement: 'NOT_HELD',
    shows: ['sql/run_all.sql: could not be read again', 'sql/run_all.sql: not the same bytes'],
    findings: [
      'REHEARSAL_EXECUTOR_CHANGED sql/run_all.sql: its bytes changed',
      'REHEARSAL_EXECUTOR_CHANGED sql/run_all.sql: it cannot be read again',
    ],
  },
  {
    id: 'RX-4',
    when: 'no file is named',
    change: { executor: [] },
    judgement: 'NOT_DECIDED',
    shows: ['no executor file was named'],
  },

  { id: 'RX-5', when: 'nothing is left', judgement: 'HELD', shows: ['nothing is left'] },
  {
    id: 'RX-5',
    when: 'a sequence moved that no rollback moves back',
    change: { runs: [run('transaction', 'HELD', [moved])] },
    judgement: 'HELD',
    shows: [SEQUENCE_MOVED],
  },
  {
    id: 'RX-5',
    when: 'a scenario left something',
    change: { runs: [run('transaction', 'HELD', [slot, moved])] },
    judgement: 'NOT_HELD',
    shows: ['replication slot s is left', SEQUENCE_MOVED],
    findings: [SLOT_LEFT],
  },
  {
    id: 'RX-5',
    when: 'the cluster holds something',
    change: { clusterResidue: [slot] },
    judgement: 'NOT_HELD',
    shows: ['replication slot s is left'],
    findings: [SLOT_LEFT],
  },
  {
    id: 'RX-5',
    when: 'a scenario was not run',
    change: { plan: planOf(run('storage'), run('pitr')) },
    judgement: 'NOT_DECIDED',
    shows: ['not every scenario was looked at for residue'],
  },
  {
    id: 'RX-5',
    when: 'the cluster was not looked at',
    change: { clusterResidue: null },
    judgement: 'NOT_DECIDED',
    shows: ['not every scenario was looked at for residue'],
  },
  {
    id: 'RX-5',
    when: 'a scenario was not run, and another left something',
    change: {
      plan: planOf(run('storage'), run('pitr')),
      clusterResidue: null,
      runs: [run('storage', 'HELD', [slot])],
    },
    judgement: 'NOT_HELD',
    shows: ['replication slot s is left'],
    findings: [SLOT_LEFT],
  },
  {
    id: 'RX-5',
    when: 'nobody looked at what one way back left',
    change: { runs: [run('storage'), unseen('revert')] },
    judgement: 'NOT_DECIDED',
    shows: ['not every scenario was looked at for residue'],
  },
  {
    id: 'RX-5',
    when: 'a scenario came to no way back',
    change: {
      runs: [run('storage'), run('revert', 'HELD', [], { rollbacks: [] })],
    },
    judgement: 'NOT_DECIDED',
    shows: ['not every scenario was looked at for residue'],
  },
  {
    id: 'RX-5',
    when: 'one that only reads was not looked at afterwards',
    change: {
      runs: [
        run([], 'HELD', [], { read_only: { before_hash: EXECUTOR.before, after_hash: null } }),
      ],
    },
    judgement: 'NOT_DECIDED',
    shows: ['not every scenario was looked at for residue'],
  },
  {
    id: 'RX-5',
    when: 'one that only reads left something',
    change: { runs: [leftByReading] },
    judgement: 'NOT_HELD',
    shows: ['reads-one only reads, and left replication slot "s"'],
    findings: ['SCENARIO_LEFT_RESIDUE reads-one: replication slot "s"'],
  },
  {
    id: 'RX-5',
    when: 'two ways left the same',
    change: { runs: [run(['storage', 'pitr'], 'HELD', [moved])] },
    judgement: 'HELD',
    shows: [SEQUENCE_MOVED],
  },

  {
    id: 'RX-6',
    when: 'all is gone',
    judgement: 'HELD',
    shows: ['containers 0, volumes 0, networks 0', 'socket folder gone'],
  },
  ...(['containers', 'volumes', 'networks'] as const).map((what): Case => ({
    id: 'RX-6',
    when: `there are ${what}`,
    change: { leftovers: { ...GONE, [what]: 1 } },
    judgement: 'NOT_HELD',
    shows: [
      `containers ${what === 'containers' ? 1 : 0}, volumes ${what === 'volumes' ? 1 : 0}, networks ${what === 'networks' ? 1 : 0}`,
      'socket folder gone',
    ],
    findings: [
      `SANDBOX_LEFT_BEHIND RX-6: containers ${what === 'containers' ? 1 : 0}, volumes ${what === 'volumes' ? 1 : 0}, networks ${what === 'networks' ? 1 : 0}, socket folder gone`,
    ],
  })),
  {
    id: 'RX-6',
    when: 'the socket\u2019s folder is there',
    change: { leftovers: { ...GONE, socketFolderGone: false } },
    judgement: 'NOT_HELD',
    shows: ['containers 0, volumes 0, networks 0', 'socket folder still there'],
    findings: [
      'SANDBOX_LEFT_BEHIND RX-6: containers 0, volumes 0, networks 0, socket folder still there',
    ],
  },
  {
    id: 'RX-6',
    when: 'counts cancel each other out',
    change: { leftovers: { ...GONE, containers: 1, volumes: -1 } },
    judgement: 'NOT_HELD',
    shows: ['containers 1, volumes -1, networks 0', 'socket folder gone'],
    findings: [
      'SANDBOX_LEFT_BEHIND RX-6: containers 1, volumes -1, networks 0, socket folder gone',
    ],
  },
  {
    id: 'RX-6',
    when: 'nobody asked',
    change: { leftovers: null },
    judgement: 'NOT_DECIDED',
    shows: ['the engine was not asked what is left'],
  },
];
