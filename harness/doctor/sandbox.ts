// Judges what a throwaway sandbox showed: opened, measured and ended as a run does it.
import type { Finding } from '../kernel/index.ts';
import type { Crossing, IsolationProof, Leftovers, SandboxLimits } from '../sandbox/contract.ts';
import type { CloneMethod } from '../sandbox/ground-contract.ts';
import { boundsInside, cpusOf } from './bounds-inside.ts';
import { broken, held, untold, waitsFor } from './check.ts';
import type { CheckId, DoctorCheck } from './contract.ts';
import { problemCheck } from './problem-check.ts';

/** What was seen of a sandbox that served. */
export interface Opened {
  readonly kind: 'opened';
  readonly serverVersion: string;
  readonly seconds: number;
  readonly isolation: IsolationProof;
  readonly crossing: Crossing;
  /** What the program that reads the kernel's own files inside printed. */
  readonly bounds: string;
  /** How clones were made on it; null where none was to be had at all. */
  readonly clones:
    | { readonly kind: 'made'; readonly method: CloneMethod; readonly refusal: string | null }
    | { readonly kind: 'refused'; readonly findings: readonly Finding[] }
    | { readonly kind: 'not-tried' };
  /** What the engine said after its end. */
  readonly leftovers: Leftovers;
}

export type Trial =
  | { readonly kind: 'not-tried'; readonly waitsFor: CheckId }
  | { readonly kind: 'refused'; readonly findings: readonly Finding[] }
  | Opened;

/** All but `sandbox` itself; `engine-space` is judged in space.ts. */
const SHOWN_BY_IT = [
  'network',
  'isolation',
  'bounds-in-effect',
  'transport',
  'exec',
  'thin-clones',
  'disposal',
] as const satisfies readonly CheckId[];

export interface TrialQuestion {
  readonly trial: Trial;
  /** A second one, over exec; null where the first goes over it already, or was not tried. */
  readonly overExec: Trial | null;
  readonly limits: SandboxLimits;
  /** Processors of this machine: a bound is never set beyond them. */
  readonly cpus: number;
}

export function judgeSandbox(question: TrialQuestion): DoctorCheck[] {
  const { trial } = question;
  if (trial.kind === 'not-tried') {
    return (['sandbox', ...SHOWN_BY_IT] as const).map((id) => waitsFor(id, trial.waitsFor));
  }
  if (trial.kind === 'refused') {
    return [
      problemCheck('sandbox', trial.findings),
      ...SHOWN_BY_IT.map((id) => waitsFor(id, 'sandbox')),
    ];
  }
  const { serverVersion, seconds } = trial;
  return [
    held('sandbox', `Postgres ${serverVersion} answered after ${seconds.toFixed(1)} s`),
    ...judgeIsolation(trial.isolation),
    judgeBounds(question, trial.bounds),
    held('transport', wayIn(trial.crossing)),
    judgeExec(trial, question.overExec),
    judgeClones(trial.clones),
    judgeDisposal(trial.leftovers),
  ];
}

function wayIn({ transport, reason }: Crossing): string {
  return transport === 'socket' ? 'a Unix socket across a mount' : `a relay over exec: ${reason}`;
}

/** Nobody needs it where the socket crosses; it is what remains where one day it does not. */
function judgeExec({ crossing }: Opened, second: Trial | null): DoctorCheck {
  if (crossing.transport === 'exec') return held('exec', 'it is in use');
  if (second === null || second.kind === 'not-tried') return waitsFor('exec', 'sandbox');
  if (second.kind === 'refused') return problemCheck('exec', second.findings);
  const odd = second.isolation.checks.filter(({ judgement }) => judgement !== 'HELD');
  if (second.isolation.isolated === 'HELD' && odd.length === 0 && isGone(second.leftovers)) {
    return held('exec', `works too: Postgres answered after ${second.seconds.toFixed(1)} s`);
  }
  const why = odd.map(({ id, measured }) => `${id} "${measured}"`).join('; ');
  const what = why === '' ? 'something of it is left on the engine' : `not isolated: ${why}`;
  return broken('exec', what, 'do not use --transport exec here; docs/transport.md has the rest.');
}

