// Starts the sandbox's container, hardened, with the staged dump, the data and the scratch volume.
import { GenericContainer, PullPolicy, Wait } from 'testcontainers';
import { LIMITS } from '../kernel/index.ts';
import { SUPERUSER, type SandboxRequest } from './contract.ts';
import {
  bindMount,
  hardenedHostConfig,
  INSIDE,
  volumeMount,
  type HostConfig,
} from './hardening.io.ts';
import { labelsOf } from './labels.io.ts';

/** The library has no method for these parts of a host configuration; its field is protected. */
class HardenedContainer extends GenericContainer {
  harden({ limits, runId }: SandboxRequest, { socket, dump }: Doorways): this {
    const mounts = [
      socket === null ? volumeMount(runId, INSIDE.socket) : bindMount(socket, INSIDE.socket),
      ...('folder' in dump ? [bindMount(dump.folder, INSIDE.dump, true)] : []),
      volumeMount(runId, INSIDE.pgdata),
      volumeMount(runId, INSIDE.scratch),
    ];
    const volumes: HostConfig = 'holder' in dump ? { VolumesFrom: [`${dump.holder}:ro`] } : {};
    this.hostConfig = { ...this.hostConfig, ...hardenedHostConfig(limits, mounts), ...volumes };
    return this;
  }

  /** What a mistake of ours or of an engine could make of it. */
  loosen({ network, folder, variable }: Breach): this {
    const { Mounts: mounts = [], ...others } = this.hostConfig;
    this.hostConfig = {
      ...others,
      NetworkMode: network,
      Mounts: [...mounts, bindMount(folder, `${INSIDE.scratch}-of-the-host`, true)],
      // Not even a breached container asks the host's resolver; and it waits for none.
      Dns: ['127.0.0.1'],
      ExtraHosts: ['rehearsal.example.com:192.0.2.1'],
    };
    return this.withEnvironment(variable);
  }
}

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

/** Asks for two seconds: how long to go on is decided outside. */
const ANSWERS_SOON = `for turn in $(seq 40); do
  pg_isready -q -h ${INSIDE.socket} -U ${SUPERUSER} && exit 0
  sleep 0.05
done
exit 1`;

/** Id of a container in which Postgres answers on its socket; it ends itself at its deadline. */
export async function startContainer(
  image: string,
  request: SandboxRequest,
  doorways: Doorways,
  breach: Breach | null,
): Promise<string> {
  const hardened = new HardenedContainer(image).harden(request, doorways);
  const started = await (breach === null ? hardened : hardened.loosen(breach))
    .withAutoCleanup(false)
    .withPullPolicy(PullPolicy.neverPull())
    .withNetworkMode(breach?.network ?? 'none')
    .withUser('postgres')
    .withLabels(labelsOf(request.runId))
    .withCommand(['restore', String(request.limits.lifeSeconds), request.runId])
    .withStartupTimeout(LIMITS.sandboxReadyMs)
    // Asked inside: a container without a network has no port that could be asked from outside. And
    // by few commands that wait: one more costs the engine as much as many questions inside.
    .withWaitStrategy(Wait.forSuccessfulCommand(ANSWERS_SOON))
    .start();
  return started.getId();
}
