// Measures how fast the content scan is and what memory it takes, on rows of several kinds.
import { scanData } from '../harness/scan/index.ts';
import { KINDS, rowsOf, type Kind } from './scan-rows.ts';

const MIB = 1024 * 1024;
const BLOCK_BYTES = 8 * MIB;
const total = Number(process.argv[2] ?? 256) * MIB;

/** The same block of rows again and again: what is measured is the scan, not the making of rows. */
function block(kind: Kind): Buffer {
  const rows: string[] = [];
  let length = 0;
  for (const row of rowsOf(kind)) {
    rows.push(row);
    length += row.length + 1;
    if (length >= BLOCK_BYTES) break;
  }
  return Buffer.from(`${rows.join('\n')}\n`);
}

async function* chunksOf(content: Buffer): AsyncGenerator<Uint8Array> {
  const size = 64 * 1024;
  for (let sent = 0; sent < total; sent += content.length) {
    for (let at = 0; at < content.length; at += size) {
      yield content.subarray(at, at + size);
      // A file's chunks come by the event loop too.
      if (at % MIB === 0) await new Promise(setImmediate);
    }
  }
}

async function measure(kind: Kind): Promise<string> {
  const content = block(kind);
  const { columns } = KINDS[kind];
  const source = { kind: 'rows', schema: 'public', table: kind, columns } as const;
  let peak = 0;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 20);
  const started = performance.now();
  const { bytes, judgement } = await scanData({
    parts: (async function* () {
      yield { source, chunks: chunksOf(content) };
    })(),
    allowedHosts: [],
    budgetBytes: Number.MAX_SAFE_INTEGER,
    rowBytes: 64 * MIB,
  });
  const seconds = (performance.now() - started) / 1000;
  clearInterval(watch);
  const speed = Math.round(bytes / MIB / seconds);
  return `| ${kind} | ${speed} MiB/s | ${Math.round(peak / MIB)} MiB | ${judgement} |`;
}

const lines = ['| rows | speed | peak memory of the process | judgement |', '|---|---|---|---|'];
// The names are this table's own keys.
for (const kind of Object.keys(KINDS) as Kind[]) lines.push(await measure(kind));
process.stdout.write(`${lines.join('\n')}\n`);
