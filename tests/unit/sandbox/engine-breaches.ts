// Each check of the engine's account with its place there, and ways to breach exactly that check.
import { OWN_FOLDER, recordedInspect, type Document } from './recorded.ts';

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
  'mount-sources': ['Mounts'],
};

/** `also`: checks of the same place that cannot but see it too. */
export type EngineBreach = readonly [
  id: string,
  what: string,
  value: unknown,
  also?: readonly string[],
];

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
  ['named-mounts', 'no list', {}, ['mount-sources']],
  ['named-mounts', 'none', []],
  ['named-mounts', 'one more', [...mountsOf(), bindOf(`${OWN_FOLDER}/x`)]],
  [
    'named-mounts',
    'one volume more',
    [
      ...mountsOf(),
      { Type: 'volume', Name: 'a'.repeat(64), Destination: '/rehearsal/kept', RW: true },
    ],
  ],
  [
    'named-mounts',
    'a volume where a folder of the host ought to be',
    mountsOf().map((mount) => ({ ...mount, Type: 'volume', Name: 'a'.repeat(64) })),
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
  [
    'named-mounts',
    'something that is no mount',
    [...mountsOf(), null, { Type: 'bind' }],
    ['mount-sources'],
  ],
  [
    'mount-sources',
    'a folder of the host in the place of the run\u2019s own',
    behind('bind', { Source: '/root/.ssh' }),
  ],
  [
    'mount-sources',
    'a folder of another run',
    behind('bind', { Source: '/srv/clone-rehearsal-Zzzzzz/socket' }),
  ],
  [
    'mount-sources',
    'a folder that only begins like the run\u2019s',
    behind('bind', { Source: `${OWN_FOLDER}2/socket` }),
  ],
  [
    'mount-sources',
    'a way out of the run\u2019s own folder',
    behind('bind', { Source: `${OWN_FOLDER}/../../root/.ssh` }),
  ],
  ['mount-sources', 'the folder that holds the run\u2019s', behind('bind', { Source: '/srv' })],
  ['mount-sources', 'a folder that nobody names', behind('bind', { Source: undefined })],
  [
    'mount-sources',
    'a volume with a name of somebody\u2019s',
    behind('volume', { Name: 'pgdata' }),
  ],
];

/** The mounts as they were, with something else behind those of one kind. */
function behind(kind: string, change: Document): Document[] {
  return mountsOf().map((mount) => (mount['Type'] === kind ? { ...mount, ...change } : mount));
}

function bindOf(source: string): Document {
  return { Type: 'bind', Source: source, Destination: '/etc/cron.d', RW: false };
}

export function mountsOf(): Document[] {
  const mounts = recordedInspect()['Mounts'];
  return Array.isArray(mounts) ? mounts : [];
}
