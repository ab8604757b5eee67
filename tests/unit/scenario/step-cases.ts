// Cases of RX-0 to RX-3: what differs from facts that hold, and all that the step then says.
import type { Judgement } from '../../../harness/kernel/index.ts';
import type { ScenarioRun } from '../../../harness/scenario/evidence-contract.ts';
import { print, tablePrint } from '../witness/prints.ts';
import { CLONES, isolation, run, type Case } from './step-facts.ts';

const empty = print({ tables: [tablePrint('public.births', 0, '')] });

const AS_ISOLATED = 'every clone was as isolated';
const NOT_AS_ISOLATED = 'not every clone was shown to be isolated';
const IDENTICAL = 'the baseline at entry and at exit is identical';
const NOT_IDENTICAL = 'the baseline at entry and at exit is not identical';
const READ = '2 tables with 5 rows were read';
const BACK = 'changed, and exactly as before after the rollback';
const BASELINE_MOVED =
  'REHEARSAL_BASELINE_MOVED RX-1: the baseline changed while it was rehearsed on';

const WRITTEN = 'its files are not what they were before the scenarios';
const NONE = (what: 'TXN' | 'SNAP'): string =>
  `no rollback of class RB-CLONE-${what} was rehearsed`;

/** The same run where something else than its ways back decides over the scenario. */
function withJudgement(judgement: Judgement, found: ScenarioRun): ScenarioRun {
  return { ...found, evidence: { ...found.evidence, judgement } };
}

