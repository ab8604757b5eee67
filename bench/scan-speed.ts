// Measures how fast the content scan is and what memory it takes, on rows of several kinds.
import { execFileSync } from 'node:child_process';
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
  const before = process.cpuUsage();
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
  const { user, system } = process.cpuUsage(before);
  const speed = Math.round(bytes / MIB / seconds);
  // On a busy machine this says more: both threads, sending and scanning, without the waiting.
  const alone = Math.round(bytes / MIB / ((user + system) / 1e6));
  return `| ${kind} | ${speed} MiB/s | ${alone} MiB/s | ${Math.round(peak / MIB)} MiB | ${judgement} |`;
}

const asked = process.argv[3];
if (asked !== undefined) {
  // The name is one of the table's own keys: this file calls itself with it.
  process.stdout.write(`${await measure(asked as Kind)}\n`);
} else {
  process.stdout.write(
    '| rows | speed | by CPU time of both threads | peak memory | judgement |\n',
  );
  process.stdout.write('|---|---|---|---|---|\n');
  // Each in a process of its own: memory of an ended thread is not given back at once.
  for (const kind of Object.keys(KINDS)) {
    const args = [import.meta.filename, String(total / MIB), kind];
    process.stdout.write(execFileSync(process.execPath, args, { encoding: 'utf8' }));
  }
}
