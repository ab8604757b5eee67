// A run that a fault comes over: a process of its own, stopped at a moment, let go on, and watched.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../container/cli.ts';
import { msUntil } from '../until.ts';

const CLI = path.join(ROOT, 'harness/cli.ts');
const HALT = path.join(ROOT, 'tests/fault/halt.mjs');
const COMPILED = path.join(ROOT, 'node_modules/.cache/compile');
/** Longer than any stage takes on a machine that others use too. */
const REACHED_MS = 240_000;

/** The moment at which the process stops, once: a line that it has said, or a call before it is made. */
export interface Halt {
  readonly kind: 'said' | 'call';
  /** A regular expression over all that was said, or over a call such as `rename /a /b`. */
  readonly pattern: string;
}

export interface VictimRequest {
  readonly args: readonly string[];
  /** Where its packet would stand. */
  readonly out: string;
  readonly temp: string;
  readonly halt?: Halt;
  readonly environment?: Readonly<Record<string, string>>;
}

export interface Ended {
  readonly exit: number | NodeJS.Signals;
  readonly stdout: string;
  readonly stderr: string;
  /** Where its packet stands, if it has one. */
  readonly out: string;
}

export interface Victim extends AsyncDisposable {
  readonly pid: number;
  readonly ended: Promise<Ended>;
  hasEnded(): boolean;
  /** Resolves when the process stands still at its moment. @throws where it ended before */
  halted(): Promise<void>;
  goOn(): void;
  signal(name: NodeJS.Signals): void;
  /** Resolves when this stands on standard output or error. @throws where it ended before */
  said(text: string): Promise<void>;
}

export function startVictim({ args, out, temp, halt, environment = {} }: VictimRequest): Victim {
  const child = spawn(
    process.execPath,
    [...(halt === undefined ? [] : ['--import', HALT]), CLI, ...args],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        NODE_OPTIONS: '',
        NODE_COMPILE_CACHE: COMPILED,
        TMPDIR: temp,
        ...(halt === undefined ? {} : { FAULT_HALT: JSON.stringify(halt) }),
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const { pid } = child;
  if (pid === undefined) throw new Error('the run could not be started');
  let stdout = '';
  let stderr = '';
  let hasEnded = false;
  child.stdout.on('data', (chunk) => (stdout += String(chunk)));
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const ended = once(child, 'close').then(([code, signal]: unknown[]): Ended => {
    hasEnded = true;
    // One of the two is always null: node's own event.
    return { exit: (code ?? signal) as Ended['exit'], stdout, stderr, out };
  });
  const until = async (what: string, isSo: () => Promise<boolean> | boolean): Promise<void> => {
    const ms = await msUntil(async () => {
      if (hasEnded) throw new Error(`it ended before ${what}: ${stdout}${stderr}`);
      return await isSo();
    }, REACHED_MS);
    if (ms === Infinity) throw new Error(`it never came to where ${what}: ${stdout}${stderr}`);
  };
  return {
    pid,
    ended,
    hasEnded: () => hasEnded,
    halted: async () => await until('it stands still', async () => (await stateOf(pid)) === 'T'),
    goOn: () => void child.kill('SIGCONT'),
    signal: (name) => void child.kill(name),
    said: async (text) => {
      await until(
        `it says "${text}"`,
        () =>
          new Promise((resolve) => {
            setImmediate(() => resolve((stdout + stderr).includes(text)));
          }),
      );
    },
    [Symbol.asyncDispose]: async () => {
      if (!hasEnded) child.kill('SIGKILL');
      await ended;
    },
  };
}

/** One letter, as proc_pid_stat(5) has it; `X` where there is no such process. */
async function stateOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ') X');
  return stat.slice(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
}
