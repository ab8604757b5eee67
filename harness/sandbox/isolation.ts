// Judges what was measured inside the container and what the engine says of it. Everything that
// could not be read is NOT_DECIDED; only a complete list of held checks is an isolated sandbox.
import { finding, weakest, type Finding, type Judgement } from '../kernel/index.ts';
import type { IsolationCheck, IsolationFacts, IsolationProof } from './contract.ts';
import { at, engineChecks, imageVolumes } from './isolation-engine.ts';

/** The proof over one measurement; `isolated` is the weakest of its checks. */
export function judgeIsolation(facts: IsolationFacts): IsolationProof {
  const sections = sectionsOf(facts.inside);
  const checks = [
    ...INSIDE_CHECKS.map((check) => run(check, sections, facts)),
    ...engineChecks(facts),
  ];
  return {
    version: 1,
    is_production: false,
    isolated: weakest(checks.map((check) => check.judgement)),
    checks,
  };
}

/** Why a sandbox is not isolated, check by check; what could not be decided is among them. */
export function isolationFindings({ checks }: IsolationProof): Finding[] {
  return checks
    .filter(({ judgement }) => judgement !== 'HELD')
    .map(({ id, measured, expected }) =>
      finding('SANDBOX_NOT_ISOLATED', id, `measured "${measured}", expected "${expected}"`),
    );
}

/** What a proof comes to; one that was made without a clone decides nothing about any. */
export function judgementOf({ isolated }: IsolationProof): Judgement {
  return isolated === 'N/A_NO_CLONE' ? 'NOT_DECIDED' : isolated;
}

type Sections = ReadonlyMap<string, readonly string[]>;

interface InsideCheck {
  readonly id: string;
  readonly section: string;
  readonly expected: string;
  /**
   * What was found, in words that are the same on every machine where it holds; null where the
   * section is there and what it is about could not be read: an empty answer is not a good one.
   */
  readonly measure: (lines: readonly string[], facts: IsolationFacts) => string | null;
}

const INSIDE_CHECKS: readonly InsideCheck[] = [
  {
    id: 'interfaces',
    section: 'interfaces',
    expected: 'loopback only',
    measure: (lines) => {
      if (lines.length === 0) return null;
      // Kernels with tunnel modules put dead devices into every network namespace: bit 1 is "up".
      // Flags that cannot be read count as up.
      const up = lines.filter((line) => !/ 0x[0-9a-f]*[02468ace]$/i.test(line));
      const names = up.map((line) => line.split(' ')[0] ?? '?');
      return names.length === 1 && names[0] === 'lo' ? 'loopback only' : `up: ${list(names)}`;
    },
  },
  {
    id: 'routes-ipv4',
    section: 'routes4',
    expected: 'none',
    measure: (lines) => (/^Iface\s/.test(lines[0] ?? '') ? count(lines.slice(1)) : null),
  },
  {
    id: 'routes-ipv6',
    section: 'routes6',
    expected: 'none but loopback',
    measure: (lines) => {
      const away = lines.filter((line) => line.trim().split(/\s+/).at(-1) !== 'lo');
      return away.length === 0 ? 'none but loopback' : `${away.length} that leave the loopback`;
    },
  },
  {
    id: 'connect-attempts',
    section: 'connects',
    expected: 'all refused by the kernel',
    measure: (lines) => {
      if (new Set(lines.map((line) => line.split(' ')[0])).size < 4) return null;
      const refused = /unreachable|cannot assign requested address|not supported/i;
      const odd = lines.filter((line) => !refused.test(line));
      // A time-out is no proof: a packet may have left.
      return odd.length === 0 ? 'all refused by the kernel' : `not refused: ${list(odd)}`;
    },
  },
  {
    id: 'name-resolution',
    section: 'names',
    expected: 'unresolved',
    measure: (lines) => lines.join(' ') || null,
  },
  {
    id: 'listening-tcp',
    section: 'tcp',
    expected: 'none',
    measure: (lines) => (isTable(lines) ? count(lines.filter((line) => / 0A /.test(line))) : null),
  },
  {
    id: 'sockets-udp',
    section: 'udp',
    expected: 'none',
    measure: (lines) =>
      isTable(lines) ? count(lines.filter((line) => /^\s*\d+:/.test(line))) : null,
  },
  {
    id: 'sockets-unix',
    section: 'unix',
    expected: 'the Postgres socket only',
    measure: (lines) => {
      if (!/^Num\s/.test(lines[0] ?? '')) return null;
      // Seven columns, then a name where the socket has one; "@" begins a name without a file.
      const named = lines
        .slice(1)
        .map((line) => /^\s*\S+:(?:\s+\S+){6}\s(.+)$/.exec(line)?.[1] ?? '')
        .filter((name) => name !== '' && !name.startsWith('@'));
      const other = named.filter((name) => !/^\/rehearsal\/socket\/\.s\.PGSQL\.\d+$/.test(name));
      if (other.length > 0) return `others: ${list(other)}`;
      return named.length > 0 ? 'the Postgres socket only' : 'no Postgres socket';
    },
  },
  {
    id: 'mounts',
    section: 'mounts',
    expected: 'no folder of the host but the named ones',
    measure: mounts,
  },
  {
    id: 'capabilities',
    section: 'status',
    expected: 'none in any set',
    measure: (lines) => {
      const sets = lines.filter((line) => /^Cap(Prm|Eff|Bnd|Amb|Inh):/.test(line));
      const held = sets.filter((line) => !/:\s*0+$/.test(line));
      if (held.length > 0) return `held: ${list(held)}`;
      return new Set(sets.map((line) => line.slice(0, 6))).size === 5 ? 'none in any set' : null;
    },
  },
  {
    id: 'no-new-privileges',
    section: 'status',
    expected: '1',
    measure: (lines) => field(lines, 'NoNewPrivs'),
  },
  {
    id: 'system-call-filter',
    section: 'status',
    expected: '2',
    measure: (lines) => field(lines, 'Seccomp'),
  },
  {
    id: 'user',
    section: 'user',
    expected: 'postgres',
    measure: (lines) => lines.join(' ') || null,
  },
  {
    id: 'environment',
    section: 'environment',
    expected: 'nothing beyond the image\u2019s own',
    measure: (lines, facts) => {
      // Every process of a container has a PATH: without any name, nothing was read.
      if (lines.length === 0) return null;
      const own = new Set(['PATH', 'HOME', 'HOSTNAME', ...imageVariables(facts.image)]);
      const foreign = lines.filter((name) => !own.has(name));
      return foreign.length === 0 ? 'nothing beyond the image\u2019s own' : list(foreign);
    },
  },
  {
    id: 'read-only-root',
    section: 'writable',
    expected: 'nowhere outside data, socket and scratch folders',
    measure: (lines) =>
      lines.length === 0 ? 'nowhere outside data, socket and scratch folders' : list(lines),
  },
  {
    id: 'engine-sockets',
    section: 'engine-sockets',
    expected: 'none',
    measure: (lines) => (lines.length === 0 ? 'none' : list(lines)),
  },
];

