// Each check of the engine's account with its place there, and ways to breach exactly that check.
import { recordedInspect, type Document } from './recorded.ts';

export const ENGINE_PATHS: Readonly<Record<string, readonly string[]>> = {
  'network-mode': ['HostConfig', 'NetworkMode'],
  networks: ['NetworkSettings', 'Networks'],
  'published-ports': ['NetworkSettings', 'Ports'],
  privileged: ['HostConfig', 'Privileged'],
  'capabilities-dropped': ['HostConfig', 'CapDrop'],
  'capabilities-added': ['HostConfig', 'CapAdd'],
  'root-read-only': ['HostConfig', 'ReadonlyRootfs'],
  'security-options': ['HostConfig', 'SecurityOpt'],
  'host-processes': ['HostConfig', 'PidMode'],
  'host-ipc': ['HostConfig', 'IpcMode'],
  devices: ['HostConfig', 'Devices'],
  'extra-hosts': ['HostConfig', 'ExtraHosts'],
  memory: ['HostConfig', 'Memory'],
  processor: ['HostConfig', 'NanoCpus'],
  'process-count': ['HostConfig', 'PidsLimit'],
  'auto-remove': ['HostConfig', 'AutoRemove'],
  'named-mounts': ['Mounts'],
};

export type EngineBreach = readonly [id: string, what: string, value: unknown];

export const ENGINE_BREACHES: readonly EngineBreach[] = [
  ['network-mode', 'a bridge', 'bridge'],
  ['network-mode', 'the host\u2019s', 'host'],
  ['network-mode', 'nothing', null],
  ['networks', 'a bridge', { bridge: {} }],
  ['networks', 'a bridge beside none', { none: {}, bridge: {} }],
  ['networks', 'no network that says none', {}],
  ['networks', 'nothing', null],
  ['published-ports', 'a port', { '5432/tcp': [{ HostIp: '0.0.0.0', HostPort: '5432' }] }],
  ['published-ports', 'an empty binding', { '5432/tcp': [] }],
  ['published-ports', 'nothing', null],
  ['privileged', 'yes', true],
  ['privileged', 'nothing', null],
  ['capabilities-dropped', 'none', null],
  ['capabilities-dropped', 'some', ['NET_RAW']],
  ['capabilities-dropped', 'an empty list', []],
  ['capabilities-added', 'one', ['SYS_ADMIN']],
  ['capabilities-added', 'a word', 'ALL'],
  ['root-read-only', 'no', false],
  ['security-options', 'none', null],
  ['security-options', 'an unconfined filter', ['no-new-privileges', 'seccomp=unconfined']],
  ['host-processes', 'the host\u2019s', 'host'],
  ['host-ipc', 'the host\u2019s', 'host'],
  ['host-ipc', 'one that others may join', 'shareable'],
  ['devices', 'a disk', [{ PathOnHost: '/dev/sda' }]],
  ['extra-hosts', 'one', ['db.example.com:192.0.2.1']],
  ['memory', 'no bound', 0],
  ['memory', 'no bound, said otherwise', -1],
  ['memory', 'a word', '512m'],
  ['processor', 'no bound', 0],
  ['process-count', 'no bound', null],
  ['process-count', 'no bound, said otherwise', -1],
  ['auto-remove', 'no', false],
  ['named-mounts', 'no list', {}],
  ['named-mounts', 'none', []],
  [
    'named-mounts',
    'one more',
    [...mountsOf(), { Type: 'bind', Destination: '/etc/cron.d', RW: false }],
  ],
  [
    'named-mounts',
    'one volume more',
    [...mountsOf(), { Type: 'volume', Destination: '/rehearsal/kept', RW: true }],
  ],
  [
    'named-mounts',
    'a volume where a folder of the host ought to be',
    mountsOf().map((mount) => ({ ...mount, Type: 'volume' })),
  ],
  ['named-mounts', 'a scratch volume too few', mountsOf().slice(0, -1)],
  [
    'named-mounts',
    'memory where a volume ought to be',
    mountsOf().map((mount) => (mount['Type'] === 'volume' ? { ...mount, Type: 'tmpfs' } : mount)),
  ],
  [
    'named-mounts',
    'a dump that can be written',
    mountsOf().map((mount) => ({ ...mount, RW: true })),
  ],
  [
    'named-mounts',
    'a dump of which it is not said',
    mountsOf().map(({ RW, ...mount }) => (RW === true ? { ...mount, RW } : mount)),
  ],
  ['named-mounts', 'something that is no mount', [...mountsOf(), null, { Type: 'bind' }]],
];

export function mountsOf(): Document[] {
  const mounts = recordedInspect()['Mounts'];
  return Array.isArray(mounts) ? mounts : [];
}
