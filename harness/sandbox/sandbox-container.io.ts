// How the sandbox's container is made: hardened, with the staged dump, the data and the scratch volume.
import type { SandboxRequest } from './contract.ts';
import { servedOptions, type ContainerOptions } from './container.io.ts';
import {
  bindMount,
  hardenedHostConfig,
  INSIDE,
  volumeMount,
  type HostConfig,
} from './hardening.io.ts';

/** What of the outside is seen inside. */
export interface Doorways {
  /** Folder of this machine for the socket; null where no socket crosses. */
  readonly socket: string | null;
  /** A folder of this machine, or the container that holds the volume with a copy of it. */
  readonly dump: { readonly folder: string } | { readonly holder: string };
}

/** A container that is not isolated, made on purpose: only its refusal is of any use. */
export interface Breach {
  /** Name of the network that it is joined to. */
  readonly network: string;
  /** A folder of this machine that is mounted. */
  readonly folder: string;
  readonly variable: Readonly<Record<string, string>>;
}

export function sandboxOptions(
  image: string,
  { runId, limits, serverMajor }: Pick<SandboxRequest, 'runId' | 'limits' | 'serverMajor'>,
  { socket, dump }: Doorways,
  breach: Breach | null,
): ContainerOptions {
  const mounts = [
    socket === null ? volumeMount(runId, INSIDE.socket) : bindMount(socket, INSIDE.socket),
    ...('folder' in dump ? [bindMount(dump.folder, INSIDE.dump, true)] : []),
    volumeMount(runId, INSIDE.pgdata),
    volumeMount(runId, INSIDE.scratch),
  ];
  const volumes: HostConfig = 'holder' in dump ? { VolumesFrom: [`${dump.holder}:ro`] } : {};
  const hardened = { ...hardenedHostConfig(limits, mounts), ...volumes };
  const options = servedOptions({ image, runId, limits, serverMajor }, 'restore', hardened);
  return breach === null ? options : loosened(options, breach);
}

/** What a mistake of ours or of an engine could make of it. */
function loosened(
  options: ContainerOptions,
  { network, folder, variable }: Breach,
): ContainerOptions {
  const { HostConfig: hardened = {} } = options;
  return {
    ...options,
    NetworkDisabled: false,
    Env: Object.entries(variable).map(([name, value]) => `${name}=${value}`),
    HostConfig: {
      ...hardened,
      NetworkMode: network,
      Mounts: [
        ...(hardened.Mounts ?? []),
        bindMount(folder, `${INSIDE.scratch}-of-the-host`, true),
      ],
      // Not even a breached container asks the host's resolver; and it waits for none.
      Dns: ['127.0.0.1'],
      ExtraHosts: ['rehearsal.example.com:192.0.2.1'],
    },
  };
}
