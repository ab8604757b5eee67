// Runs the command line of a checkout, with something done once it has said a word.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { ROOT, type CliResult } from './cli.ts';

export interface Ask {
  readonly root?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Done once the text has been seen on standard output. */
  readonly when?: readonly [string, () => Promise<void>];
}

export async function cli(args: readonly string[], ask: Ask = {}): Promise<CliResult> {
  const { root = ROOT, environment = {}, when } = ask;
  const child = spawn(process.execPath, [path.join(root, 'harness/cli.ts'), ...args], {
    cwd: root,
    env: { ...process.env, NODE_OPTIONS: '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  const done: Promise<void>[] = [];
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
    if (when !== undefined && done.length === 0 && stdout.includes(when[0])) done.push(when[1]());
  });
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const [exitCode] = (await once(child, 'close')) as [number | null]; // node's own event
  if (when !== undefined && done.length === 0) {
    throw new Error(`never said "${when[0]}": ${stdout}`);
  }
  await Promise.all(done);
  return { exitCode, stdout, stderr, lastLine: stdout.trimEnd().split('\n').at(-1) ?? '' };
}
