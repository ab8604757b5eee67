// Starts the container: no network, no capability, read-only root, and only the mounts named here.
import { cpus } from 'node:os';
import path from 'node:path';
import { GenericContainer, PullPolicy, Wait } from 'testcontainers';
import { LIMITS } from '../kernel/index.ts';
import { RUN_LABEL, SUPERUSER, type SandboxRequest } from './contract.ts';

const MIB = 1024 * 1024;

/** Folders inside; the image's recipe makes them. */
export const INSIDE = {
  socket: '/rehearsal/socket',
  dump: '/rehearsal/dump',
  pgdata: '/rehearsal/pgdata',
} as const;

/** The library has no method for these parts of a host configuration; its field is protected. */
class HardenedContainer extends GenericContainer {
  harden(request: SandboxRequest, socketFolder: string): this {
    this.hostConfig = {
      ...this.hostConfig,
      AutoRemove: true,
      CapDrop: ['ALL'],
      IpcMode: 'private',
      NanoCpus: Math.floor(Math.min(request.limits.cpus, cpus().length) * 1e9),
      Memory: request.limits.memoryMiB * MIB,
      MemorySwap: request.limits.memoryMiB * MIB,
      PidsLimit: request.limits.pids,
      Privileged: false,
      ReadonlyRootfs: true,
      SecurityOpt: ['no-new-privileges'],
      ShmSize: 512 * MIB,
      Tmpfs: { '/tmp': 'rw,nosuid,nodev,noexec,size=256m,mode=1777' },
      Mounts: [
        { Type: 'bind', Source: socketFolder, Target: INSIDE.socket },
        {
          Type: 'bind',
          Source: path.dirname(request.stagedDumpPath),
          Target: INSIDE.dump,
          ReadOnly: true,
        },
        {
          // Anonymous, so that the engine removes it with the container whoever ends it.
          Type: 'volume',
          Source: '',
          Target: INSIDE.pgdata,
          VolumeOptions: {
            NoCopy: false,
            Labels: { [RUN_LABEL]: request.runId },
            DriverConfig: { Name: 'local', Options: {} },
          },
        },
      ],
    };
    return this;
  }
}

/** Id of a container in which Postgres answers on its socket; it ends itself at its deadline. */
export async function startContainer(
  image: string,
  request: SandboxRequest,
  socketFolder: string,
): Promise<string> {
  const started = await new HardenedContainer(image)
    .harden(request, socketFolder)
    .withAutoCleanup(false)
    .withPullPolicy(PullPolicy.neverPull())
    .withNetworkMode('none')
    .withUser('postgres')
    .withLabels({ [RUN_LABEL]: request.runId })
    .withCommand(['restore', String(request.limits.lifeSeconds), request.runId])
    .withStartupTimeout(LIMITS.sandboxReadyMs)
    // Asked inside: a container without a network has no port that could be asked from outside.
    .withWaitStrategy(
      Wait.forSuccessfulCommand(`pg_isready -q -h ${INSIDE.socket} -U ${SUPERUSER}`),
    )
    .start();
  return started.getId();
}
