// Judges the engine by what it says of itself; what it really does, a sandbox shows (sandbox.ts).
import { amount } from './amount.ts';
import { broken, held, untold, waitsFor } from './check.ts';
import type { CheckId, DoctorCheck } from './contract.ts';
import type { EngineFacts } from './engine-facts.ts';

/** Which engine was chosen, by what, and which one answered. */
export interface EngineDoor {
  /** What chose it: `DOCKER_HOST`, a context of Docker's; null where nobody did. */
  readonly chosenBy: string | null;
  /** The one beside this machine's that the configuration allows. */
  readonly named: string | null;
  /** Which one is spoken to, e.g. `unix:///var/run/docker.sock`; null where none answers. */
  readonly answered: string | null;
  /** What stopped the harness from speaking to it, and what to do; null where nothing did. */
  readonly refusal: { readonly what: string; readonly hint: string } | null;
}

export interface EngineQuestion {
  readonly door: EngineDoor;
  /** null where no engine answers. */
  readonly facts: EngineFacts | null;
  /** This machine's time when the engine was asked for its own. */
  readonly nowMs: number;
  /** What a sandbox may take, from the configuration. */
  readonly memoryMiB: number;
}

const ASKED_OF_IT: readonly CheckId[] = [
  'api-version',
  'engine-kind',
  'storage-driver',
  'bounds',
  'security',
  'engine-clock',
  'memory',
];

export function judgeEngine({ door, facts, nowMs, memoryMiB }: EngineQuestion): DoctorCheck[] {
  const answer = judgeDoor(door, facts);
  if (facts === null) return [answer, ...ASKED_OF_IT.map((id) => waitsFor(id, 'engine'))];
  return [
    answer,
    judgeApi(facts),
    judgeKind(facts),
    judgeDriver(facts),
    judgeBounds(facts),
    judgeSecurity(facts),
    judgeClock(facts, nowMs),
    judgeMemory(facts, memoryMiB),
  ];
}

/** Which engine may be used is decided where a run decides it; a refusal comes with its reason. */
function judgeDoor(door: EngineDoor, facts: EngineFacts | null): DoctorCheck {
  const { chosenBy, named, answered, refusal } = door;
  if (refusal !== null) return broken('engine', refusal.what, refusal.hint);
  if (answered === null || facts === null) {
    return untold('engine', 'it does not say where it is', 'look at "docker version".');
  }
  const by = chosenBy === null ? 'nobody chose another' : `chosen by ${chosenBy}`;
  const rule = answered === named ? ', and "engine" in the configuration names it' : '';
  return held('engine', `answers at ${answered} (${by}${rule})`);
}

/** Docker 20.10, the oldest engine that rehearsals have been run on. */
const LEAST_API = [1, 41] as const;

function judgeApi({ apiVersion }: EngineFacts): DoctorCheck {
  const remedy = 'use Docker Engine 20.10 or later.';
  const [, major, minor] = /^(\d+)\.(\d+)$/.exec(apiVersion ?? '') ?? [];
  if (major === undefined || minor === undefined) {
    return untold('api-version', 'it does not say which', remedy);
  }
  const version = `${major}.${minor}`;
  const isEnough =
    Number(major) > LEAST_API[0] ||
    (Number(major) === LEAST_API[0] && Number(minor) >= LEAST_API[1]);
  return isEnough
    ? held('api-version', version)
    : broken('api-version', `${version}; ${LEAST_API.join('.')} is the least`, remedy);
}

function judgeKind({ isPodman, version, operatingSystem }: EngineFacts): DoctorCheck {
  const remedy = 'use Docker Engine 20.10 or later; docs/doctor.md has what was tried on Podman.';
  if (version === null) return untold('engine-kind', 'it does not say which', remedy);
  if (isPodman) return broken('engine-kind', `Podman ${version}`, remedy);
  const on = operatingSystem === null ? '' : ` on ${operatingSystem}`;
  return held('engine-kind', `Docker ${version}${on}`);
}

const THIN: ReadonlySet<string> = new Set(['overlay2', 'overlayfs', 'overlay', 'fuse-overlayfs']);

function judgeDriver({ driver }: EngineFacts): DoctorCheck {
  const remedy =
    'it works, slowly and with much disk; put the engine\u2019s folder on ext4 or xfs.';
  if (driver === null) return untold('storage-driver', 'it does not say which', remedy);
  if (driver === 'vfs') return broken('storage-driver', 'vfs copies every layer whole', remedy);
  if (THIN.has(driver)) return held('storage-driver', driver);
  const untried = 'nobody has tried a rehearsal on it; look at "a sandbox" below.';
  return untold('storage-driver', driver, untried);
}

function judgeBounds({ can, cgroupVersion }: EngineFacts): DoctorCheck {
  const version = cgroupVersion === null ? 'cgroups' : `cgroups v${cgroupVersion}`;
  const said = Object.entries(can);
  const named = (wanted: boolean | null): string =>
    said.flatMap(([name, value]) => (value === wanted ? [name] : [])).join(', ');
  const remedy =
    'turn these controllers on (rootless engines: systemd must delegate them to the user).';
  if (named(false) !== '') return broken('bounds', `${version} without: ${named(false)}`, remedy);
  if (named(null) !== '') return untold('bounds', `it does not say of: ${named(null)}`, remedy);
  return held('bounds', `memory, processes, processors (${version})`);
}

/** Which change what works, and how: said beside the filter, because the trial below decides. */
const REMARKABLE = ['rootless', 'userns', 'selinux', 'apparmor'] as const;

function judgeSecurity({ security }: EngineFacts): DoctorCheck {
  const remedy = 'start the engine with its default seccomp profile; a sandbox must run under one.';
  if (security === null) return untold('security', 'it does not say', remedy);
  const beside = REMARKABLE.filter((name) => security.includes(name));
  const words = ['seccomp', ...beside].join(', ');
  if (security.includes('seccomp')) return held('security', words);
  return broken(
    'security',
    `no seccomp${beside.length > 0 ? ` (${beside.join(', ')})` : ''}`,
    remedy,
  );
}

/** Half of the minute for which what a run has just made is left alone by a sweep. */
const MOST_SKEW_MS = 30_000;

function judgeClock({ timeMs }: EngineFacts, nowMs: number): DoctorCheck {
  const remedy =
    'set both clocks: by more than 30 s, a sweep could take a run that begins for one that ended.';
  if (timeMs === null) return untold('engine-clock', 'it does not say its time', remedy);
  const skewMs = timeMs - nowMs;
  const said = `${(Math.abs(skewMs) / 1000).toFixed(1)} s ${skewMs < 0 ? 'behind' : 'ahead'}`;
  return Math.abs(skewMs) <= MOST_SKEW_MS
    ? held('engine-clock', Math.abs(skewMs) < 1000 ? 'as this machine\u2019s' : said)
    : broken('engine-clock', said, remedy);
}

function judgeMemory({ memoryBytes, cpus }: EngineFacts, memoryMiB: number): DoctorCheck {
  const asked = memoryMiB * 1024 * 1024;
  const remedy = 'lower limits.memoryMiB in rehearsal.config.yaml, or give the engine more memory.';
  if (memoryBytes === null) return untold('memory', 'it does not say how much it has', remedy);
  const said = `${amount(memoryBytes)}${cpus === null ? '' : `, ${cpus} processors`}`;
  const bound = `a sandbox may take ${amount(asked)}`;
  return memoryBytes >= asked
    ? held('memory', `${said}; ${bound}`)
    : broken('memory', `${said}, and ${bound}`, remedy);
}
