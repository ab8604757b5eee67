// The top of the page: the verdict, what it does not say, and the figures that it rests on.
import type { Status } from '../../kernel/index.ts';
import { partWords } from '../../scenario/part-contract.ts';
import type { Beside, PacketView } from '../contract.ts';
import { meaningOf, statusIn } from '../verdict.ts';
import { icon, type Tone } from './badge.ts';
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
  const execution = view['clone-rehearsal-execution-evidence.json'];
  const held = (all: readonly { readonly judgement: string }[]): number =>
    all.filter(({ judgement }) => judgement === 'HELD').length;
  const ways = execution.scenarios.flatMap(({ rollbacks }) => rollbacks);
  const { checks } = view['isolation-proof.json'];
  const { probes } = view['bad-input-probes.json'];
  const closed = probes.filter(({ outcome }) => outcome === 'FAILED_CLOSED').length;
  const { surfaces } = view['schema-compatibility.json'];
  const total = Math.max(0, ...timings.stages.map(({ startMs, ms }) => startMs + ms));
  return markup`<ul class="tiles">
    ${[
      tile(held(execution.scenarios), execution.scenarios.length, 'scenarios held'),
      tile(held(ways), ways.length, 'ways back exact'),
      tile(held(surfaces), surfaces.length, 'surfaces of the schema held'),
      tile(held(checks), checks.length, 'isolation checks held'),
      tile(closed, probes.length, 'bad inputs refused'),
      markup`<li><b>${lasting(total)}</b> <span>from start to verdict</span></li>`,
    ]}
  </ul>`;
}

function tile(number: number, of: number, what: string): Markup {
  const tone: Tone = of === 0 ? 'none' : number === of ? 'good' : 'bad';
  const figure =
    of === 0 ? markup`none` : markup`${grouped(number)} <small>of ${grouped(of)}</small>`;
  return markup`<li class="${tone}"><b>${figure}</b> <span>${what}</span></li>`;
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
          before the first change and after the last`,
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
