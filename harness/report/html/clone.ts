// The clone itself: where it came from, what its rows held, its isolation, its shape.
import type { PacketView } from '../contract.ts';
import { badge } from './badge.ts';
import { data, markup, listed, NOTHING, type Markup } from './markup.ts';
import { more, table } from './table.ts';
import { counted, grouped } from './units.ts';

const PROVENANCE = 'clone-provenance.json';

/** Table A. */
export function provenance(view: PacketView): Markup {
  const { candidates } = view[PROVENANCE];
  return table({
    caption: 'Table A: what could be cloned, and what may be',
    head: ['candidate', 'production-shaped', 'isolated', 'secrets', 'allowed', 'present', 'note'],
    rows: candidates.map((each) => [
      markup`${data(each.candidate)} <span class="quiet">${each.source}</span>`,
      data(each.production_shaped),
      data(each.isolated),
      data(each.contains_secrets),
      data(each.allowed),
      data(each.present),
      markup`${each.note}`,
    ]),
    file: PROVENANCE,
    isWide: true,
  });
}

export function content(view: PacketView): Markup {
  const { scan, allowed } = view[PROVENANCE];
  const restore = view['restore-evidence.json'];
  return markup`${scan === null ? markup`<p>Nobody looked into its rows.</p>` : scanned(scan)}
    ${allowed.length === 0 ? NOTHING : allowances(allowed)}
    <p>
      Restore: ${badge(restore.judgement)} ${counted(restore.objects_checked, 'object')}
      checked${restore.rows_compared === null ? NOTHING : markup`, ${counted(restore.rows_compared, 'row')} compared with the dump`}.
    </p>
    ${restore.omitted.length === 0 ? NOTHING : markup`<p>Left out: ${listed(restore.omitted.slice(0, 50).map(({ entry, why }) => markup`${data(entry)} (${why})`))}</p>`}`;
}

type Scan = NonNullable<PacketView['clone-provenance.json']['scan']>;

function scanned({ judgement, rows, tables, allowed_hosts: hosts, hits }: Scan): Markup {
  return markup`<p>
      Search for secrets and live addresses: ${badge(judgement)} ${counted(rows, 'row')} of
      ${counted(tables, 'table')} were read.
    </p>
    ${hosts.length === 0 ? NOTHING : markup`<p>Hosts that the configuration allows: ${listed(hosts.map(data))}</p>`}
    ${
      hits.length === 0
        ? NOTHING
        : table({
            caption: 'What was found in rows',
            head: ['where', 'code', 'rule', 'rows', 'shape'],
            rows: hits.map((each) => [
              data(each.where),
              data(each.code),
              data(each.rule),
              markup`${grouped(each.count)}`,
              data(each.shape),
            ]),
            file: PROVENANCE,
            figures: [3],
          })
    }`;
}

function allowances(allowed: PacketView['clone-provenance.json']['allowed']): Markup {
  return table({
    caption: 'Allowed by the lane file, with its reason',
    head: ['code', 'where', 'what', 'reason'],
    rows: allowed.map(({ code, where, what, reason }) => [
      data(code),
      data(where),
      data(what),
      markup`${reason}`,
    ]),
    file: PROVENANCE,
  });
}

export function isolation(view: PacketView): Markup {
  const { isolated, checks } = view['isolation-proof.json'];
  if (checks.length === 0)
    return markup`<p>${badge(isolated)} There was no container to measure.</p>`;
  const held = checks.filter(({ judgement }) => judgement === 'HELD').length;
  const all = table({
    caption: 'Measured on the running container, inside it and by the engine',
    head: ['check', 'judgement', 'measured', 'expected', 'from'],
    rows: checks.map((each) => [
      data(each.id),
      badge(each.judgement),
      data(each.measured),
      data(each.expected),
      markup`${each.from}`,
    ]),
    file: 'isolation-proof.json',
    isWide: true,
  });
  const says = markup`<p>
    ${badge(isolated)} ${held} of ${checks.length} checks held on the running container.
  </p>`;
  return held === checks.length
    ? markup`${says} ${more('Every check', all)}`
    : markup`${says} ${all}`;
}

/** Table B. */
export function schema(view: PacketView): Markup {
  const { judgement, surfaces } = view['schema-compatibility.json'];
  const file = 'schema-compatibility.json';
  const differing = surfaces.flatMap(({ id, differences }) =>
    differences.map(({ path, what }) => [data(id), data(path), data(what)]),
  );
  return markup`<p>
      ${badge(judgement)}
      ${differing.length === 0 ? markup`No difference between the clone and the spec.` : markup`<strong>${counted(differing.length, 'difference')}</strong> between the clone and the spec.`}
    </p>
    ${table({
      caption: 'Table B: does the clone have what the spec asks for?',
      head: ['surface', 'what it asks', 'clone has', 'judgement', 'differences'],
      rows: surfaces.map(({ id, title, clone_has: has, judgement: held, differences }) => [
        data(id),
        markup`${title}`,
        data(has),
        badge(held),
        markup`${differences.length}`,
      ]),
      file,
      figures: [4],
    })}
    ${differing.length === 0 ? NOTHING : table({ caption: 'Every difference', head: ['surface', 'where', 'what'], rows: differing, file })}`;
}
