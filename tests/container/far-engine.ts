// A second engine, as far away as one machine allows: with its own data, and in a world where the
// folder of temporary files is empty, so that neither a folder nor a socket of ours crosses to it. In
// a network of its own too: an engine told to have no bridge takes "docker0" away where it starts,
// and that would be the machine's.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { execa } from 'execa';
import { msUntil } from '../until.ts';

export interface FarEngine extends AsyncDisposable {
  readonly socket: string;
  /** `unix://` and the socket. */
  readonly uri: string;
  /** A folder of this machine that it does not see. */
  readonly unseen: string;
  /** Ends it by the signal. */
  stop(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  /** Starts it again, on what it has left. */
  start(): Promise<void>;
  /** Runs docker's own command on it; answers its standard output. */
  docker(...command: readonly string[]): Promise<string>;
}

/** Starting takes a second or two, loading an image five. */
const READY_MS = 60_000;

interface Daemon {
  readonly child: ReturnType<typeof spawn>;
  readonly ended: Promise<unknown>;
}

/** Needs root, as an engine does. `images` are brought to it. */
export async function startFarEngine(...images: readonly string[]): Promise<FarEngine> {
  await using stack = new AsyncDisposableStack();
  const root = await mkdtemp(path.join(tmpdir(), 'far-'));
  stack.defer(() => rm(root, { recursive: true, force: true }));
  const unseen = path.join(root, 'unseen');
  await mkdir(unseen);
  await writeFile(path.join(root, 'daemon.json'), '{}');
  const socket = path.join(root, 'docker.sock');
  const options = [
    `--data-root=${root}/data`,
    `--exec-root=${root}/exec`,
    `--pidfile=${root}/docker.pid`,
    `--config-file=${root}/daemon.json`,
    `--host=unix://${socket}`,
    '--bridge=none',
    '--iptables=false',
    '--ip6tables=false',
    '--ip-forward=false',
  ];
  const hidden = ['sh', '-c', 'mount -t tmpfs none "$0" && exec dockerd "$@"', unseen];
  const command = ['--mount', '--net', '--propagation=private', ...hidden, ...options];
  const begin = (): Daemon => {
    const child = spawn('unshare', command, { stdio: 'ignore' });
    return { child, ended: once(child, 'exit') };
  };
  let daemon = begin();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    daemon.child.kill(signal);
    await daemon.ended;
  };
  stack.defer(() => end('SIGTERM'));
  const docker = async (...words: readonly string[]): Promise<string> =>
    (await execa('docker', ['--host', `unix://${socket}`, ...words])).stdout;
  const hasAnswer = async (): Promise<boolean> =>
    daemon.child.exitCode !== null ||
    (await docker('version').then(
      () => true,
      () => false,
    ));
  const ready = async (): Promise<void> => {
    if ((await msUntil(hasAnswer, READY_MS)) <= READY_MS && daemon.child.exitCode === null) return;
    throw new Error('the second engine did not come up');
  };
  await ready();
  const archive = path.join(root, 'images.tar');
  await execa('docker', ['save', '--output', archive, ...images]);
  await docker('load', '--input', archive);
  const owned = stack.move();
  return {
    socket,
    uri: `unix://${socket}`,
    unseen,
    docker,
    stop: end,
    start: async () => {
      // Killed, it leaves the number of its containerd, which nobody may have collected: as long as
      // that looks alive, no other is started.
      await rm(path.join(root, 'exec/containerd/containerd.pid'), { force: true });
      daemon = begin();
      await ready();
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  };
}
