// `rehearse demo`: the synthetic dump, then a rehearsal of it.
import path from 'node:path';
import { toStdout } from '../output/index.ts';
import { readConfig } from '../run/config.io.ts';
import { makeDemoDump } from '../run/demo-dump.io.ts';
import { runCommand } from './run.io.ts';

export interface DemoOptions {
  readonly major: number;
  readonly config: string;
  readonly makeOnly?: boolean;
  readonly signal: AbortSignal;
}

export async function demoCommand(options: DemoOptions): Promise<number> {
  const config = await readConfig(options.config);
  const folder = path.resolve(config.root, 'dumps');
  const dump = await makeDemoDump(folder, options.major, (line) => toStdout(`  ${line}`));
  const shown = path.relative(process.cwd(), dump.path);
  toStdout(dump.kept ? `demo dump: ${shown} (kept)` : `demo dump: ${shown} (made)`);
  if (options.makeOnly === true) return 0;
  return await runCommand({ dump: dump.path, config: options.config, signal: options.signal });
}
