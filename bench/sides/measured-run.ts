// Runs the command line once, and tells how long it took and the most memory that it held.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

const ROOT = path.resolve(import.meta.dirname, '../..');

export interface MeasuredRun {
  readonly exitCode: number | null;
  readonly ms: number;
  readonly peakMiB: number;
  readonly printed: string;
}

export async function measuredRun(args: readonly string[]): Promise<MeasuredRun> {
  const started = performance.now();
  const child = spawn(process.execPath, ['harness/cli.ts', ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let peakKiB = 0;
  const watch = setInterval(() => {
    void readFile(`/proc/${child.pid}/status`, 'utf8').then(
      (text) => (peakKiB = Math.max(peakKiB, Number(/VmHWM:\s+(\d+)/.exec(text)?.[1] ?? 0))),
      () => undefined,
    );
  }, 100);
  let printed = '';
  child.stdout.on('data', (chunk) => (printed += String(chunk)));
  const [exitCode] = (await once(child, 'close')) as [number | null]; // node's own event
  clearInterval(watch);
  return {
    exitCode,
    ms: performance.now() - started,
    peakMiB: Math.round(peakKiB / 1024),
    printed,
  };
}
