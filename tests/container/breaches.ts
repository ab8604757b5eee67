// Containers like the sandbox's but for one thing, on the real engine, to see that it is noticed.
import { chmod, mkdir } from 'node:fs/promises';
import path from 'node:path';
import {
  connectEngine,
  destroyRun,
  ensureImage,
  makeWorkFolder,
  RUN_LABEL,
  type IsolationProof,
} from '../../harness/sandbox/index.ts';
import { startServed } from '../../harness/sandbox/container.io.ts';
import { bindMount } from '../../harness/sandbox/hardening.io.ts';
import { sandboxOptions } from '../../harness/sandbox/sandbox-container.io.ts';
import { TEST_LIMITS } from './sandboxes.ts';

export interface Breach {
  readonly variable?: string;
  /** A folder of this machine, and where it is mounted. */
  readonly mount?: readonly [from: string, to: string];
  /** Joined to a network of its own, from which nothing can be reached. */
  readonly isJoined?: boolean;
}

/** What is measured on it; nothing of it is left afterwards. */
export async function measuredWith(breach: Breach): Promise<IsolationProof> {
  const engine = await connectEngine();
  const wanted = { serverMajor: 15, image: null, say: () => undefined };
  const image = await ensureImage(engine, wanted);
  await using stack = new AsyncDisposableStack();
  const work = stack.use(await makeWorkFolder());
  const folders = ['socket', 'staged'].map((name) => path.join(work.path, name));
  for (const folder of folders) {
    await mkdir(folder);
    await chmod(folder, 0o777);
  }
  const labels = { [RUN_LABEL]: work.runId };
  stack.defer(() => destroyRun(engine, work.runId));
  if (breach.isJoined === true) {
    // Internal: there is a device and an address, but no way off this machine.
    await engine.createNetwork({ Name: work.runId, Internal: true, Labels: labels });
  }
  const [socket = '', folder = ''] = folders;
  const { runId, path: ownFolder } = work;
  const asked = { runId, limits: TEST_LIMITS, serverMajor: 15 };
  const options = sandboxOptions(image, asked, { socket, dump: { folder } }, null);
  const { HostConfig: hardened = {} } = options;
  const more = breach.mount === undefined ? [] : [bindMount(...breach.mount, true)];
  const served = stack.use(
    await startServed({
      engine,
      options: {
        ...options,
        ...(breach.isJoined === true ? { NetworkDisabled: false } : {}),
        Env: breach.variable === undefined ? [] : [`${breach.variable}=of no use`],
        HostConfig: {
          ...hardened,
          Mounts: [...(hardened.Mounts ?? []), ...more],
          ...(breach.isJoined === true ? { NetworkMode: runId } : {}),
        },
      },
      of: 'sandbox',
      transport: 'socket',
      image: await engine.getImage(image).inspect(),
      runId,
      ownFolder,
      wayInto: () => Promise.resolve(socket),
      refusal: (what) => new Error(what),
    }),
  );
  return served.proof;
}
