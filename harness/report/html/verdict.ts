// The top of the page: the verdict, what it does not say, and the figures that it rests on.
import type { Status } from '../../kernel/index.ts';
import { partWords } from '../../scenario/part-contract.ts';
import type { Beside, PacketView } from '../contract.ts';
import { meaningOf, statusIn } from '../verdict.ts';
import { icon, toneOf, type Tone } from './badge.ts';
import { data, markup, type Markup } from './markup.ts';
import { facts } from './table.ts';
import { counted, grouped, lasting, moment, sized } from './units.ts';

const SHORT: Readonly<Record<Status, readonly [Tone, string]>> = {
  ROLLBACK_READY: ['good', 'Rollback ready'],
  PART_HELD: ['open', 'Part held: no verdict on the whole'],
  ROLLBACK_NOT_PROVEN: ['bad', 'Rollback not proven'],
  READY_NOT_APPLIED: ['open', 'Ready, not applied: input is missing'],
  INPUT_REJECTED: ['bad', 'Input rejected'],
  USAGE_ERROR: ['open', 'Usage error: nothing was started'],
  INTERNAL_FAULT: ['open', 'Internal fault: no verdict'],
};

export function toneOfVerdict(fullStatus: string): readonly [Tone, string] {
  const status = statusIn(fullStatus);
  return status === null ? ['open', 'Unknown status: not proven'] : SHORT[status];
}

export function verdict(view: PacketView, beside: Beside): Markup {
  const decision = view['decision-packet.json'];
  const [tone, short] = toneOfVerdict(decision.status);
  return markup`<section class="verdict ${tone}" aria-labelledby="verdict">
      <div class="sign">${icon(tone)}</div>
      <div class="words">
        <p class="over">Verdict of this rehearsal</p>
        <h1 id="verdict">${short}</h1>
        <p class="lead">${meaningOf(decision.status)}</p>
        <p class="status">${data(decision.status)}</p>
      </div>
      <div class="limits">
        <h2>What this does not say</h2>
        <p>
          <strong>It is no authority over production.</strong> Selected: none. Default:
          ${data(decision.default)}.
        </p>
        <p>${decision.statement}</p>
      </div>
    </section>
    ${tiles(view, beside)} ${about(view, beside)}`;
}

/** The counts that a reader asks for first; each says of how many. */
function tiles(view: PacketView, { timings }: Beside): Markup {
  const { scenarios } = view['clone-rehearsal-execution-evidence.json'];
  const of = (all: readonly { readonly judgement: string }[]): string[] =>
    all.map(({ judgement }) => judgement);
  const ways = scenarios.flatMap(({ rollbacks }) => rollbacks);
  const { probes } = view['bad-input-probes.json'];
  const total = Math.max(0, ...timings.stages.map(({ startMs, ms }) => startMs + ms));
  return markup`<ul class="tiles">
    ${[
      tile(of(scenarios), 'scenarios held'),
      tile(of(ways), 'ways back exact'),
      tile(of(view['schema-compatibility.json'].surfaces), 'surfaces of the schema held'),
      tile(of(view['isolation-proof.json'].checks), 'isolation checks held'),
      tile(
        probes.map(({ outcome }) => outcome),
        'bad inputs refused',
      ),
      markup`<li><b>${lasting(total)}</b> <span>from start to verdict</span></li>`,
    ]}
  </ul>`;
}

/** What needs a clone is not asked without one: it is no failure, and counts as nothing good. */
const NOT_ASKED = ['N/A_NO_CLONE', 'BLOCKER_INPUT_MISSING', 'NOT_REQUIRED'];

function tile(judgements: readonly string[], what: string): Markup {
  const asked = judgements.filter((each) => !NOT_ASKED.includes(each));
  const good = asked.filter((each) => toneOf(each) === 'good').length;
  const left = judgements.length - asked.length;
  const tone: Tone = asked.length === 0 ? 'none' : good === asked.length ? 'good' : 'bad';
  const figure =
    asked.length === 0
      ? markup`none`
      : markup`${grouped(good)} <small>of ${grouped(asked.length)}</small>`;
  const rest = left === 0 ? '' : `, ${grouped(left)} not asked`;
  return markup`<li class="${tone}"><b>${figure}</b> <span>${what}${rest}</span></li>`;
}

function about(view: PacketView, { record }: Beside): Markup {
  const { dump, attestation } = view['clone-provenance.json'];
  const { baseline, plan } = view['clone-rehearsal-execution-evidence.json'];
  const part = partWords(plan);
  const decision = view['decision-packet.json'];
  return facts([
    ['Lane', data(decision.title)],
    ['Dump', data(record.dump)],
    [
      'What it is',
      dump === null
        ? markup`no dump was read`
        : markup`${data(dump.format)} format, ${sized(dump.byteLength)}, database
          ${data(dump.databaseName)}, server ${data(dump.serverVersion)}`,
    ],
    [
      'Sanitized',
      attestation === null
        ? markup`nobody attested it`
        : markup`by ${data(attestation.operator)}, with ${data(attestation.sanitizedWith)}`,
    ],
    [
      'Read in full',
      baseline === null
        ? markup`nothing: it came to no baseline`
        : markup`${counted(baseline.row_count, 'row')} in ${counted(baseline.tables.length, 'table')},
          before the first change ${baseline.exit_hash === null ? 'and not again' : 'and after the last'}`,
    ],
    ['Run', markup`${moment(record.started_at)}, by harness ${data(record.harness.version)}`],
    ...(part === null ? [] : [['Part', markup`${part}`] as const]),
    ...(record.merged_from ?? []).map(
      ({ number, of, packet_tree: tree }) =>
        [`Merged from part ${number} of ${of}`, data(tree)] as const,
    ),
    ['Tree hash', data(record.packet_tree)],
  ]);
}
