// `rehearse run`: one rehearsal; the last line of standard output is the status.
import path from 'node:path';
import { CODES, exitCodeOf, explain, inside, type Finding } from '../kernel/index.ts';
import { rehearse } from '../rehearse.ts';
import { toStderr, toStdout, toStdoutJson } from '../output/index.ts';
import type { CloneMethod } from '../sandbox/index.ts';
import { readConfig } from '../run/config.io.ts';
import { progressTo } from '../run/progress.io.ts';

export interface RunOptions {
  readonly config: string;
  readonly dump?: string;
  readonly out?: string;
  readonly json?: boolean;
  readonly jobs?: number;
  readonly cloneMethod?: CloneMethod;
  readonly signal: AbortSignal;
}

/** Exit code of the status. @throws Problem for usage errors and faults */
export async function runCommand(options: RunOptions): Promise<number> {
  const config = await readConfig(options.config);
  const dumpPath = path.resolve(
    options.dump === undefined ? config.root : '.',
    options.dump ?? config.dump,
  );
  const tell = options.json === true ? toStderr : toStdout;
  tell(`dump         ${path.relative(process.cwd(), dumpPath)}`);
  const outcome = await rehearse({
    config,
    dumpPath,
    dumpName: nameOf(dumpPath, config.root),
    out: options.out ?? null,
    cloneMethod: options.cloneMethod ?? null,
    jobs: options.jobs ?? null,
    progress: progressTo(tell),
    signal: options.signal,
  });
  const exitCode = exitCodeOf(outcome.status);
  const { folder, treeHash } = outcome.packet;
  if (options.json === true) {
    const { fullStatus: status, findings } = outcome;
    toStdoutJson({ status, exitCode, packet: folder, packetTree: treeHash, findings });
    return exitCode;
  }
  tellFindings(outcome.findings);
  toStdout(`packet       ${path.relative(process.cwd(), folder)}`);
  toStdout(`packet tree  ${treeHash}`);
  toStdout(outcome.fullStatus);
  return exitCode;
}

function tellFindings(findings: readonly Finding[]): void {
  const notes = findings.filter(({ code }) => CODES[code].forces === null);
  const problems = findings.filter(({ code }) => CODES[code].forces !== null);
  for (const each of problems) toStderr(explain(each));
  for (const each of notes) toStdout(`  note: ${inside(each.where)}: ${inside(each.what)}`);
}

/** Path within the project, else the bare name: a packet never names a folder of this machine. */
function nameOf(dumpPath: string, root: string): string {
  const relative = path.relative(root, dumpPath);
  return relative.startsWith('..') || path.isAbsolute(relative)
    ? path.basename(dumpPath)
    : relative;
}
