// RX-0: only a complete list of held checks is isolated; each single breach is seen as that one.
import { describe, expect, test } from '@jest/globals';
import { judgeIsolation } from '../../../harness/sandbox/isolation.ts';
import { isolationProofSchema, type IsolationProof } from '../../../harness/sandbox/contract.ts';
import {
  printed,
  recordedFacts,
  recordedImage,
  recordedInside,
  recordedInspect,
  type Document,
  type Recorded,
} from './recorded.ts';

/** Ids of the checks that came to this judgement. */
function those(
  proof: IsolationProof,
  judgement: IsolationProof['checks'][number]['judgement'],
): string[] {
  return proof.checks.filter((check) => check.judgement === judgement).map(({ id }) => id);
}

function measuredBy(proof: IsolationProof, id: string): string | undefined {
  return proof.checks.find((check) => check.id === id)?.measured;
}

/** The proof over the recorded facts with one thing changed inside. */
function withInside(change: (sections: Recorded) => void): IsolationProof {
  const sections = recordedInside();
  change(sections);
  return judgeIsolation({ ...recordedFacts(), inside: printed(sections) });
}

/** Sets (or, without a value, takes away) one place of the engine's document. */
function withInspect(path: readonly string[], ...value: readonly unknown[]): IsolationProof {
  const inspect = recordedInspect();
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((at, key) => Reflect.get(Object(at), key), inspect);
  const last = path.at(-1) ?? '';
  if (value.length === 0) Reflect.deleteProperty(Object(holder), last);
  else Reflect.set(Object(holder), last, value[0]);
  return judgeIsolation({ ...recordedFacts(), inspect });
}

