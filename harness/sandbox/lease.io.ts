// The lease: one exec whose standard input this process holds open. However this process dies,
// the input ends, and the program inside ends the container, which the engine then removes.
import { PassThrough } from 'node:stream';
import { once } from 'node:events';
import { LIMITS } from '../kernel/index.ts';
import { bounded, demultiplex, type EngineContainer } from './engine.io.ts';

/** Resolves once the program inside has said that it holds; disposing gives the lease back. */
export async function takeLease(container: EngineContainer): Promise<Disposable> {
  const exec = await container.exec({
    Cmd: ['rehearsal-lease'],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
  });
  const stream = await exec.start({ hijack: true, stdin: true });
  // The container's end breaks this stream; whoever waits for the container is told elsewhere.
  stream.on('error', () => undefined);
  const said = new PassThrough();
  demultiplex(container, stream, said, new PassThrough());
  await bounded(once(said, 'data'), LIMITS.sandboxReadyMs);
  said.resume();
  return { [Symbol.dispose]: () => void stream.destroy() };
}
