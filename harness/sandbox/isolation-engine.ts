// The engine's own account of the container, item by item, against what was asked of it.
import type { IsolationCheck, IsolationFacts } from './contract.ts';

interface EngineItem {
  readonly id: string;
  readonly path: readonly string[];
  readonly expected: string;
  readonly measure: (value: unknown) => string;
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
    measure: (value) => {
      const names = typeof value === 'object' && value !== null ? Object.keys(value) : ['?'];
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
    id: 'bind-mounts',
    path: ['Mounts'],
    expected: 'dump (read-only), socket',
    measure: (value) => {
      if (!Array.isArray(value)) return 'not there';
      const binds = value
        .filter((mount) => Reflect.get(Object(mount), 'Type') === 'bind')
        .map((mount) => {
          const place = String(Reflect.get(Object(mount), 'Destination'));
          const writable = Reflect.get(Object(mount), 'RW') !== false;
          return `${place.replace('/rehearsal/', '')}${writable ? '' : ' (read-only)'}`;
        });
      return binds.sort().join(', ');
    },
  },
];

export function engineChecks(facts: IsolationFacts): IsolationCheck[] {
  return ITEMS.map((item) => {
    const value = item.path.reduce<unknown>(
      (holder, key) =>
        typeof holder === 'object' && holder !== null ? Reflect.get(holder, key) : undefined,
      facts.inspect,
    );
    const measured = value === undefined ? 'not there' : item.measure(value);
    const judgement =
      value === undefined ? 'NOT_DECIDED' : measured === item.expected ? 'HELD' : 'NOT_HELD';
    return { id: item.id, measured, expected: item.expected, from: 'engine', judgement };
  });
}
