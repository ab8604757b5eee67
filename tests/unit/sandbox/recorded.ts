// What a sandbox of this harness really printed and what the engine said of it, shortened where
// nothing is judged. Tests change one thing in it at a time.
import type { IsolationFacts } from '../../../harness/sandbox/contract.ts';

export type Recorded = Record<string, string[]>;

export const OWN_FOLDER = '/srv/clone-rehearsal-Q7xk2A';

/** The sections of `rehearsal-isolation`, by name, in the order they were printed. */
export function recordedInside(): Recorded {
  return {
    interfaces: ['lo 0x9'],
    routes4: [
      'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
    ],
    routes6: [
      '00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo',
      '00000000000000000000000000000000 00 00000000000000000000000000000000 00 00000000000000000000000000000000 ffffffff 00000001 00000000 00200200       lo',
    ],
    connects: [
      '192.0.2.1/5432 Network is unreachable',
      '198.51.100.1/443 Network is unreachable',
      '203.0.113.1/5432 Network is unreachable',
      '2001:db8::1/443 Cannot assign requested address',
    ],
    names: ['unresolved'],
    tcp: [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    ],
    udp: [
      '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
      '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
    ],
    unix: [
      'Num       RefCount Protocol Flags    Type St Inode Path',
      '00000000e594565c: 00000002 00000000 00010000 0001 01 143319 /rehearsal/socket/.s.PGSQL.5432',
    ],
    mounts: [
      '76 52 0:39 / / ro,relatime master:2 - overlay overlay rw,lowerdir=/var/lib/docker/overlay2/l/2BRDMHSJTSQ4VVDQCZFXLK33D7,upperdir=/var/lib/docker/overlay2/affd/diff,workdir=/var/lib/docker/overlay2/affd/work',
      '77 76 0:42 / /proc rw,nosuid,nodev,noexec,relatime - proc proc rw',
      '78 76 0:43 / /dev rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755',
      '79 78 0:44 / /dev/pts rw,nosuid,noexec,relatime - devpts devpts rw,gid=5,mode=620,ptmxmode=666',
      '80 76 0:45 / /sys ro,nosuid,nodev,noexec,relatime - sysfs sysfs ro',
      '81 80 0:46 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime - tmpfs tmpfs rw,mode=755',
      '82 81 0:29 /docker/a5b6eca9 /sys/fs/cgroup/cpu ro,nosuid,nodev,noexec,relatime - cgroup cgroup rw,cpu',
      '83 81 0:30 /docker/a5b6eca9 /sys/fs/cgroup/cpuacct ro,nosuid,nodev,noexec,relatime - cgroup cgroup rw,cpuacct',
      '91 78 0:41 / /dev/mqueue rw,nosuid,nodev,noexec,relatime - mqueue mqueue rw',
      '92 78 0:47 / /dev/shm rw,nosuid,nodev,noexec,relatime - tmpfs shm rw,size=524288k',
      '93 76 0:48 / /tmp rw,nosuid,nodev,noexec,relatime - tmpfs tmpfs rw,size=262144k',
      '94 76 254:0 /srv/clone-rehearsal-Q7xk2A/dump /rehearsal/dump ro,relatime - ext4 /dev/vda rw',
      '95 76 254:0 /var/lib/docker/volumes/ce1f4461/_data /rehearsal/pgdata rw,relatime master:1 - ext4 /dev/vda rw',
      '98 76 254:0 /var/lib/docker/volumes/d02a5572/_data /rehearsal/scratch rw,relatime master:1 - ext4 /dev/vda rw',
      '96 76 254:0 /srv/clone-rehearsal-Q7xk2A/socket /rehearsal/socket rw,relatime - ext4 /dev/vda rw',
      '97 76 254:0 /var/lib/docker/containers/a5b6eca9/resolv.conf /etc/resolv.conf ro,relatime - ext4 /dev/vda rw',
      '98 76 254:0 /var/lib/docker/containers/a5b6eca9/hostname /etc/hostname ro,relatime - ext4 /dev/vda rw',
      '99 76 254:0 /var/lib/docker/containers/a5b6eca9/hosts /etc/hosts ro,relatime - ext4 /dev/vda rw',
      '53 77 0:42 /bus /proc/bus ro,nosuid,nodev,noexec,relatime - proc proc rw',
      '54 77 0:42 /fs /proc/fs ro,nosuid,nodev,noexec,relatime - proc proc rw',
      '55 77 0:42 /irq /proc/irq ro,nosuid,nodev,noexec,relatime - proc proc rw',
      '56 77 0:42 /sys /proc/sys ro,nosuid,nodev,noexec,relatime - proc proc rw',
      '57 77 0:49 / /proc/acpi ro,relatime - tmpfs tmpfs ro',
      '58 77 0:43 /null /proc/keys rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755',
      '59 77 0:43 /null /proc/timer_list rw,nosuid - tmpfs tmpfs rw,size=65536k,mode=755',
      '60 80 0:50 / /sys/firmware ro,relatime - tmpfs tmpfs ro',
    ],
    status: [
      'Name:\trehearsal-entry',
      'Umask:\t0022',
      'State:\tS (sleeping)',
      'Tgid:\t1',
      'Ngid:\t0',
      'Pid:\t1',
      'PPid:\t0',
      'TracerPid:\t0',
      'Uid:\t100\t100\t100\t100',
      'Gid:\t102\t102\t102\t102',
      'FDSize:\t256',
      'Groups:\t101 102',
      'Kthread:\t0',
      'CoreDumping:\t0',
      'Threads:\t1',
      'CapInh:\t0000000000000000',
      'CapPrm:\t0000000000000000',
      'CapEff:\t0000000000000000',
      'CapBnd:\t0000000000000000',
      'CapAmb:\t0000000000000000',
      'NoNewPrivs:\t1',
      'Seccomp:\t2',
      'Seccomp_filters:\t1',
      'Speculation_Store_Bypass:\tvulnerable',
      'SpeculationIndirectBranch:\talways enabled',
      'Cpus_allowed_list:\t0-1',
      'Mems_allowed:\t00000000,00000001',
      'Mems_allowed_list:\t0',
      'voluntary_ctxt_switches:\t28',
      'nonvoluntary_ctxt_switches:\t42',
    ],
    user: ['postgres'],
    environment: ['PATH', 'HOSTNAME', 'LANG', 'HOME'],
    writable: [],
    'engine-sockets': [],
    end: [],
  };
}