/** Those of the proof that say whether anything leads out. */
const OF_THE_NETWORK: ReadonlySet<string> = new Set([
  'interfaces',
  'routes-ipv4',
  'routes-ipv6',
  'connect-attempts',
  'name-resolution',
  'listening-tcp',
  'sockets-udp',
  'network-mode',
  'networks',
  'published-ports',
]);

function judgeIsolation({ checks }: IsolationProof): DoctorCheck[] {
  return [
    judgePart(
      'network',
      checks.filter(({ id }) => OF_THE_NETWORK.has(id)),
      'the engine must honour "network none"; no rehearsal is possible on one that does not.',
    ),
    judgePart(
      'isolation',
      checks.filter(({ id }) => !OF_THE_NETWORK.has(id)),
      'a rehearsal refuses this engine; docs/isolation.md says what each item asks of it.',
    ),
  ];
}

function judgePart(id: CheckId, checks: IsolationProof['checks'], remedy: string): DoctorCheck {
  const said = (wanted: string): string =>
    checks
      .filter(({ judgement }) => judgement === wanted)
      .map((each) => `${each.id} "${each.measured}", not "${each.expected}"`)
      .join('; ');
  if (said('NOT_HELD') !== '') return broken(id, said('NOT_HELD'), remedy);
  if (said('NOT_DECIDED') !== '') return untold(id, said('NOT_DECIDED'), remedy);
  if (checks.length === 0) return untold(id, 'nothing was measured', remedy);
  return held(id, `${checks.length} of ${checks.length} measurements hold`);
}

function judgeBounds({ limits, cpus }: TrialQuestion, printed: string): DoctorCheck {
  const remedy =
    'a scenario that runs wild could take the machine down: look at "bounds it can set".';
  const found = boundsInside(printed);
  const asked = {
    memoryBytes: limits.memoryMiB * 1024 * 1024,
    pids: limits.pids,
    // The kernel counts in hundred-thousandths of a second.
    cpus: cpusOf(limits, cpus) + 0.01,
  };
  const named = (isSuch: (value: number | 'none' | null, most: number) => boolean): string =>
    (['memoryBytes', 'pids', 'cpus'] as const)
      .filter((name) => isSuch(found[name], asked[name]))
      .map((name) => NAMES[name])
      .join(', ');
  const free = named((value, most) => value === 'none' || (value !== null && value > most));
  if (free !== '') return broken('bounds-in-effect', `not bounded: ${free}`, remedy);
  const unread = named((value) => value === null);
  if (unread !== '') {
    return untold('bounds-in-effect', `the kernel does not say inside: ${unread}`, remedy);
  }
  return held(
    'bounds-in-effect',
    'memory, processes and processors, as the kernel has them inside',
  );
}

const NAMES = { memoryBytes: 'memory', pids: 'processes', cpus: 'processors' } as const;

function judgeClones(clones: Opened['clones']): DoctorCheck {
  if (clones.kind === 'refused') return problemCheck('thin-clones', clones.findings);
  const remedy =
    'rehearsals run on copies instead, one scenario after the other; docs/thin-clones.md says ' +
    'what thin clones ask of an engine.';
  if (clones.kind === 'not-tried') {
    return untold('thin-clones', 'not tried: the sandbox is not isolated', remedy);
  }
  return clones.method === 'overlay'
    ? held('thin-clones', 'one was made, written to and dropped')
    : broken('thin-clones', `the engine refuses them: ${clones.refusal ?? 'no reason'}`, remedy);
}

function judgeDisposal(left: Leftovers): DoctorCheck {
  const { containers, volumes, networks, socketFolderGone } = left;
  if (isGone(left)) {
    return held('disposal', 'container, volumes and socket are gone');
  }
  const what =
    `left: ${containers} containers, ${volumes} volumes, ${networks} networks` +
    (socketFolderGone ? '' : ', the folder of the socket');
  return broken('disposal', what, 'run "make sweep"; if it stays, look at what holds them.');
}

function isGone({ containers, volumes, networks, socketFolderGone }: Leftovers): boolean {
  return containers + volumes + networks === 0 && socketFolderGone;
}