const INSIDE_IDS: Readonly<Record<string, readonly string[]>> = {
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

const ENGINE_PATHS: Readonly<Record<string, readonly string[]>> = {
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
  'bind-mounts': ['Mounts'],
};

describe('a sandbox as it was recorded', () => {
  test('is isolated: every check held', () => {
    const proof = judgeIsolation(recordedFacts());
    expect(those(proof, 'HELD')).toHaveLength(proof.checks.length);
    expect(proof.isolated).toBe('HELD');
    expect(proof.is_production).toBe(false);
    expect(isolationProofSchema.parse(proof)).toEqual(proof);
  });

  test('is judged by exactly the checks that are broken below', () => {
    const ids = judgeIsolation(recordedFacts()).checks.map(({ id }) => id);
    expect(ids).toEqual([...Object.values(INSIDE_IDS).flat(), ...Object.keys(ENGINE_PATHS)]);
    expect(Object.keys(recordedInside())).toEqual(Object.keys(INSIDE_IDS));
    expect(new Set([...INSIDE_BREACHES, ...ENGINE_BREACHES].map(({ 0: id }) => id))).toEqual(
      new Set(ids),
    );
  });

  test('names nothing of the machine it ran on', () => {
    expect(JSON.stringify(judgeIsolation(recordedFacts()))).not.toMatch(
      /srv|docker|a5b6eca9|ce1f4461/,
    );
  });

  test('is isolated with dead tunnel devices, abstract sockets, and cgroups of version 2', () => {
    const proof = withInside((sections) => {
      sections['interfaces']?.push('tunl0 0x80', 'ip6tnl0 0x80');
      sections['unix']?.push(
        '00000000aaaaaaaa: 00000002 00000000 00010000 0001 01 143320 @/tmp/.X11-unix/X0',
      );
      sections['unix']?.push('00000000aaaaaaab: 00000003 00000000 00000000 0001 03 143321');
      sections['mounts'] = (sections['mounts'] ?? []).filter(
        (line) => !line.includes('/sys/fs/cgroup'),
      );
      sections['mounts'].push(
        '81 80 0:26 / /sys/fs/cgroup ro,nosuid - cgroup2 cgroup rw,nsdelegate',
      );
    });
    expect(those(proof, 'HELD')).toHaveLength(proof.checks.length);
  });

  test.each([
    'ext4 /dev/sda1',
    'btrfs /dev/sda1',
    'zfs pool/1',
    'fuse.fuse-overlayfs fuse-overlayfs',
  ])('is isolated where the engine keeps roots on %s', (kind) => {
    const proof = withInside((sections) => {
      const [, ...others] = sections['mounts'] ?? [];
      sections['mounts'] = [`76 52 0:39 / / ro,relatime - ${kind} rw`, ...others];
    });
    expect(those(proof, 'NOT_HELD')).toEqual([]);
  });

  test('is isolated where the image brings variables, volumes and ports of its own', () => {
    const sections = recordedInside();
    sections['environment']?.push('PGDATA', 'GOSU_VERSION');
    sections['mounts']?.push('99 76 254:0 /v /var/lib/postgresql/data rw - ext4 /dev/vda rw');
    const image = {
      Config: { Env: ['PGDATA=/x', 'GOSU_VERSION=1'], Volumes: { '/var/lib/postgresql/data': {} } },
    };
    const inspect = {
      ...recordedInspect(),
      NetworkSettings: { Ports: { '5432/tcp': null }, Networks: { none: {} } },
    };
    const proof = judgeIsolation({
      inside: printed(sections).replace('\nLANG\n', '\n'),
      inspect,
      image,
    });
    expect(those(proof, 'NOT_HELD')).toEqual([]);
    expect(proof.isolated).toBe('HELD');
  });
});

type Breach = readonly [id: string, what: string, change: (sections: Recorded) => void];

function adding(section: string, ...lines: readonly string[]): (sections: Recorded) => void {
  return (sections) => sections[section]?.push(...lines);
}

function replacing(
  section: string,
  from: string | RegExp,
  to: string,
): (sections: Recorded) => void {
  return (sections) => {
    sections[section] = (sections[section] ?? []).map((line) => line.replace(from, to));
  };
}

const mounted = (place: string, type: string): ((sections: Recorded) => void) =>
  adding('mounts', `100 76 254:0 /home/someone ${place} rw,relatime - ${type} ${type} rw`);

const INSIDE_BREACHES: readonly Breach[] = [
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

describe('one breach inside', () => {
  test.each(INSIDE_BREACHES)('%s: %s', (id, _what, change) => {
    const proof = withInside(change);
    expect(those(proof, 'NOT_HELD')).toEqual([id]);
    expect(those(proof, 'NOT_DECIDED')).toEqual([]);
    expect(proof.isolated).toBe('NOT_HELD');
  });

  test('is told in words that name it', () => {
    expect(measuredBy(withInside(adding('interfaces', 'eth0 0x1003')), 'interfaces')).toBe(
      'up: lo, eth0',
    );
    expect(measuredBy(withInside(mounted('/etc/cron.d', 'xfs')), 'mounts')).toBe('/etc/cron.d');
    expect(measuredBy(withInside(adding('environment', 'PGHOST', 'PGPORT')), 'environment')).toBe(
      'PGHOST, PGPORT',
    );
    expect(
      measuredBy(withInside(replacing('status', /CapEff:.*/, 'CapEff:\t1')), 'capabilities'),
    ).toBe('held: CapEff:\t1');
  });

  test('is not buried under a second section of the same name', () => {
    const sections = recordedInside();
    sections['interfaces']?.push('eth0 0x1003');
    const inside = `${printed(sections)}== interfaces\nlo 0x9\n`;
    expect(those(judgeIsolation({ ...recordedFacts(), inside }), 'NOT_HELD')).toEqual([
      'interfaces',
    ]);
  });
});

describe('what could not be read inside', () => {
  test.each(Object.entries(INSIDE_IDS))('decides nothing: no section "%s"', (section, ids) => {
    const proof = withInside((sections) => {
      delete sections[section];
    });
    expect(those(proof, 'NOT_DECIDED')).toEqual(ids);
    expect(those(proof, 'NOT_HELD')).toEqual([]);
    expect(proof.isolated).toBe('NOT_DECIDED');
    for (const id of ids) expect(measuredBy(proof, id)).toBe('not measured');
  });

  // Where nothing is the good answer, an empty section is one. So it is with the routes of IPv6,
  // which a kernel without IPv6 does not have; the attempts to connect show the same.
  const GOOD_WHEN_EMPTY = new Set(['routes6', 'writable', 'engine-sockets']);

  test.each(Object.entries(INSIDE_IDS).filter(([section]) => !GOOD_WHEN_EMPTY.has(section)))(
    'decides nothing: an empty section "%s"',
    (section, ids) => {
      const proof = withInside((sections) => {
        sections[section] = [];
      });
      expect(those(proof, 'NOT_DECIDED')).toEqual(ids);
      expect(proof.isolated).toBe('NOT_DECIDED');
    },
  );

  test.each([
    [
      'one attempt was not made',
      'connects',
      (lines: string[]) => lines.slice(1),
      ['connect-attempts'],
    ],
    [
      'one attempt was made four times',
      'connects',
      (lines: string[]) => lines.map(() => lines[0] ?? ''),
      ['connect-attempts'],
    ],
    [
      'the table of IPv4 sockets is not there',
      'tcp',
      (lines: string[]) => lines.slice(1),
      ['listening-tcp'],
    ],
    [
      'one set of capabilities is not there',
      'status',
      (lines: string[]) => lines.filter((line) => !line.startsWith('CapInh')),
      ['capabilities'],
    ],
    [
      'one set stands there twice, another not',
      'status',
      (lines: string[]) => lines.map((line) => line.replace('CapInh', 'CapPrm')),
      ['capabilities'],
    ],
    [
      'the kernel says nothing of privileges',
      'status',
      (lines: string[]) => lines.filter((line) => !line.startsWith('NoNew')),
      ['no-new-privileges'],
    ],
    [
      'the kernel says nothing of a filter',
      'status',
      (lines: string[]) => lines.filter((line) => !line.startsWith('Seccomp:')),
      ['system-call-filter'],
    ],
  ])('decides nothing: %s', (_what, section, change, ids) => {
    const proof = withInside((sections) => {
      sections[section] = change(sections[section] ?? []);
    });
    expect(those(proof, 'NOT_DECIDED')).toEqual(ids);
    expect(proof.isolated).toBe('NOT_DECIDED');
  });

  test.each(['', '\n\n', 'OCI runtime exec failed', '==interfaces\nlo 0x9\n'])(
    'decides nothing at all: %j',
    (inside) => {
      const proof = judgeIsolation({ ...recordedFacts(), inside });
      expect(those(proof, 'NOT_DECIDED')).toEqual(Object.values(INSIDE_IDS).flat());
      expect(proof.isolated).toBe('NOT_DECIDED');
    },
  );

  test('is never good, wherever the output is cut before its last section', () => {
    const { inside } = recordedFacts();
    for (let end = 0; end <= inside.lastIndexOf('== '); end += 1) {
      const proof = judgeIsolation({ ...recordedFacts(), inside: inside.slice(0, end) });
      expect(proof.isolated).not.toBe('HELD');
    }
  });
});

type EngineBreach = readonly [id: string, what: string, value: unknown];

const ENGINE_BREACHES: readonly EngineBreach[] = [
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
  ['bind-mounts', 'no list', {}],
  ['bind-mounts', 'none', []],
  [
    'bind-mounts',
    'one more',
    [...mountsOf(), { Type: 'bind', Destination: '/etc/cron.d', RW: false }],
  ],
  [
    'bind-mounts',
    'a dump that can be written',
    mountsOf().map((mount) => ({ ...mount, RW: true })),
  ],
  [
    'bind-mounts',
    'a dump of which it is not said',
    mountsOf().map(({ RW, ...mount }) => (RW === true ? { ...mount, RW } : mount)),
  ],
  ['bind-mounts', 'something that is no mount', [...mountsOf(), null, { Type: 'bind' }]],
];

function mountsOf(): Document[] {
  const mounts = recordedInspect()['Mounts'];
  return Array.isArray(mounts) ? mounts : [];
}

describe('one breach by the engine\u2019s account', () => {
  test.each(ENGINE_BREACHES)('%s: %s', (id, _what, value) => {
    const proof = withInspect(ENGINE_PATHS[id] ?? [], value);
    expect(those(proof, 'NOT_HELD')).toEqual([id]);
    expect(those(proof, 'NOT_DECIDED')).toEqual([]);
    expect(proof.isolated).toBe('NOT_HELD');
  });
});

describe('what the engine did not say', () => {
  test.each(Object.entries(ENGINE_PATHS))('decides nothing: %s', (id, path) => {
    const proof = withInspect(path);
    expect(those(proof, 'NOT_DECIDED')).toEqual([id]);
    expect(those(proof, 'NOT_HELD')).toEqual([]);
    expect(proof.isolated).toBe('NOT_DECIDED');
    expect(measuredBy(proof, id)).toBe('not there');
  });

  test.each([null, undefined, 'text', 7, [], {}, { HostConfig: null, NetworkSettings: 'x' }])(
    'decides nothing at all: %j',
    (inspect) => {
      const proof = judgeIsolation({ ...recordedFacts(), inspect });
      expect(those(proof, 'NOT_DECIDED')).toEqual(Object.keys(ENGINE_PATHS));
      expect(proof.isolated).toBe('NOT_DECIDED');
    },
  );

  test.each([null, undefined, {}, { Config: { Env: 'LANG=1', Volumes: 3 } }])(
    'excuses nothing: an image document %j leaves its variables foreign',
    (image) => {
      const proof = judgeIsolation({ ...recordedFacts(), image });
      expect(those(proof, 'NOT_HELD')).toEqual(['environment']);
      expect(measuredBy(proof, 'environment')).toBe('LANG');
    },
  );

  test('excuses nothing that the image does not name exactly', () => {
    const image = { Config: { ...Object(recordedImage()['Config']), Volumes: { '/data': {} } } };
    const inside = printed({
      ...recordedInside(),
      mounts: [
        ...(recordedInside()['mounts'] ?? []),
        '99 76 254:0 / /data/other rw - ext4 /dev/vda rw',
      ],
    });
    expect(those(judgeIsolation({ ...recordedFacts(), image, inside }), 'NOT_HELD')).toEqual([
      'mounts',
    ]);
  });
});
