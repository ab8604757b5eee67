// The decision that is not taken here: what an owner may choose from, and what stands before it.
import type { PacketView } from '../contract.ts';
import { icon } from './badge.ts';
import { data, markup, listed, NOTHING, type Markup } from './markup.ts';
import { facts, table } from './table.ts';

export function decision(view: PacketView): Markup {
  const { options } = view['decision-packet.json'];
  const { blockers } = view['blockers.json'];
  return markup`<p>
      Nothing is selected. An owner may choose one of these, in a place of their own; until then the
      default stands.
    </p>
    ${table({
      caption: 'Options of the owner',
      head: ['option', 'what it means', 'kept back by'],
      rows: options.map(({ id, is_default, means, blocked_by }) => [
        markup`${data(id)}${is_default ? markup` <span class="chip">default</span>` : NOTHING}`,
        markup`${means}`,
        blocked_by.length === 0 ? markup`nothing` : listed(blocked_by.map(data)),
      ]),
      file: 'decision-packet.json',
      isWide: true,
    })}
    <h3>Blockers</h3>
    <p>A run narrows one by what it shows. It closes none.</p>
    <div class="blockers">${blockers.map(blocker)}</div>`;
}

type Blocker = PacketView['blockers.json']['blockers'][number];

function blocker(each: Blocker): Markup {
  const narrowed = each.narrowed_by.map(({ because }) => markup`<li>${because}</li>`);
  return markup`<article class="blocker">
    <h4>${icon('open')} ${each.title}</h4>
    <p class="code">${data(each.id)} ${each.status.toLowerCase()}</p>
    ${
      narrowed.length === 0
        ? NOTHING
        : markup`<p>Narrowed by this run:</p>
            <ul>
              ${narrowed}
            </ul>`
    }
    ${facts([
      ['Next', markup`${each.next_action}`],
      [
        'Who',
        markup`${each.actor.join(' + ')}; only ${each.closable_by.join(' or ')} may close it`,
      ],
      ['Blocks', listed(each.blocks.map(data))],
    ])}
  </article>`;
}
