// Starts the sandbox's container, hardened, with the staged dump, the data and the scratch volume.
import path from 'node:path';
import { GenericContainer, PullPolicy, Wait } from 'testcontainers';
import { LIMITS } from '../kernel/index.ts';
import { RUN_LABEL, SUPERUSER, type SandboxRequest } from './contract.ts';
import { bindMount, hardenedHostConfig, INSIDE, volumeMount } from './hardening.io.ts';

/** The library has no method for these parts of a host configuration; its field is protected. */
class HardenedContainer extends GenericContainer {
  harden({ limits, runId, stagedDumpPath }: SandboxRequest, socketFolder: string): this {
    const mounts = [
      bindMount(socketFolder, INSIDE.socket),
      bindMount(path.dirname(stagedDumpPath), INSIDE.dump, true),
      volumeMount(runId, INSIDE.pgdata),
      volumeMount(runId, INSIDE.scratch),
    ];
    this.hostConfig = { ...this.hostConfig, ...hardenedHostConfig(limits, mounts) };
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
