// The host configuration of every container of ours, the sandbox's and the clones': no network, no
// capability, read-only root, bounds, and only the mounts named by the caller.
import type { Engine } from './engine.io.ts';
import type { SandboxLimits } from './contract.ts';
import { labelsOf } from './labels.io.ts';

const MIB = 1024 * 1024;

/** Folders inside; the image's recipe makes them. */
export const INSIDE = {
  socket: '/rehearsal/socket',
  dump: '/rehearsal/dump',
  pgdata: '/rehearsal/pgdata',
  /** Where the writes of thin clones lie; seen by the sandbox alone. */
  scratch: '/rehearsal/scratch',
  /** Room for the backups of one thin clone. */
  kept: '/rehearsal/kept',
} as const;

export type HostConfig = NonNullable<Parameters<Engine['createContainer']>[0]['HostConfig']>;
export type Mount = NonNullable<HostConfig['Mounts']>[number];

/** No more processors may be asked for than the engine's machine has. */
export function hardenedHostConfig(limits: SandboxLimits, mounts: readonly Mount[]): HostConfig {
  return {
    AutoRemove: true,
    CapDrop: ['ALL'],
    IpcMode: 'private',
    NanoCpus: Math.floor(limits.cpus * 1e9),
    Memory: limits.memoryMiB * MIB,
    MemorySwap: limits.memoryMiB * MIB,
    NetworkMode: 'none',
    PidsLimit: limits.pids,
    Privileged: false,
    ReadonlyRootfs: true,
    SecurityOpt: ['no-new-privileges'],
    ShmSize: 512 * MIB,
    Tmpfs: { '/tmp': 'rw,nosuid,nodev,noexec,size=256m,mode=1777' },
    Mounts: [...mounts],
  };
}

export function bindMount(source: string, target: string, isReadOnly = false): Mount {
  return { Type: 'bind', Source: source, Target: target, ReadOnly: isReadOnly };
}

/** Anonymous, so that the engine removes it with the container whoever ends it. */
export function volumeMount(
  runId: string,
  target: string,
  options: Readonly<Record<string, string>> = {},
): Mount {
  return {
    Type: 'volume',
    Source: '',
    Target: target,
    VolumeOptions: {
      // A plain volume takes owner and content of the image's folder; an overlay has its own.
      NoCopy: 'type' in options,
      Labels: labelsOf(runId),
      DriverConfig: { Name: 'local', Options: { ...options } },
    },
  };
}
