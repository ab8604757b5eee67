// Cases of RX-0 to RX-3: what differs from facts that hold, and all that the step then says.
import { print, tablePrint } from '../witness/prints.ts';
import { isolation, run, type Case } from './step-facts.ts';

const empty = print({ tables: [tablePrint('public.births', 0, '')] });

const IDENTICAL = 'the baseline at entry and at exit is identical';
const NOT_IDENTICAL = 'the baseline at entry and at exit is not identical';
const READ = '2 tables with 5 rows were read';
const BACK = 'changed, and exactly as before after the rollback';
const BASELINE_MOVED =
  'REHEARSAL_BASELINE_MOVED RX-1: the baseline changed while it was rehearsed on';

export const REHEARSED: readonly Case[] = [
  {
    id: 'RX-0',
    when: 'every check held',
    judgement: 'HELD',
    shows: ['2 of 2 isolation checks held'],
  },
  {
    id: 'RX-0',
    when: 'a check did not',
    change: { isolation: isolation('NOT_HELD', 'HELD', 'NOT_HELD') },
    judgement: 'NOT_HELD',
    shows: ['1 of 2 isolation checks held'],
  },
  {
    id: 'RX-0',
    when: 'the sum says more than its checks',
    change: { isolation: isolation('HELD', 'HELD', 'NOT_HELD') },
    judgement: 'NOT_HELD',
    shows: ['1 of 2 isolation checks held'],
  },
  {
    id: 'RX-0',
    when: 'a check was not decided',
    change: { isolation: isolation('HELD', 'NOT_DECIDED', 'HELD') },
    judgement: 'NOT_DECIDED',
    shows: ['1 of 2 isolation checks held'],
  },
  {
    id: 'RX-0',
    when: 'there was no check',
    change: { isolation: isolation('HELD') },
    judgement: 'NOT_DECIDED',
    shows: ['0 of 0 isolation checks held'],
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
    when: 'a read-only scenario changed something',
    change: { runs: [run('read-only'), run('read-only', 'NOT_HELD')] },
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
    when: 'every run held',
    judgement: 'HELD',
    shows: [`transactional-one: ${BACK}`],
  },
  {
    id: 'RX-2',
    when: 'one of two did not',
    change: { runs: [run('transactional'), run('transactional', 'NOT_HELD')] },
    judgement: 'NOT_HELD',
    shows: [`transactional-one: ${BACK}`, 'transactional-one: not proven'],
  },
  {
    id: 'RX-2',
    when: 'one was not decided',
    change: { runs: [run('transactional', 'NOT_DECIDED')] },
    judgement: 'NOT_DECIDED',
    shows: ['transactional-one: could not be decided'],
  },
  {
    id: 'RX-2',
    when: 'none was rehearsed',
    change: { runs: [run('snapshot')] },
    judgement: 'NOT_DECIDED',
    shows: ['no transactional scenario was rehearsed'],
    findings: ['REHEARSAL_STEP_EMPTY RB-CLONE-TXN: no transactional scenario was rehearsed'],
  },
  {
    id: 'RX-2',
    when: 'it was not reached',
    change: { entry: null, runs: [] },
    judgement: 'NOT_DECIDED',
    shows: ['it was not reached'],
  },

  {
    id: 'RX-3',
    when: 'every run held',
    judgement: 'HELD',
    shows: [`snapshot-one: ${BACK}`],
  },
  {
    id: 'RX-3',
    when: 'one did not',
    change: { runs: [run('snapshot', 'NOT_HELD')] },
    judgement: 'NOT_HELD',
    shows: ['snapshot-one: not proven'],
  },
  {
    id: 'RX-3',
    when: 'none was rehearsed',
    change: { runs: [run('transactional')] },
    judgement: 'NOT_DECIDED',
    shows: ['no snapshot scenario was rehearsed'],
    findings: ['REHEARSAL_STEP_EMPTY RB-CLONE-SNAP: no snapshot scenario was rehearsed'],
  },
];
