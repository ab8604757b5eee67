// The decision as a document: what an owner may choose, what is in the way, and that none is chosen.
import type { Blockers, DecisionPacket } from '../decision/contract.ts';
import { data, listed } from './blocks.ts';
import type { Block, Line } from './contract.ts';

/** Options and blockers, short: for the report. */
export function decisionBlocks(decision: DecisionPacket, { blockers }: Blockers): Block[] {
  return [
    {
      kind: 'table',
      head: ['option', 'what it means', 'kept back by'],
      rows: decision.options.map(({ id, is_default, means, blocked_by }): Line[] => [
        is_default ? [data(id), ' (default)'] : [data(id)],
        [means],
        blocked_by.length === 0 ? ['nothing'] : blocked_by.flatMap(listed),
      ]),
    },
    {
      kind: 'table',
      head: ['blocker', 'status', 'actor', 'next action'],
      rows: blockers.map(({ id, status, actor, next_action }): Line[] => [
        [data(id)],
        [data(status)],
        [actor.join(' + ')],
        [next_action],
      ]),
    },
  ];
}

/** The whole of it: `decision-packet.md`. */
export function decisionDocument(decision: DecisionPacket, blockers: Blockers): Block[] {
  return [
    { kind: 'heading', level: 1, line: ['Decision packet'] },
    { kind: 'paragraph', line: [{ data: decision.status, isStrong: true }] },
    { kind: 'paragraph', line: [decision.statement] },
    { kind: 'paragraph', line: ['Lane: ', data(decision.title)] },
    {
      kind: 'paragraph',
      line: [
        'Production authority: ',
        data(decision.production_authority),
        '. Selected: none. Default: ',
        data(decision.default),
      ],
    },
    { kind: 'heading', level: 2, line: ['Options and blockers'] },
    ...decisionBlocks(decision, blockers),
    { kind: 'heading', level: 2, line: ['What each option needs'] },
    {
      kind: 'list',
      items: decision.options.map(({ id, needs }): Line => [
        data(id),
        `: ${needs.join('; ') || 'nothing'}`,
      ]),
    },
    ...blockers.blockers.flatMap(blockerBlocks),
  ];
}

function blockerBlocks(blocker: Blockers['blockers'][number]): Block[] {
  const shown = blocker.narrowed_by.map((way): Line => [
    'Narrowed by this run: ',
    way.because,
    '. Shown in ',
    ...way.shown_in.flatMap(listed),
  ]);
  const missing = blocker.not_shown.map((way): Line => [
    'Not shown by this run: ',
    ...way.evidence.flatMap(listed),
  ]);
  const evidence = blocker.evidence.map(({ name, judgement, shown_at }): Line => [
    'Evidence ',
    data(name),
    ': ',
    data(judgement),
    shown_at.length === 0 ? ', looked for by no run' : ', in ',
    ...shown_at.flatMap(listed),
  ]);
  return [
    { kind: 'heading', level: 3, line: [data(blocker.id)] },
    { kind: 'paragraph', line: [blocker.title, '. Status: ', data(blocker.status)] },
    {
      kind: 'list',
      items: [
        [`Actor: ${blocker.actor.join(' + ')}`],
        [`Next action: ${blocker.next_action}`],
        ['Blocks: ', ...blocker.blocks.flatMap(listed)],
        [`Can be closed by: ${blocker.closable_by.join(' or ')}; never by a run`],
        ...shown,
        ...missing,
        ...evidence,
      ],
    },
  ];
}
