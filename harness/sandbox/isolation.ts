// Judges what was measured inside the container and what the engine says of it. Everything that
// could not be read is NOT_DECIDED; only a complete list of held checks is an isolated sandbox.
import { weakest, type Judgement } from '../kernel/index.ts';
import type { IsolationCheck, IsolationFacts, IsolationProof } from './contract.ts';
import { engineChecks } from './isolation-engine.ts';

/** The proof over one measurement; `isolated` is the weakest of its checks. */
export function judgeIsolation(facts: IsolationFacts): IsolationProof {
  const sections = sectionsOf(facts.inside);
  const checks = [...INSIDE_CHECKS.map((check) => run(check, sections, facts)), ...engineChecks(facts)];
  return {
    version: 1,
    is_production: false,
    isolated: weakest(checks.map((check) => check.judgement)),
    checks,
  };
}

type Sections = ReadonlyMap<string, readonly string[]>;

interface InsideCheck {
  readonly id: string;
  readonly section: string;
  readonly expected: string;
  /** What was found, in words that are the same on every machine where it holds. */
  readonly measure: (lines: readonly string[], facts: IsolationFacts) => string;
}

const INSIDE_CHECKS: readonly InsideCheck[] = [
  {
    id: 'interfaces',
    section: 'interfaces',
    expected: 'loopback only',
    measure: (lines) => {
      // Kernels with tunnel modules put dead devices into every network namespace: bit 1 is "up".
      const up = lines.filter((line) => (Number.parseInt(line.split(' ')[1] ?? '1', 16) & 1) === 1);
      const names = up.map((line) => line.split(' ')[0] ?? '?');
      return names.length === 1 && names[0] === 'lo' ? 'loopback only' : `up: ${list(names)}`;
    },
  },
  {
    id: 'routes-ipv4',
    section: 'routes4',
    expected: 'none',
    measure: (lines) => `${lines.filter((line) => !line.startsWith('Iface')).length || 'none'}`,
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
      if (lines.length < 4) return 'not all were tried';
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
    measure: (lines) => lines.join(' '),
  },
  {
    id: 'listening-tcp',
    section: 'tcp',
    expected: 'none',
    measure: (lines) => `${lines.filter((line) => / 0A /.test(line)).length || 'none'}`,
  },
  {
    id: 'sockets-udp',
    section: 'udp',
    expected: 'none',
    measure: (lines) => `${lines.filter((line) => /^\s*\d+:/.test(line)).length || 'none'}`,
  },
  {
    id: 'sockets-unix',
    section: 'unix',
    expected: 'the Postgres socket only',
    measure: (lines) => {
      const named = lines.map((line) => line.split(' /')[1]).filter((name) => name !== undefined);
      const other = named.filter((name) => !name.startsWith('rehearsal/socket/.s.PGSQL.'));
      if (other.length > 0) return `others: ${list(other)}`;
      return named.length > 0 ? 'the Postgres socket only' : 'no Postgres socket';
    },
  },
  { id: 'mounts', section: 'mounts', expected: 'no folder of the host but the named ones', measure: mounts },
  {
    id: 'capabilities',
    section: 'status',
    expected: 'none in any set',
    measure: (lines) => {
      const sets = lines.filter((line) => /^Cap(Prm|Eff|Bnd|Amb|Inh):/.test(line));
      const held = sets.filter((line) => !/:\s*0+$/.test(line));
      return sets.length === 5 && held.length === 0 ? 'none in any set' : `held: ${list(held)}`;
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
  { id: 'user', section: 'user', expected: 'postgres', measure: (lines) => lines.join(' ') },
  {
    id: 'environment',
    section: 'environment',
    expected: 'nothing beyond the image\u2019s own',
    measure: (lines, facts) => {
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
  const measured = lines === undefined ? 'not measured' : check.measure(lines, facts);
  const judgement: Judgement =
    lines === undefined ? 'NOT_DECIDED' : measured === check.expected ? 'HELD' : 'NOT_HELD';
  return { id: check.id, measured, expected: check.expected, from: 'inside', judgement };
}

/** A mount of a real file system is the host's unless it is one that this harness made. */
function mounts(lines: readonly string[], facts: IsolationFacts): string {
  const virtual = new Set('proc sysfs tmpfs devpts mqueue cgroup cgroup2 overlay'.split(' '));
  const named = new Set([
    '/rehearsal/socket',
    '/rehearsal/dump',
    '/rehearsal/pgdata',
    '/etc/hosts',
    '/etc/hostname',
    '/etc/resolv.conf',
    ...imageVolumes(facts.image),
  ]);
  const seen = lines.map((line) => {
    const words = line.split(' ');
    return { place: words[4] ?? '?', type: words[words.indexOf('-') + 1] ?? '?' };
  });
  if (seen.length === 0) return 'no mount could be read';
  const foreign = seen.filter(({ place, type }) => !virtual.has(type) && !named.has(place));
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
      current = [];
      sections.set(line.slice(3).trim(), current);
    } else if (line.trim() !== '') current.push(line);
  }
  return sections;
}

function field(lines: readonly string[], name: string): string {
  const line = lines.find((each) => each.startsWith(`${name}:`));
  return line === undefined ? 'not there' : line.slice(name.length + 1).trim();
}

function list(items: readonly string[]): string {
  return items.slice(0, 5).join(', ').slice(0, 300);
}

function imageVariables(image: unknown): readonly string[] {
  const env = at(at(image, 'Config'), 'Env');
  return Array.isArray(env) ? env.map((entry) => String(entry).split('=')[0] ?? '') : [];
}

function imageVolumes(image: unknown): readonly string[] {
  const volumes = at(at(image, 'Config'), 'Volumes');
  return typeof volumes === 'object' && volumes !== null ? Object.keys(volumes) : [];
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
}
