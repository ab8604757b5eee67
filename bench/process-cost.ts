// Counts the processor time of one command and of the containers that it starts, by kind of process.
// Read from /proc, so that a machine that others use too tells the same.
import { readdirSync, readFileSync } from 'node:fs';
import { request } from 'node:http';

/** Ticks of the processor's clock in a second, as Linux tells them on every machine of today. */
const TICKS = 100;
/** Between two looks: what a process uses after the last one before its end is not seen. */
const EVERY_MS = 100;

export interface ProcessCost {
  /** Seconds of processor by kind of process. */
  readonly seconds: ReadonlyMap<string, number>;
  readonly totalSeconds: number;
}

export interface CostWatch {
  /** What was used up to now. */
  soFar(): ProcessCost;
  end(): ProcessCost;
}

interface ProcessRow {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  /** Its own time. */
  readonly own: number;
  /** Its own time and that of its ended children. */
  readonly whole: number;
}

/** `isOurs` answers for a container's labels, each container once. */
export function watchCost(
  rootPid: number,
  isOurs: (labels: Readonly<Record<string, string>>) => boolean,
): CostWatch {
  const roots = new Map<number, string>([[rootPid, 'harness']]);
  const asked = new Set<number>();
  const own = new Map<string, { name: string; ticks: number }>();
  const whole = new Map<number, number>();

  const askShim = (pid: number): void => {
    if (asked.has(pid)) return;
    asked.add(pid);
    const id = /-id\0([0-9a-f]{64})\0/.exec(textOf(`/proc/${pid}/cmdline`))?.[1];
    if (id === undefined) return;
    labelsOf(id, (labels) => {
      if (isOurs(labels)) roots.set(pid, 'container');
    });
  };
  const look = (): void => {
    const rows = processes();
    for (const { pid, name } of rows) if (name.startsWith('containerd-shim')) askShim(pid);
    const byParent = Map.groupBy(rows, ({ parent }) => parent);
    const byPid = new Map(rows.map((row) => [row.pid, row]));
    for (const [root, kind] of roots) {
      const first = byPid.get(root);
      if (first === undefined) continue;
      const tree = [first];
      for (const row of tree) tree.push(...(byParent.get(row.pid) ?? []));
      whole.set(root, Math.max(whole.get(root) ?? 0, sum(tree.map((row) => row.whole))));
      for (const row of tree) {
        const name = kind === 'harness' && row.pid !== root ? `its ${row.name}` : row.name;
        own.set(`${root} ${row.pid}`, { name: row.pid === root ? kind : name, ticks: row.own });
      }
    }
  };
  look();
  const timer = setInterval(look, EVERY_MS);
  const soFar = (): ProcessCost => {
    look();
    return told(own, sum([...whole.values()]));
  };
  return {
    soFar,
    end: () => {
      clearInterval(timer);
      return soFar();
    },
  };
}

function told(
  own: ReadonlyMap<string, { readonly name: string; readonly ticks: number }>,
  total: number,
): ProcessCost {
  const seconds = new Map<string, number>();
  for (const { name, ticks } of own.values()) {
    const kind = KINDS[name] ?? name;
    seconds.set(kind, (seconds.get(kind) ?? 0) + ticks / TICKS);
  }
  // Short-lived ones end between two looks; their parents have their time.
  const seen = sum([...seconds.values()]);
  seconds.set('ended between two looks', Math.max(0, total / TICKS - seen));
  return { seconds, totalSeconds: total / TICKS };
}

const KINDS: Readonly<Record<string, string>> = { container: 'containerd-shim' };

function processes(): readonly ProcessRow[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid): ProcessRow[] => {
      const text = textOf(`/proc/${pid}/stat`);
      const [, name = '', rest = ''] = /^\d+ \((.*)\) (.*)$/s.exec(text) ?? [];
      const fields = rest.split(' ').map(Number);
      const [user = 0, system = 0, endedUser = 0, endedSystem = 0] = fields.slice(11, 15);
      const ownTicks = user + system;
      const row = { pid: Number(pid), parent: fields[1] ?? 0, name, own: ownTicks };
      return text === '' ? [] : [{ ...row, whole: ownTicks + endedUser + endedSystem }];
    });
}

/** Empty where the process is gone. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

function labelsOf(id: string, tell: (labels: Readonly<Record<string, string>>) => void): void {
  const asked = request(
    { socketPath: '/var/run/docker.sock', path: `/containers/${id}/json` },
    (answer) => {
      let text = '';
      answer.on('data', (chunk) => (text += String(chunk)));
      answer.on('end', () => {
        const { Config } = JSON.parse(text) as { Config?: { Labels?: Record<string, string> } }; // the engine's document
        tell(Config?.Labels ?? {});
      });
    },
  );
  asked.on('error', () => undefined);
  asked.end();
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
