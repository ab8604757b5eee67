// Judges this machine: its Node, its clock, its temporary folder, its open files.
import { amount } from './amount.ts';
import { broken, held, untold } from './check.ts';
import type { DoctorCheck, Read } from './contract.ts';

export interface MachineFacts {
  /** As in `process.versions.node`. */
  readonly nodeVersion: string;
  /** Milliseconds since 1970, as this machine has it. */
  readonly nowMs: number;
  /** Why a private folder could not be made in the temporary folder; null where it could. */
  readonly temporary: {
    readonly folder: string;
    readonly refusal: string | null;
    /** Bytes of the longest path of a socket that a run makes there. */
    readonly socketPathBytes: number;
  };
  readonly temporaryFreeBytes: Read<number>;
  /** Soft limit of this process. */
  readonly openFiles: Read<number>;
  /** What `docker --version` says; null where there is no such command. */
  readonly dockerCommand: Read<string | null>;
}

/** Bytes of a dump as it lies there; null where there is none yet. */
export type PackedBytes = number | null;

export function judgeMachine(facts: MachineFacts, packed: PackedBytes): DoctorCheck[] {
  return [
    judgeNode(facts.nodeVersion),
    judgeClock(facts.nowMs),
    judgeTemporaryFolder(facts.temporary),
    judgeTemporarySpace(facts, packed),
    judgeOpenFiles(facts.openFiles),
    judgeDockerCommand(facts.dockerCommand),
  ];
}

/** package.json names the same: types are stripped, and `await using` is known, from here on. */
const LEAST_NODE = [24, 12] as const;

function judgeNode(version: string): DoctorCheck {
  const [major, minor] = version.split('.').map(Number);
  if (major === undefined || minor === undefined || Number.isNaN(major + minor)) {
    return untold('node', `"${version}" is no version`, 'run it with "node", 24.12 or later.');
  }
  const isEnough = major > LEAST_NODE[0] || (major === LEAST_NODE[0] && minor >= LEAST_NODE[1]);
  if (isEnough) return held('node', version);
  const remedy = 'run it through make or npm, which bring Node 24; or install Node 24.12 or later.';
  return broken('node', `${version}; 24.12 is the least`, remedy);
}

/** This program was written after the first of these; nobody runs it after the second. */
const PLAUSIBLE_YEARS = [2026, 2056] as const;

function judgeClock(nowMs: number): DoctorCheck {
  const now = new Date(nowMs);
  const remedy = 'set the clock (timedatectl set-ntp true): evidence says when a run was made.';
  if (Number.isNaN(now.getTime())) return untold('clock', 'it has no date', remedy);
  const said = `${now.toISOString().slice(0, 16).replace('T', ' ')} UTC`;
  const year = now.getUTCFullYear();
  if (year < PLAUSIBLE_YEARS[0] || year > PLAUSIBLE_YEARS[1]) {
    return broken('clock', `${said}, which cannot be`, remedy);
  }
  return held('clock', said);
}

/** A socket's path and the null byte after it: 108 bytes on Linux, 104 on macOS. */
const LONGEST_SOCKET_PATH_BYTES = 103;

function judgeTemporaryFolder({
  folder,
  refusal,
  socketPathBytes,
}: MachineFacts['temporary']): DoctorCheck {
  if (refusal !== null) {
    const remedy = 'set TMPDIR to a folder that exists and that this user may write.';
    return broken('temporary-folder', `${folder}: ${refusal}`, remedy);
  }
  if (socketPathBytes > LONGEST_SOCKET_PATH_BYTES) {
    const most = LONGEST_SOCKET_PATH_BYTES;
    const what = `${folder}: a socket in it has a path of ${socketPathBytes} bytes; ${most} is the most`;
    return broken('temporary-folder', what, 'set TMPDIR to a shorter path, such as /tmp.');
  }
  return held('temporary-folder', `${folder}, may be written`);
}

/** Beside the staged copy: probes, and what a scenario.ts hands over. */
const BESIDE_THE_COPY_BYTES = 256 * 1024 * 1024;

function judgeTemporarySpace(
  { temporary, temporaryFreeBytes: free }: MachineFacts,
  packed: PackedBytes,
): DoctorCheck {
  const remedy = 'make room there, or set TMPDIR to a folder with more.';
  if (free.kind === 'unread') {
    return untold('temporary-space', `${temporary.folder}: ${free.why}`, remedy);
  }
  const there = `${amount(free.value)} free in ${temporary.folder}`;
  const needs = (packed ?? 0) + BESIDE_THE_COPY_BYTES;
  const said = packed === null ? `${there}; no dump to compare it with` : there;
  if (free.value >= needs) return held('temporary-space', said);
  return broken('temporary-space', `${there}; a run needs ${amount(needs)}`, remedy);
}

/** A run keeps sockets, streams and files open, some tens for each scenario side by side. */
const LEAST_OPEN_FILES = 1024;

function judgeOpenFiles(limit: Read<number>): DoctorCheck {
  const remedy = `raise the limit of this shell: ulimit -n ${LEAST_OPEN_FILES}.`;
  if (limit.kind === 'unread') return untold('open-files', limit.why, remedy);
  if (limit.value >= LEAST_OPEN_FILES) return held('open-files', `up to ${limit.value}`);
  return broken('open-files', `up to ${limit.value}; ${LEAST_OPEN_FILES} is the least`, remedy);
}

/** Sandboxes are started over the engine's own door: the command is for base images alone. */
function judgeDockerCommand(command: MachineFacts['dockerCommand']): DoctorCheck {
  const remedy = 'install it (Debian: apt-get install docker.io): base images are built with it.';
  if (command.kind === 'unread') return untold('docker-command', command.why, remedy);
  if (command.value === null) return broken('docker-command', 'there is none', remedy);
  return held('docker-command', command.value);
}