/** The text as it is printed: a heading, then the lines of each section. */
export function printed(sections: Recorded): string {
  return Object.entries(sections)
    .flatMap(([name, lines]) => [`== ${name}`, ...lines])
    .map((line) => `${line}\n`)
    .join('');
}

export function recordedImage(): Document {
  return {
    Config: {
      Env: ['LANG=C.UTF-8', 'PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin:/usr/bin:/bin'],
      Volumes: null,
    },
  };
}

export type Document = { [key: string]: unknown };

export function recordedInspect(): Document {
  return {
    HostConfig: {
      NetworkMode: 'none',
      AutoRemove: true,
      CapAdd: null,
      CapDrop: ['ALL'],
      ExtraHosts: null,
      IpcMode: 'private',
      PidMode: '',
      Privileged: false,
      ReadonlyRootfs: true,
      SecurityOpt: ['no-new-privileges'],
      Memory: 536_870_912,
      NanoCpus: 1_000_000_000,
      Devices: null,
      PidsLimit: 100,
    },
    Config: { Env: ['LANG=C.UTF-8', 'PATH=/usr/lib/postgresql/15/bin:/usr/local/sbin'] },
    Mounts: [
      {
        Type: 'bind',
        Source: '/srv/clone-rehearsal-Q7xk2A/socket',
        Destination: '/rehearsal/socket',
        RW: true,
      },
      {
        Type: 'bind',
        Source: '/srv/clone-rehearsal-Q7xk2A/dump',
        Destination: '/rehearsal/dump',
        RW: false,
      },
      { Type: 'volume', Name: 'ce1f4461'.repeat(8), Destination: '/rehearsal/pgdata', RW: true },
      { Type: 'volume', Name: 'd02a5572'.repeat(8), Destination: '/rehearsal/scratch', RW: true },
    ],
    NetworkSettings: { Ports: {}, Networks: { none: { Gateway: '', IPAddress: '' } } },
  };
}

export function recordedFacts(): IsolationFacts {
  return {
    of: 'sandbox',
    inside: printed(recordedInside()),
    inspect: recordedInspect(),
    image: recordedImage(),
    ownFolder: OWN_FOLDER,
  };
}
