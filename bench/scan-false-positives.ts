// Counts what the content scan refuses in a million rows that hold no secret and no live pointer.
import type { DataPart } from '../harness/intake/contract.ts';
import type { ScanResult } from '../harness/scan/contract.ts';
import { scanData } from '../harness/scan/index.ts';
import { KINDS, rowsOf, type Kind } from './scan-rows.ts';

// The names are this table's own keys.
const kinds = Object.keys(KINDS) as Kind[];
const rowsOfEach = Math.ceil(Number(process.argv[2] ?? 1_000_000) / kinds.length);

async function* contentOf(kind: Kind): AsyncGenerator<Uint8Array> {
  let left = rowsOfEach;
  const rows: Iterator<string> = rowsOf(kind);
  while (left > 0) {
    const block: string[] = [];
    for (; left > 0 && block.length < 1000; left -= 1) block.push(String(rows.next().value));
    yield Buffer.from(`${block.join('\n')}\n`);
    await new Promise(setImmediate);
  }
}

async function* partsOf(kind: Kind): AsyncGenerator<DataPart> {
  const { columns } = KINDS[kind];
  const source = { kind: 'rows', schema: 'public', table: kind, columns } as const;
  yield await Promise.resolve({ source, chunks: contentOf(kind) });
}

function lineOf(kind: Kind, { rows, hits }: ScanResult): string {
  const tell = (isNote: boolean): string =>
    hits
      .filter(({ code }) => (code === 'DATA_SUSPECT') === isNote)
      .map(({ rule, count, where }) => `${rule} ${count} (${where.split('.').at(-1)})`)
      .join(', ') || '0';
  return `| ${kind} | ${rows} | ${tell(false)} | ${tell(true)} |`;
}

const lines = ['| rows | how many | refused | noted |', '|---|---|---|---|'];
for (const kind of kinds) {
  const parts = partsOf(kind);
  const result = await scanData({ parts, allowedHosts: [], budgetBytes: 1e12, rowBytes: 1e9 });
  lines.push(lineOf(kind, result));
}
process.stdout.write(`${lines.join('\n')}\n`);
