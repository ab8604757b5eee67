// What the measuring program saw inside the container, check by check.
import type { Judgement } from '../kernel/index.ts';
import type { IsolationCheck, IsolationFacts } from './contract.ts';
import { at } from './isolation-engine.ts';
import { foreignMounts } from './isolation-mounts.ts';
import { upDevices } from './isolation-observed.ts';
import type { Sections } from './isolation-sections.ts';

/** One judgement a check; a section that was not measured decides nothing. */
export function insideChecks(sections: Sections, facts: IsolationFacts): IsolationCheck[] {
  return INSIDE_CHECKS.map((check) => run(check, sections, facts));
}

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
      const names = upDevices(lines);
      if (names === null) return null;
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
    measure: (lines, facts) => {
      const foreign = foreignMounts(lines, facts);
      if (foreign === null) return null;
      return foreign.length === 0 ? 'no folder of the host but the named ones' : list(foreign);
    },
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
