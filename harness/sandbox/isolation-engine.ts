// The engine's own account of the container, item by item, against what was asked of it.
import type { IsolationCheck, IsolationFacts } from './contract.ts';

interface EngineItem {
  readonly id: string;
  readonly path: readonly string[];
  /** Where a thin clone's container has other things than the sandbox's, one for each. */
  readonly expected: string | Readonly<Record<IsolationFacts['of'], string>>;
  /** null where the document says too little. */
  readonly measure: (value: unknown, facts: IsolationFacts, expected: string) => string | null;
}

const json = (value: unknown): string => JSON.stringify(value ?? null);
const none = (value: unknown): string => {
  const size = typeof value === 'object' && value !== null ? Object.keys(value).length : 0;
  return size === 0 && (value === null || typeof value === 'object') ? 'none' : json(value);
};
const bounded = (value: unknown): string =>
  typeof value === 'number' && value > 0 ? 'bounded' : json(value);

const ITEMS: readonly EngineItem[] = [
  { id: 'network-mode', path: ['HostConfig', 'NetworkMode'], expected: '"none"', measure: json },
  {
    id: 'networks',
    path: ['NetworkSettings', 'Networks'],
    expected: 'none',
    measure: (value, { inspect }) => {
      const names = typeof value === 'object' && value !== null ? Object.keys(value) : ['?'];
      // There may be none at all, where that is what was asked for.
      const isOff = at(at(inspect, 'Config'), 'NetworkDisabled') === true;
      if (names.length === 0 && isOff) return 'none';
      return names.length === 1 && names[0] === 'none' ? 'none' : json(names);
    },
  },
  {
    id: 'published-ports',
    path: ['NetworkSettings', 'Ports'],
    expected: 'none',
    measure: (value) => {
      // An image may declare a port; only a binding publishes one.
      if (typeof value !== 'object' || value === null) return json(value);
      return Object.values(value).every((bindings) => bindings === null) ? 'none' : json(value);
    },
  },
  { id: 'privileged', path: ['HostConfig', 'Privileged'], expected: 'false', measure: json },
  {
    id: 'capabilities-dropped',
    path: ['HostConfig', 'CapDrop'],
    expected: '["ALL"]',
    measure: json,
  },
  { id: 'capabilities-added', path: ['HostConfig', 'CapAdd'], expected: 'none', measure: none },
  { id: 'root-read-only', path: ['HostConfig', 'ReadonlyRootfs'], expected: 'true', measure: json },
  {
    id: 'security-options',
    path: ['HostConfig', 'SecurityOpt'],
    expected: '["no-new-privileges"]',
    measure: json,
  },
  { id: 'host-processes', path: ['HostConfig', 'PidMode'], expected: '""', measure: json },
  { id: 'host-ipc', path: ['HostConfig', 'IpcMode'], expected: '"private"', measure: json },
  { id: 'devices', path: ['HostConfig', 'Devices'], expected: 'none', measure: none },
  { id: 'extra-hosts', path: ['HostConfig', 'ExtraHosts'], expected: 'none', measure: none },
  { id: 'memory', path: ['HostConfig', 'Memory'], expected: 'bounded', measure: bounded },
  { id: 'processor', path: ['HostConfig', 'NanoCpus'], expected: 'bounded', measure: bounded },
  { id: 'process-count', path: ['HostConfig', 'PidsLimit'], expected: 'bounded', measure: bounded },
  { id: 'auto-remove', path: ['HostConfig', 'AutoRemove'], expected: 'true', measure: json },
  {
    // Every mount that somebody asked for; whatever is not in this list is one too many.
    id: 'named-mounts',
    path: ['Mounts'],
    expected: {
      sandbox: 'dump (read-only), pgdata, scratch, socket, each of its kind',
      clone: 'kept, pgdata, socket, each of its kind',
    },
    measure: mountsOf,
  },
  {
    // What stands behind those places: a folder of this run, or a volume that nobody named.
    id: 'mount-sources',
    path: ['Mounts'],
    expected: 'the run\u2019s own folder and nameless volumes',
    measure: sourcesOf,
  },
];

export function engineChecks(facts: IsolationFacts): IsolationCheck[] {
  return ITEMS.map((item) => {
    const value = item.path.reduce<unknown>(
      (holder, key) =>
        typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined,
      facts.inspect,
    );
    const expected = typeof item.expected === 'string' ? item.expected : item.expected[facts.of];
    const found = value === undefined ? null : item.measure(value, facts, expected);
    const judgement = found === null ? 'NOT_DECIDED' : found === expected ? 'HELD' : 'NOT_HELD';
    return { id: item.id, measured: found ?? 'not there', expected, from: 'engine', judgement };
  });
}

/** What is mounted where, by transport: a folder of the run, or a volume of the engine's. */
const OF_KIND = {
  sandbox: {
    socket: 'bind dump (read-only), bind socket, volume pgdata, volume scratch',
    exec: 'volume dump (read-only), volume pgdata, volume scratch, volume socket',
  },
  clone: {
    socket: 'bind socket, volume kept, volume pgdata',
    exec: 'volume kept, volume pgdata, volume socket',
  },
} as const;

/** The same words for both transports where all is as it ought to be; what was found else. */
function mountsOf(
  value: unknown,
  { of, transport = 'socket', image }: IsolationFacts,
  expected: string,
): string {
  if (!Array.isArray(value)) return 'not there';
  const ofTheImage = new Set(imageVolumes(image));
  const said = value.flatMap((mount: unknown) => {
    const type = String(at(mount, 'Type'));
    const place = String(at(mount, 'Destination'));
    if (type === 'volume' && ofTheImage.has(place)) return [];
    const writable = at(mount, 'RW') !== false;
    return [`${type} ${place.replace('/rehearsal/', '')}${writable ? '' : ' (read-only)'}`];
  });
  const found = said.sort().join(', ');
  return found === OF_KIND[of][transport] ? expected : found;
}

/** Counted only: a path of the host is nothing for a packet. */
function sourcesOf(
  value: unknown,
  { ownFolder, transport = 'socket' }: IsolationFacts,
): string | null {
  if (!Array.isArray(value)) return 'not there';
  const own = ownFolder?.split('/').at(-1) ?? '';
  // Its last name is this run's alone; engines write what comes before it in several ways.
  if (own.length < SHORTEST_OWN_NAME) return null;
  const foreign = value.filter((mount: unknown) => {
    if (at(mount, 'Type') === 'tmpfs') return false;
    if (at(mount, 'Type') === 'volume') return !/^[0-9a-f]{64}$/.test(String(at(mount, 'Name')));
    // A folder of the same name on the engine's machine would be nobody's that we know.
    if (transport === 'exec') return true;
    const source = String(at(mount, 'Source'));
    return !source.includes(`/${own}/`) || source.split('/').includes('..');
  });
  return foreign.length === 0
    ? 'the run\u2019s own folder and nameless volumes'
    : `${foreign.length} from elsewhere`;
}

/** A shorter one could be part of anybody's path. */
const SHORTEST_OWN_NAME = 16;

/** Folders that the image itself declares to be volumes: the engine mounts empty ones there. */
export function imageVolumes(image: unknown): readonly string[] {
  const volumes = at(at(image, 'Config'), 'Volumes');
  return typeof volumes === 'object' && volumes !== null ? Object.keys(volumes) : [];
}

export function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
