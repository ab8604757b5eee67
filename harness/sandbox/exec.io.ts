// Runs a program inside the container; its failure is a value, its output is bounded.
import { Writable, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { LIMITS } from '../kernel/index.ts';
import type { CommandResult } from './contract.ts';
import { demultiplex, type EngineContainer } from './engine.io.ts';

export async function execInside(
  container: EngineContainer,
  command: readonly string[],
  stdin?: Readable,
): Promise<CommandResult> {
  const exec = await container.exec({
    Cmd: [...command],
    AttachStdin: stdin !== undefined,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: stdin !== undefined });
  const stdout = new BoundedText();
  const stderr = new BoundedText();
  demultiplex(container, stream, stdout, stderr);
  const ended = new Promise<void>((resolve, reject) => {
    stream.once('end', resolve).once('close', resolve).once('error', reject);
  });
  // A program that stops reading early (psql at its first error) breaks the pipe: not an error of
  // ours, its exit code tells; an error of the source itself is.
  const sourceErrors: Error[] = [];
  stdin?.once('error', (error: Error) => sourceErrors.push(error));
  if (stdin !== undefined) await pipeline(stdin, stream, { end: true }).catch(() => stream.end());
  await ended;
  const [sourceError] = sourceErrors;
  if (sourceError !== undefined) throw sourceError;
  const { ExitCode } = await exec.inspect();
  return { exitCode: ExitCode ?? -1, stdout: stdout.text(), stderr: stderr.text() };
}

/** Keeps the first `LIMITS.commandOutputBytes`, drops and marks the rest. */
class BoundedText extends Writable {
  readonly #chunks: Buffer[] = [];
  #bytes = 0;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    const room = LIMITS.commandOutputBytes - this.#bytes;
    if (room > 0) this.#chunks.push(chunk.subarray(0, room));
    this.#bytes += chunk.length;
    done();
  }

  text(): string {
    const cut = this.#bytes > LIMITS.commandOutputBytes ? '\n[output cut here]\n' : '';
    return Buffer.concat(this.#chunks).toString('utf8') + cut;
  }
}
