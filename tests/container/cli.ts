// Runs the command line as its users do: a process of its own, its exit code and its output.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { onTerminal, type OnTerminal, type TerminalResult } from '../terminal.ts';

export const ROOT = path.resolve(import.meta.dirname, '../..');
/** A configuration with few scenarios: each rehearsal of it is short. */
export const FEW = path.join(ROOT, 'tests/container/few/rehearsal.config.yaml');
const CLI = path.join(ROOT, 'harness/cli.ts');
/** As the Makefile has it: each start takes half the time. */
const COMPILED = path.join(ROOT, 'node_modules/.cache/compile');

export interface CliResult {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** The last line of standard output. */
  readonly lastLine: string;
}

export function startCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  return spawn(process.execPath, [CLI, ...args], {
    cwd: ROOT,
    env: { ...process.env, NODE_OPTIONS: '', NODE_COMPILE_CACHE: COMPILED, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

export async function runCli(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<CliResult> {
  const child = startCli(args, environment);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr?.on('data', (chunk) => (stderr += String(chunk)));
  const [exitCode] = (await once(child, 'close')) as [number | null]; // node's own event
  return { exitCode, stdout, stderr, lastLine: stdout.trimEnd().split('\n').at(-1) ?? '' };
}

/** The same in front of a person, on a terminal so wide that it turns no line. */
export async function onTerminalCli(
  args: readonly string[],
  more: Pick<OnTerminal, 'types' | 'environment'> = {},
): Promise<TerminalResult> {
  const words = [process.execPath, CLI, ...args];
  return await onTerminal({
    command: words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' '),
    columns: 300,
    ...more,
    environment: { NODE_COMPILE_CACHE: COMPILED, ...more.environment },
  });
}

/** Resolves when the text has been seen on standard output. */
export async function seen(child: ChildProcess, text: string): Promise<void> {
  let all = '';
  for await (const chunk of child.stdout ?? []) {
    all += String(chunk);
    if (all.includes(text)) return;
  }
  throw new Error(`the process ended without saying "${text}": ${all}`);
}