function run(check: InsideCheck, sections: Sections, facts: IsolationFacts): IsolationCheck {
  const lines = sections.get(check.section);
  const found = lines === undefined ? null : check.measure(lines, facts);
  const judgement: Judgement =
    found === null ? 'NOT_DECIDED' : found === check.expected ? 'HELD' : 'NOT_HELD';
  const measured = found ?? 'not measured';
  return { id: check.id, measured, expected: check.expected, from: 'inside', judgement };
}

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

/**
 * A mount is the host's unless it is one that this harness or the engine made. A kind of file
 * system alone says nothing: the host's own folders may lie on overlay or tmpfs as well.
 */
function mounts(lines: readonly string[], facts: IsolationFacts): string | null {
  const named = new Set([
    '/',
    ...OWN_MOUNTS[facts.of],
    '/etc/hosts',
    '/etc/hostname',
    '/etc/resolv.conf',
    ...imageVolumes(facts.image),
  ]);
  const seen = lines.map((line) => {
    const words = line.split(' ');
    return { place: words[4] ?? '?', type: words[words.indexOf('-') + 1] ?? '?' };
  });
  if (seen.length === 0) return null;
  const foreign = seen.filter(
    ({ place, type }) => !named.has(place) && VIRTUAL.get(type)?.test(place) !== true,
  );
  return foreign.length === 0
    ? 'no folder of the host but the named ones'
    : list(foreign.map(({ place }) => place));
}

/** `== name` starts a section; a section that never started was not measured. */
function sectionsOf(text: string): Sections {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('== ')) {
      const name = line.slice(3).trim();
      // A name that comes twice adds to what was read; it can take nothing back.
      current = sections.get(name) ?? [];
      sections.set(name, current);
    } else if (line.trim() !== '') current.push(line);
  }
  // Output that was cut off may end in the middle of its last section: that one was not measured.
  const last = [...sections.keys()].at(-1);
  if (last !== undefined && last !== 'end') sections.delete(last);
  return sections;
}

function field(lines: readonly string[], name: string): string | null {
  const line = lines.find((each) => each.startsWith(`${name}:`));
  return line === undefined ? null : line.slice(name.length + 1).trim();
}

/** Whether the kernel's table of sockets was read: IPv4's heading is there even when it is empty. */
function isTable(lines: readonly string[]): boolean {
  return /^\s*sl\s+local_address rem_address\s/.test(lines[0] ?? '');
}

function count(lines: readonly string[]): string {
  return lines.length === 0 ? 'none' : String(lines.length);
}

function list(items: readonly string[]): string {
  return items.slice(0, 5).join(', ').slice(0, 300);
}

function imageVariables(image: unknown): readonly string[] {
  const env = at(at(image, 'Config'), 'Env');
  return Array.isArray(env) ? env.map((entry) => String(entry).split('=')[0] ?? '') : [];
}
