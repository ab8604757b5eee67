// A process of its own that lets something out: only there can a stream break or a crash be a crash.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from '../../house/files.ts';

const OUTPUT = pathToFileURL(path.join(ROOT, 'harness/output/index.ts')).href;

export interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ChildRequest {
  /** A program; `output` is the whole face of harness/output. */
  readonly code: string;
  /** What a shell does before it becomes the program; no limits where absent. */
  readonly before?: string;
  /** What a shell does with its output: `| head -1`. */
  readonly behind?: string;
  readonly environment?: Readonly<Record<string, string>>;
}

export async function child(request: ChildRequest): Promise<Ended> {
  const code = `import * as output from ${JSON.stringify(OUTPUT)};\n${request.code}`;
  const { before = '', behind = '', environment = {} } = request;
  const program = `${before} "$0" --input-type=module-typescript --eval "$1" ${behind}`;
  const running = spawn('/bin/bash', ['-c', program, process.execPath, code], {
    env: { PATH: '/usr/bin:/bin', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  running.stdout.on('data', (chunk) => (stdout += String(chunk)));
  running.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const [exitCode] = (await once(running, 'close')) as [number | null]; // node's own event
  return { exitCode, stdout, stderr };
}
