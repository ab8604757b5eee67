// Which mounts inside a container are its own, and which are the host's.
import type { IsolationFacts } from './contract.ts';
import { imageVolumes } from './isolation-engine.ts';

/** Where the engine itself mounts what is no folder of anybody. */
const VIRTUAL: ReadonlyMap<string, RegExp> = new Map([
  ['proc', /^\/proc(\/|$)/],
  ['sysfs', /^\/sys(\/|$)/],
  ['cgroup', /^\/sys\/fs\/cgroup(\/|$)/],
  ['cgroup2', /^\/sys\/fs\/cgroup(\/|$)/],
  ['devpts', /^\/dev\/(pts|console)$/],
  ['mqueue', /^\/dev\/mqueue$/],
  ['tmpfs', /^\/(dev|dev\/shm|tmp|(proc|sys)\/.*)$/],
]);

/** What this harness mounts itself, by kind of container. */
const OWN_MOUNTS: Readonly<Record<IsolationFacts['of'], readonly string[]>> = {
  sandbox: ['/rehearsal/socket', '/rehearsal/dump', '/rehearsal/pgdata', '/rehearsal/scratch'],
  clone: ['/rehearsal/socket', '/rehearsal/pgdata', '/rehearsal/kept'],
};

/** Files that the engine writes for every container: a name, and no network beside it. */
const ENGINE_FILES = ['/etc/hosts', '/etc/hostname', '/etc/resolv.conf'];

/** `place` is null where a line could not be understood. */
interface SeenMount {
  readonly place: string | null;
  readonly isVirtual: boolean;
}

/**
 * Places of mounts that are not this container's own; null where nothing was read. A mount is the
 * host's unless it is one that this harness or the engine made. A kind of file system alone says
 * nothing: the host's own folders may lie on overlay or tmpfs as well.
 */
export function foreignMounts(
  lines: readonly string[],
  { of, image }: IsolationFacts,
): string[] | null {
  if (lines.length === 0) return null;
  const named = new Set(['/', ...OWN_MOUNTS[of], ...ENGINE_FILES, ...imageVolumes(image)]);
  return lines
    .map(seenMount)
    .filter(({ place, isVirtual }) => !isVirtual && (place === null || !named.has(place)))
    .map(({ place }) => place ?? '?');
}

/** All but the root and what the engine makes in every container; null where one is unknown. */
export function placesOf(lines: readonly string[]): string[] | null {
  const made = new Set(['/', ...ENGINE_FILES]);
  const places = lines.map(seenMount).filter(({ isVirtual }) => !isVirtual);
  const known = places.flatMap(({ place }) => (place === null ? [] : [place]));
  if (known.length === 0 || known.length < places.length) return null;
  return known.filter((place) => !made.has(place));
}

/** A line of `/proc/self/mountinfo`. */
function seenMount(line: string): SeenMount {
  const words = line.split(' ');
  const place = words[4] ?? null;
  const type = words[words.indexOf('-') + 1] ?? '?';
  const isVirtual = place !== null && VIRTUAL.get(type)?.test(place) === true;
  // Blanks of a path are written as octal numbers there.
  const plain = place?.replaceAll(/\\([0-7]{3})/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 8)),
  );
  return { place: plain ?? null, isVirtual };
}
