// How to take this packet's hashes again by hand: commands with its own names, and what they print.
import type { Beside, PacketView } from '../contract.ts';
import { data, markup, NOTHING, type Markup } from './markup.ts';
import { more, table } from './table.ts';
import { grouped } from './units.ts';

const EXECUTION = 'clone-rehearsal-execution-evidence.json';

export function recompute(view: PacketView, beside: Beside): Markup {
  const { dump } = view['clone-provenance.json'];
  const { baseline } = view[EXECUTION];
  return markup`<p>
      Nothing of this harness is needed for these: standard tools, in the folder of the packet.
    </p>
    <h3>The packet</h3>
    <p>
      Every line has to say OK. The last command prints the tree hash, which the run printed too;
      compare it with the one that was handed to you.
    </p>
    ${commands(['sha256sum --strict -c packet_tree.sha256', 'sha256sum --strict -c packet_outside.sha256', 'sha256sum packet_tree.sha256'])}
    ${expected(beside.record.packet_tree)}
    ${dump === null ? NOTHING : ofDump(beside.record.dump, dump)}
    <h3>The proof of each way back</h3>
    <p>
      One line for each: first the verdict of your own comparison, then its name. The hash before
      has to come back, and the one in between has to differ.
    </p>
    ${commands([`jq -r '.entries[] | [(.before_hash == .after_rollback_hash and .before_hash == .expected_hash and .before_hash != .after_apply_hash), .id] | @tsv' clone-rollback-evidence.json`])}
    ${baseline === null ? NOTHING : ofBaseline(baseline, beside.catalogOrder)}
    <h3>All of it at once</h3>
    <p>
      With this harness, on any machine and without Docker: everything that follows from something
      else in the packet is derived again, this page included.
    </p>
    ${commands(['make verify PACKET=path/of/this/folder'])}`;
}

type Dump = NonNullable<PacketView['clone-provenance.json']['dump']>;

/** A name goes into a command only where a shell takes it for nothing but a name. */
function ofDump(name: string, { format, sha256 }: Dump): Markup {
  const isPlain = /^[A-Za-z0-9_][\w./-]*$/.test(name);
  const command =
    format === 'directory'
      ? `cd ${isPlain ? name : 'your.dump'} && LC_ALL=C sha256sum * | LC_ALL=C sort -k2 | sha256sum`
      : `sha256sum ${isPlain ? name : 'your.dump'}`;
  return markup`<h3>The dump</h3>
    <p>Where the dump is; the name is the one that the run was given.</p>
    ${commands([command])} ${expected(sha256)}`;
}

type Baseline = NonNullable<PacketView[typeof EXECUTION]['baseline']>;

function ofBaseline(baseline: Baseline, catalogOrder: readonly string[]): Markup {
  const order = JSON.stringify(catalogOrder);
  const isPlain = /^[\w\-",[\] ]*$/.test(order);
  const example = baseline.tables
    .filter(({ table: name }) => /^[a-z_][a-z0-9_]*\.[a-z_][a-z0-9_]*$/.test(name))
    .toSorted((left, right) => right.rows - left.rows)[0];
  const tables = table({
    caption: 'Tables of the baseline',
    head: ['table', 'rows', 'sha256 of its content'],
    rows: baseline.tables.map((each) => [
      data(each.table),
      markup`${grouped(each.rows)}`,
      data(each.sha256),
    ]),
    file: EXECUTION,
    figures: [1],
  });
  return markup`${
    isPlain
      ? markup`<h3>The fingerprint of the baseline</h3>
          <p>
            From its parts: the tables and the catalog. Scenarios that need no setup begin here.
          </p>
          ${commands([
            `part() { jq -jcS ".baseline | $1" ${EXECUTION}; }`,
            `tables='{sections: [${order}[] as $s | {section: $s, sha256: .catalog[$s]}], tables: .tables}'`,
            'inner=$(part "$tables" | sha256sum | cut -c1-64)',
            `part '{sequences: .catalog["sequence values"], transactional: "'$inner'"}' | sha256sum`,
          ])}
          ${expected(baseline.entry_hash)}`
      : NOTHING
  }
  ${example === undefined ? NOTHING : ofTable(example)}
  ${more('Every table of the baseline', tables)}`;
}

/** The query asks the catalog for the order of rows itself, so that it fits any table. */
function ofTable({ table: name, rows, sha256 }: Baseline['tables'][number]): Markup {
  return markup`<h3>The content of a table</h3>
    <p>
      On any restored copy of the dump, here for ${data(name)} with ${grouped(rows)} rows; put
      another name into the first line for another table.
    </p>
    ${commands([
      `psql -X -q -At -d your_copy -v table=${name} <<'SQL' | sha256sum`,
      `SET search_path = pg_catalog, pg_temp; SET timezone = 'UTC'; SET datestyle = 'ISO, YMD';`,
      `SET intervalstyle = 'postgres'; SET extra_float_digits = 3; SET bytea_output = 'hex';`,
      `SET lc_monetary = 'C'; SET xmloption = 'content';`,
      `SELECT format('COPY (SELECT "\u00b7".* FROM ONLY %s AS "\u00b7" ORDER BY %s) TO STDOUT', :'table'::regclass,`,
      `  coalesce((SELECT string_agg(format('"\u00b7".%I', a.attname) ||`,
      `      CASE WHEN a.attcollation <> 0 THEN ' COLLATE "C"' ELSE '' END, ', ' ORDER BY k.place)`,
      `    FROM pg_index i, unnest(i.indkey::int2[]) WITH ORDINALITY AS k (number, place), pg_attribute a`,
      `    WHERE i.indrelid = :'table'::regclass AND i.indisprimary AND k.place <= i.indnkeyatts`,
      `      AND a.attrelid = i.indrelid AND a.attnum = k.number),`,
      `    'pg_catalog.format(''%s'', "\u00b7".*) COLLATE "C"')) \\gexec`,
      'SQL',
    ])}
    ${expected(sha256)}`;
}

/** Our own text only, but for names that were looked at. */
function commands(lines: readonly string[]): Markup {
  return markup`<pre class="commands" tabindex="0">${lines.map((line) => markup`${line}`)}</pre>`;
}

function expected(hash: string): Markup {
  return markup`<p class="expected">prints ${data(hash)}</p>`;
}