export const REHEARSED: readonly Case[] = [
  {
    id: 'RX-0',
    when: 'every check held',
    judgement: 'HELD',
    shows: ['2 of 2 isolation checks held', AS_ISOLATED],
  },
  {
    id: 'RX-0',
    when: 'a check did not',
    change: { isolation: isolation('NOT_HELD', 'HELD', 'NOT_HELD') },
    judgement: 'NOT_HELD',
    shows: ['1 of 2 isolation checks held', AS_ISOLATED],
  },
  {
    id: 'RX-0',
    when: 'the sum says more than its checks',
    change: { isolation: isolation('HELD', 'HELD', 'NOT_HELD') },
    judgement: 'NOT_HELD',
    shows: ['1 of 2 isolation checks held', AS_ISOLATED],
  },
  {
    id: 'RX-0',
    when: 'a check was not decided',
    change: { isolation: isolation('HELD', 'NOT_DECIDED', 'HELD') },
    judgement: 'NOT_DECIDED',
    shows: ['1 of 2 isolation checks held', AS_ISOLATED],
  },
  {
    id: 'RX-0',
    when: 'there was no check',
    change: { isolation: isolation('HELD') },
    judgement: 'NOT_DECIDED',
    shows: ['0 of 0 isolation checks held', AS_ISOLATED],
  },
  {
    id: 'RX-0',
    when: 'nothing was measured',
    change: { isolation: null },
    judgement: 'NOT_DECIDED',
    shows: ['isolation was not measured'],
  },
  {
    id: 'RX-0',
    when: 'there was no clone',
    change: { isolation: isolation('N/A_NO_CLONE') },
    judgement: 'NOT_DECIDED',
    shows: ['isolation was not measured'],
  },
  {
    id: 'RX-0',
    when: 'a clone was not isolated',
    change: { clones: { ...CLONES, isolation: 'NOT_HELD' } },
    judgement: 'NOT_HELD',
    shows: ['2 of 2 isolation checks held', NOT_AS_ISOLATED],
  },
  {
    id: 'RX-0',
    when: 'it is not known of every clone',
    change: { clones: { ...CLONES, isolation: 'NOT_DECIDED' } },
    judgement: 'NOT_DECIDED',
    shows: ['2 of 2 isolation checks held', NOT_AS_ISOLATED],
  },
  {
    id: 'RX-0',
    when: 'scenarios ran on clones that nobody tells of',
    change: { clones: null, cloneMethod: null },
    judgement: 'NOT_DECIDED',
    shows: ['2 of 2 isolation checks held'],
  },
  {
    id: 'RX-0',
    when: 'thin clones were made and nobody tells of them',
    change: { clones: null },
    judgement: 'NOT_DECIDED',
    shows: ['2 of 2 isolation checks held'],
  },
  {
    id: 'RX-0',
    when: 'clones share the server that was measured',
    change: { clones: null, cloneMethod: 'template' },
    judgement: 'HELD',
    shows: ['2 of 2 isolation checks held'],
  },
  {
    id: 'RX-0',
    when: 'it came to no clone',
    change: { clones: null, cloneMethod: null, runs: [] },
    judgement: 'HELD',
    shows: ['2 of 2 isolation checks held'],
  },

  {
    id: 'RX-1',
    when: 'both reads are identical',
    judgement: 'HELD',
    shows: [IDENTICAL, READ, '1 of 1 read-only scenarios left their clone as it was'],
  },
  {
    id: 'RX-1',
    when: 'no read-only scenario is there',
    change: { runs: [] },
    judgement: 'HELD',
    shows: [IDENTICAL, READ],
  },
  {
    id: 'RX-1',
    when: 'the second read differs',
    change: { exit: print({ columns: ['b'] }) },
    judgement: 'NOT_HELD',
    shows: [NOT_IDENTICAL, READ],
    findings: [BASELINE_MOVED],
  },
  {
    id: 'RX-1',
    when: 'the second read differs in a sequence',
    change: { exit: print({ sequences: [] }) },
    judgement: 'NOT_HELD',
    shows: [NOT_IDENTICAL, READ],
    findings: [BASELINE_MOVED],
  },
  {
    id: 'RX-1',
    when: 'a file of the baseline was written',
    change: { clones: { ...CLONES, isBaselineUntouched: false } },
    judgement: 'NOT_HELD',
    shows: [WRITTEN],
    findings: [`GROUND_BASELINE_WRITTEN RX-1: ${WRITTEN}`],
  },
  {
    id: 'RX-1',
    when: 'a file of the baseline was written, and it was not read again',
    change: { clones: { ...CLONES, isBaselineUntouched: false }, exit: null },
    judgement: 'NOT_HELD',
    shows: [WRITTEN],
    findings: [`GROUND_BASELINE_WRITTEN RX-1: ${WRITTEN}`],
  },
  {
    id: 'RX-1',
    when: 'nobody compared the files below thin clones',
    change: { clones: { ...CLONES, isBaselineUntouched: null } },
    judgement: 'NOT_DECIDED',
    shows: [IDENTICAL, READ, '1 of 1 read-only scenarios left their clone as it was'],
  },
  {
    id: 'RX-1',
    when: 'copies have no files below them to compare',
    change: { cloneMethod: 'template', clones: { ...CLONES, isBaselineUntouched: null } },
    judgement: 'HELD',
    shows: [IDENTICAL, READ, '1 of 1 read-only scenarios left their clone as it was'],
  },
  {
    id: 'RX-1',
    when: 'a read-only scenario changed something',
    change: { runs: [run([]), run([], 'NOT_HELD')] },
    judgement: 'NOT_HELD',
    shows: [IDENTICAL, READ, '1 of 2 read-only scenarios left their clone as it was'],
  },
  {
    id: 'RX-1',
    when: 'there was no row to read',
    change: { entry: empty, exit: empty },
    judgement: 'NOT_DECIDED',
    shows: [
      IDENTICAL,
      '1 tables with 0 rows were read',
      '1 of 1 read-only scenarios left their clone as it was',
    ],
    findings: ['REHEARSAL_NOTHING_READ RX-1: the clone holds no row'],
  },
  {
    id: 'RX-1',
    when: 'it was read once',
    change: { exit: null },
    judgement: 'NOT_DECIDED',
    shows: ['the baseline was not read twice'],
  },
  {
    id: 'RX-1',
    when: 'it was not read',
    change: { entry: null },
    judgement: 'NOT_DECIDED',
    shows: ['the baseline was not read twice'],
  },

  {
    id: 'RX-2',
    when: 'every way back held',
    judgement: 'HELD',
    shows: [`transaction-one by transaction: ${BACK}`],
  },
  {
    id: 'RX-2',
    when: 'one of two did not',
    change: { runs: [run('transaction'), run('transaction', 'NOT_HELD')] },
    judgement: 'NOT_HELD',
    shows: [
      `transaction-one by transaction: ${BACK}`,
      'transaction-one by transaction: not proven',
    ],
  },
  {
    id: 'RX-2',
    when: 'one was not decided',
    change: { runs: [run('transaction', 'NOT_DECIDED')] },
    judgement: 'NOT_DECIDED',
    shows: ['transaction-one by transaction: could not be decided'],
  },
  {
    id: 'RX-2',
    when: 'its way back held and the scenario did not',
    change: { runs: [withJudgement('NOT_HELD', run('transaction'))] },
    judgement: 'NOT_HELD',
    shows: [`transaction-one by transaction: ${BACK}`],
  },
  {
    id: 'RX-2',
    when: 'its way back held and the scenario was not decided',
    change: { runs: [withJudgement('NOT_DECIDED', run('transaction'))] },
    judgement: 'NOT_DECIDED',
    shows: [`transaction-one by transaction: ${BACK}`],
  },
  {
    id: 'RX-2',
    when: 'a scenario of another class did not hold',
    change: { runs: [run('transaction'), run('storage', 'NOT_HELD')] },
    judgement: 'HELD',
    shows: [`transaction-one by transaction: ${BACK}`],
  },
  ...(['revert', 'staircase', 'storage', 'template', 'logical', 'pitr'] as const).map(
    (way): Case => ({
      id: 'RX-2',
      when: `only ${way} was rehearsed`,
      change: { runs: [run(way)] },
      judgement: 'NOT_DECIDED',
      shows: [NONE('TXN')],
      findings: [`REHEARSAL_STEP_EMPTY RB-CLONE-TXN: ${NONE('TXN')}`],
    }),
  ),
  {
    id: 'RX-2',
    when: 'nothing was rehearsed',
    change: { runs: [] },
    judgement: 'NOT_DECIDED',
    shows: [NONE('TXN')],
    findings: [`REHEARSAL_STEP_EMPTY RB-CLONE-TXN: ${NONE('TXN')}`],
  },
  {
    id: 'RX-2',
    when: 'it was not reached',
    change: { entry: null, runs: [] },
    judgement: 'NOT_DECIDED',
    shows: ['it was not reached'],
  },

  ...(['storage', 'template', 'logical', 'pitr'] as const).map((way): Case => ({
    id: 'RX-3',
    when: `${way} held`,
    change: { runs: [run(way)] },
    judgement: 'HELD',
    shows: [`${way}-one by ${way}: ${BACK}`],
  })),
  {
    id: 'RX-3',
    when: 'one way of several did not hold',
    change: { runs: [run(['storage', 'pitr']), run('logical', 'NOT_HELD')] },
    judgement: 'NOT_HELD',
    shows: [
      `storage-one by storage: ${BACK}`,
      `storage-one by pitr: ${BACK}`,
      'logical-one by logical: not proven',
    ],
  },
  {
    id: 'RX-3',
    when: 'a down-script beside it did not hold',
    change: { runs: [run('storage'), run('revert', 'NOT_HELD')] },
    judgement: 'NOT_HELD',
    shows: [`storage-one by storage: ${BACK}`, 'revert-one by revert: not proven'],
  },
  {
    id: 'RX-3',
    when: 'a staircase beside it was not decided',
    change: { runs: [run('storage'), run('staircase', 'NOT_DECIDED')] },
    judgement: 'NOT_DECIDED',
    shows: [`storage-one by storage: ${BACK}`, 'staircase-one by staircase: could not be decided'],
  },
  {
    id: 'RX-3',
    when: 'only down-scripts were rehearsed',
    change: { runs: [run(['revert', 'staircase'])] },
    judgement: 'NOT_DECIDED',
    shows: [NONE('SNAP'), `revert-one by revert: ${BACK}`, `revert-one by staircase: ${BACK}`],
    findings: [`REHEARSAL_STEP_EMPTY RB-CLONE-SNAP: ${NONE('SNAP')}`],
  },
  {
    id: 'RX-3',
    when: 'none was rehearsed',
    change: { runs: [run('transaction'), run([])] },
    judgement: 'NOT_DECIDED',
    shows: [NONE('SNAP')],
    findings: [`REHEARSAL_STEP_EMPTY RB-CLONE-SNAP: ${NONE('SNAP')}`],
  },
];
