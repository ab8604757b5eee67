// A whole run with its four changes and all proofs, against a person who only restores the dump.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { madeDump, type MadeDump } from '../data/dump.ts';
import { measuredRun } from '../sides/measured-run.ts';
import { restoreByHand, stockImage, stockServer } from '../sides/stock-server.ts';
import type { OpenRow, RowRequest, Values } from './contract.ts';
import { inTurns, timed } from './turns.ts';

const CONFIG = 'bench/project/rehearsal.config.yaml';

export async function wholeRun({ shape, size, say }: RowRequest): Promise<OpenRow> {
  const dump = await madeDump(shape, size, say);
  const image = await stockImage();
  // Warm for both: the dump's bytes, and what starting either container reads.
  await execa('cat', [dump.path], { stdout: 'ignore' });
  await (await stockServer(image, path.dirname(dump.path)))[Symbol.asyncDispose]();
  await execa('node', ['harness/cli.ts', 'doctor'], { reject: false });
  return {
    lap: (request) => inTurns(request, [() => rehearsed(dump), () => byHand(image, dump)]),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  };
}

/** From the start of the program to its end: the packet is written, and everything is removed. */
async function rehearsed(dump: MadeDump): Promise<Values> {
  const folder = await mkdtemp(path.join(tmpdir(), 'bench-'));
  try {
    const out = path.join(folder, 'packet');
    const told = ['--dump', dump.path, '--config', CONFIG, '--out', out];
    const { ms, exitCode, peakMiB, printed } = await measuredRun(['run', ...told]);
    if (exitCode !== 0) throw new Error(`the run ended with ${exitCode}\n${printed}`);
    const stages = await stagesOf(out);
    return { run: ms / 1000, 'run memory': peakMiB, ...stages };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function stagesOf(packet: string): Promise<Values> {
  const text = await readFile(path.join(packet, 'timings.json'), 'utf8');
  const { stages } = JSON.parse(text) as { stages: { stage: string; ms: number }[] }; // our own file
  return Object.fromEntries(stages.map(({ stage, ms }) => [`stage ${stage}`, ms / 1000]));
}

/** From "docker run" to "docker rm": the end is in it, as it is on the other side. */
async function byHand(image: string, dump: MadeDump): Promise<Values> {
  let restore = 0;
  const whole = await timed(async () => {
    await using server = await stockServer(image, path.dirname(dump.path));
    restore = await timed(() => restoreByHand(server, dump.path));
  });
  return { 'by hand': whole, 'by hand, pg_restore alone': restore };
}
