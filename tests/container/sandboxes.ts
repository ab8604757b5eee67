// Sandboxes for tests: opened on the real engine, gone when the test's scope ends.
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  makeWorkFolder,
  openSandbox,
  type Sandbox,
  type SandboxRequest,
} from '../../harness/sandbox/index.ts';

export const TEST_LIMITS = { memoryMiB: 1024, cpus: 2, pids: 256, lifeSeconds: 600 };

export interface TestSandbox extends AsyncDisposable {
  readonly sandbox: Sandbox;
  readonly runId: string;
  readonly workFolder: string;
}

/** An empty cluster of the major version; `stagedDumpPath` defaults to an empty folder. */
export async function testSandbox(
  serverMajor: number,
  change: Partial<SandboxRequest> = {},
): Promise<TestSandbox> {
  await using stack = new AsyncDisposableStack();
  const work = stack.use(await makeWorkFolder());
  await mkdir(path.join(work.path, 'staged'));
  const request: SandboxRequest = {
    runId: work.runId,
    serverMajor,
    image: null,
    workFolder: work.path,
    stagedDumpPath: path.join(work.path, 'staged', 'none'),
    limits: TEST_LIMITS,
    say: () => undefined,
    ...change,
  };
  const sandbox = stack.use(await openSandbox(request));
  const owned = stack.move();
  return {
    sandbox,
    runId: work.runId,
    workFolder: work.path,
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
