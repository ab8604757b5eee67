// `rehearse inspect`: what a dump holds, and all that would refuse it; needs no Docker.
import path from 'node:path';
import { CODES, exitCodeOf, explain } from '../kernel/index.ts';
import { toStderr, toStdout, toStdoutJson } from '../output/index.ts';
import { readConfig } from '../run/config.io.ts';
import { inspect } from '../run/inspect.io.ts';
import {
  entryLines,
  inspectionLines,
  inspectionObject,
  inspectionStatus,
} from '../run/inspection.ts';
import { progressTo } from '../run/progress.io.ts';

export interface InspectOptions {
  readonly config: string;
  readonly dump?: string;
  readonly json?: boolean;
  /** Also every entry of the table of contents. */
  readonly contents?: boolean;
  readonly signal: AbortSignal;
}

/** 0 where nothing refuses the dump, else the exit code of the status it would end with. */
export async function inspectCommand(options: InspectOptions): Promise<number> {
  const config = await readConfig(options.config);
  const dumpPath = path.resolve(
    options.dump === undefined ? config.root : '.',
    options.dump ?? config.dump,
  );
  const tell = options.json === true ? toStderr : toStdout;
  const inspection = await inspect({
    config,
    dumpPath,
    dumpName: options.dump ?? config.dump,
    progress: progressTo(tell),
    signal: options.signal,
  });
  const status = inspectionStatus(inspection);
  const exitCode = status === null ? 0 : exitCodeOf(status);
  if (options.json === true) {
    toStdoutJson({ ...inspectionObject(inspection), exitCode });
    return exitCode;
  }
  if (options.contents === true) for (const line of entryLines(inspection)) toStdout(line);
  for (const line of inspectionLines(inspection)) toStdout(line);
  for (const each of inspection.findings) {
    if (CODES[each.code].forces !== null) toStderr(explain(each));
  }
  return exitCode;
}
