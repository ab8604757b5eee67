// Makes checks: what each is called, where it stands, and whether a rehearsal needs it.
import type { CheckGroup, CheckId, DoctorCheck } from './contract.ts';

interface Known {
  readonly group: CheckGroup;
  readonly title: string;
  readonly needed: boolean;
}

const needed = (group: CheckGroup, title: string): Known => ({ group, title, needed: true });
/** Without it a rehearsal is slower, or later, or leaves something to tidy: not worth less. */
const advice = (group: CheckGroup, title: string): Known => ({ group, title, needed: false });

const KNOWN: Readonly<Record<CheckId, Known>> = {
  node: needed('machine', 'Node'),
  clock: advice('machine', 'clock'),
  'temporary-folder': needed('machine', 'temporary folder'),
  'temporary-space': needed('machine', 'space for a copy of the dump'),
  'open-files': advice('machine', 'open files'),
  'docker-command': advice('machine', 'docker command'),
  configuration: needed('project', 'configuration'),
  inputs: needed('project', 'spec, lane, scenarios'),
  seal: advice('project', 'seal'),
  'evidence-folder': needed('project', 'evidence folder'),
  dump: advice('project', 'dump'),
  engine: needed('engine', 'engine'),
  'api-version': needed('engine', 'API version'),
  'engine-kind': advice('engine', 'kind of engine'),
  'storage-driver': advice('engine', 'storage driver'),
  bounds: needed('engine', 'bounds it can set'),
  security: needed('engine', 'system call filter'),
  'engine-clock': needed('engine', 'its clock'),
  memory: advice('engine', 'memory'),
  image: needed('engine', 'sandbox image'),
  leftovers: advice('engine', 'leftovers'),
  sandbox: needed('sandbox', 'a sandbox'),
  network: needed('sandbox', 'no network'),
  isolation: needed('sandbox', 'isolation'),
  'bounds-in-effect': needed('sandbox', 'bounds in effect'),
  transport: needed('sandbox', 'way in'),
  exec: advice('sandbox', 'way in over exec'),
  'thin-clones': advice('sandbox', 'thin clones'),
  'engine-space': needed('sandbox', 'space for the clone'),
  disposal: needed('sandbox', 'disposal'),
};

export function held(id: CheckId, measured: string): DoctorCheck {
  return { id, ...KNOWN[id], judgement: 'HELD', measured, remedy: null };
}

export function broken(id: CheckId, measured: string, remedy: string): DoctorCheck {
  return { id, ...KNOWN[id], judgement: 'NOT_HELD', measured, remedy };
}

/** What could not be told is never good: whoever reads it is told how it could be. */
export function untold(id: CheckId, why: string, remedy: string): DoctorCheck {
  return { id, ...KNOWN[id], judgement: 'NOT_DECIDED', measured: why, remedy };
}

/** A check that hangs on another one: the remedy is that one's. */
export function waitsFor(id: CheckId, other: CheckId): DoctorCheck {
  const { title } = KNOWN[other];
  return untold(id, `not tried: "${title}" does not hold`, `see "${title}".`);
}
