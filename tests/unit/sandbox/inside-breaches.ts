// Each check inside with the section it reads, and ways to breach exactly that check.
import type { Recorded } from './recorded.ts';

export const INSIDE_IDS: Readonly<Record<string, readonly string[]>> = {
  interfaces: ['interfaces'],
  routes4: ['routes-ipv4'],
  routes6: ['routes-ipv6'],
  connects: ['connect-attempts'],
  names: ['name-resolution'],
  tcp: ['listening-tcp'],
  udp: ['sockets-udp'],
  unix: ['sockets-unix'],
  mounts: ['mounts'],
  status: ['capabilities', 'no-new-privileges', 'system-call-filter'],
  user: ['user'],
  environment: ['environment'],
  writable: ['read-only-root'],
  'engine-sockets': ['engine-sockets'],
};

export type Breach = readonly [id: string, what: string, change: (sections: Recorded) => void];

export function adding(section: string, ...lines: readonly string[]): (sections: Recorded) => void {
  return (sections) => sections[section]?.push(...lines);
}

export function replacing(
  section: string,
  from: string | RegExp,
  to: string,
): (sections: Recorded) => void {
  return (sections) => {
    sections[section] = (sections[section] ?? []).map((line) => line.replace(from, to));
  };
}

export const mounted = (place: string, type: string): ((sections: Recorded) => void) =>
  adding('mounts', `100 76 254:0 /home/someone ${place} rw,relatime - ${type} ${type} rw`);

export const INSIDE_BREACHES: readonly Breach[] = [
  ['interfaces', 'a network device that is up', adding('interfaces', 'eth0 0x1003')],
  ['interfaces', 'a device that is up in upper case', adding('interfaces', 'eth0 0X100B')],
  ['interfaces', 'a device whose flags cannot be read', adding('interfaces', 'eth0 ')],
  ['interfaces', 'a device with odd flags', adding('interfaces', 'eth0 what')],
  ['interfaces', 'a device instead of the loopback', replacing('interfaces', 'lo', 'eth0')],
  ['interfaces', 'no device that is up', replacing('interfaces', '0x9', '0x8')],
  [
    'routes-ipv4',
    'a default route',
    adding('routes4', 'eth0\t00000000\t010011AC\t0003\t0\t0\t0\t00000000\t0\t0\t0'),
  ],
  [
    'routes-ipv4',
    'a route of a device called like the heading',
    adding('routes4', 'Iface0\t00000000\t010011AC\t0003'),
  ],
  [
    'routes-ipv6',
    'a route that leaves',
    adding(
      'routes6',
      `${'0'.repeat(32)} 00 ${'0'.repeat(32)} 00 fe80 00000400 1 0 00000003     eth0`,
    ),
  ],
  [
    'connect-attempts',
    'a connection',
    replacing('connects', 'Network is unreachable', 'connected'),
  ],
  [
    'connect-attempts',
    'an attempt that timed out: a packet may have left',
    replacing('connects', /^(192\S+) .*/, '$1 '),
  ],
  [
    'connect-attempts',
    'an attempt that somebody refused',
    replacing('connects', /^(203\S+) .*/, '$1 Connection refused'),
  ],
  [
    'connect-attempts',
    'an attempt that a router answered',
    replacing('connects', /^(203\S+) .*/, '$1 No route to host'),
  ],
  [
    'connect-attempts',
    'an attempt that a program could not make',
    replacing('connects', /^(203\S+) .*/, '$1 command not found'),
  ],
  ['name-resolution', 'a name that is resolved', replacing('names', 'unresolved', 'resolved')],
  [
    'listening-tcp',
    'a listening socket',
    adding(
      'tcp',
      '   0: 0100007F:1538 00000000:0000 0A 00000000:00000000 00:00000000 00000000   100        0 12345 1',
    ),
  ],
  [
    'listening-tcp',
    'a listening socket of IPv6',
    adding('tcp', `   0: ${'0'.repeat(32)}:1538 ${'0'.repeat(32)}:0000 0A 00000000:00000000`),
  ],
  [
    'sockets-udp',
    'a socket',
    adding('udp', '  213: 00000000:0035 00000000:0000 07 00000000:00000000 00:00000000'),
  ],
  [
    'sockets-unix',
    'another socket',
    adding('unix', '0000: 00000002 00000000 00010000 0001 01 143320 /run/docker.sock'),
  ],
  [
    'sockets-unix',
    'a socket whose name only begins right',
    adding(
      'unix',
      '0000: 00000002 00000000 00010000 0001 01 143320 /rehearsal/socket/.s.PGSQL.5432 /run/docker.sock',
    ),
  ],
  [
    'sockets-unix',
    'a socket with a relative name',
    adding('unix', '0000: 00000002 00000000 00010000 0001 01 143320 run/docker.sock'),
  ],
  ['sockets-unix', 'no socket at all', (sections) => sections['unix']?.pop()],
  ['mounts', 'a folder of the host', mounted('/home/someone', 'ext4')],
  ['mounts', 'a folder of a host that lies on overlay itself', mounted('/home/someone', 'overlay')],
  ['mounts', 'a folder of the host\u2019s memory', mounted('/run/secrets', 'tmpfs')],
  ['mounts', 'the host\u2019s processes', mounted('/host/proc', 'proc')],
  ['mounts', 'the host\u2019s devices', mounted('/dev/disk', 'devtmpfs')],
  ['mounts', 'a folder beside the named one', mounted('/rehearsal/dump2', 'ext4')],
  ['mounts', 'a folder below a named one', mounted('/rehearsal/socket/x', 'ext4')],
  ['mounts', 'a folder called like a property of every object', mounted('/x', 'constructor')],
  ['mounts', 'a mount that cannot be understood', adding('mounts', '100 76 254:0')],
  [
    'capabilities',
    'a capability that can be gained',
    replacing('status', /CapBnd:.*/, 'CapBnd:\t00000000a80425fb'),
  ],
  [
    'capabilities',
    'a capability in force',
    replacing('status', /CapEff:.*/, 'CapEff:\t0000000000000001'),
  ],
  ['capabilities', 'a set that cannot be read', replacing('status', /CapAmb:.*/, 'CapAmb:\t')],
  ['no-new-privileges', 'off', replacing('status', /NoNewPrivs:.*/, 'NoNewPrivs:\t0')],
  ['system-call-filter', 'off', replacing('status', /Seccomp:.*/, 'Seccomp:\t0')],
  ['system-call-filter', 'another mode', replacing('status', /Seccomp:.*/, 'Seccomp:\t1')],
  ['user', 'root', replacing('user', 'postgres', 'root')],
  ['user', 'two users', adding('user', 'root')],
  ['environment', 'an address of the operator\u2019s', adding('environment', 'DATABASE_URL')],
  ['environment', 'a host of the operator\u2019s', adding('environment', 'PGHOST')],
  ['read-only-root', 'a place that could be written', adding('writable', '/etc')],
  ['engine-sockets', 'the engine\u2019s socket', adding('engine-sockets', '/var/run/docker.sock')],
];
