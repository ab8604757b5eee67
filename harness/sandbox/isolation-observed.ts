// What was in a container, by name, as it saw itself and as the engine says: both, so that neither
// can keep quiet about something. What could not be read makes all of it unknown.
import type { IsolationProof } from './contract.ts';
import { at } from './isolation-engine.ts';
import { placesOf } from './isolation-mounts.ts';
import type { Sections } from './isolation-sections.ts';

/** More than this is no sandbox of ours, and no list for anybody to read. */
const LONGEST_LIST = 500;

/** Sorted, each name once; the same on every machine where the sandbox is isolated. */
export function observedIn(sections: Sections, inspect: unknown): IsolationProof['observed'] {
  const interfaces = upDevices(sections.get('interfaces') ?? []);
  const mounts = both(placesOf(sections.get('mounts') ?? []), enginePlaces(inspect));
  const variables = both(namesIn(sections.get('environment') ?? []), engineVariables(inspect));
  if (interfaces === null || mounts === null || variables === null) return null;
  const lists = { interfaces: sorted(interfaces), mounts, variables };
  return Object.values(lists).every(({ length }) => length <= LONGEST_LIST) ? lists : null;
}

/** Names of the devices that are up; null where none was read: every container has a loopback. */
export function upDevices(lines: readonly string[]): string[] | null {
  if (lines.length === 0) return null;
  // Kernels with tunnel modules put dead devices into every network namespace: bit 1 is "up".
  // Flags that cannot be read count as up.
  const up = lines.filter((line) => !/ 0x[0-9a-f]*[02468ace]$/i.test(line));
  return up.map((line) => line.split(' ')[0] ?? '?');
}

function both(inside: string[] | null, engine: string[] | null): string[] | null {
  return inside === null || engine === null ? null : sorted([...inside, ...engine]);
}

function sorted(names: readonly string[]): string[] {
  return [...new Set(names)].sort();
}

/** Every process of a container has a PATH: without any name, nothing was read. */
function namesIn(lines: readonly string[]): string[] | null {
  return lines.length === 0 ? null : [...lines];
}

function enginePlaces(inspect: unknown): string[] | null {
  return textsOf(at(inspect, 'Mounts'), (mount) => at(mount, 'Destination'));
}

function engineVariables(inspect: unknown): string[] | null {
  return textsOf(at(at(inspect, 'Config'), 'Env'), (entry) =>
    typeof entry === 'string' ? entry.split('=')[0] : undefined,
  );
}

/** null where it is no list, or one of its members is not what it ought to be. */
function textsOf(list: unknown, textOf: (item: unknown) => unknown): string[] | null {
  if (!Array.isArray(list)) return null;
  const texts = list.flatMap((item: unknown) => {
    const text = textOf(item);
    return typeof text === 'string' && text !== '' ? [text] : [];
  });
  return texts.length === list.length ? texts : null;
}
