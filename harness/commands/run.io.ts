// `rehearse run`: one rehearsal; the last line of standard output is the status.
import path from 'node:path';
import { Option, type Command } from 'commander';
import { CODES, exitCodeOf, inside, type Finding } from '../kernel/index.ts';
import { rehearse, type Outcome } from '../rehearse.ts';
import { CLONE_METHODS, type CloneMethod, type TransportChoice } from '../sandbox/index.ts';
import type { PartNumbers } from '../scenario/index.ts';
import { readConfig } from '../run/config.io.ts';
import type { Door } from './door.ts';
import {
  configOption,
  dumpOption,
  examples,
  jobsOption,
  shardOption,
  transportOption,
} from './options.io.ts';
import { tellServer } from './server.io.ts';
import { withProgress } from './progress.io.ts';

interface RunOptions {
  readonly config: string;
  readonly dump?: string;
  readonly out?: string;
  readonly jobs?: number;
  readonly shard?: PartNumbers;
  readonly cloneMethod?: CloneMethod;
  readonly transport?: TransportChoice;
}

export function addRun(program: Command, door: Door): void {
  program
    .command('run')
    .description('one rehearsal: dump in, packet and verdict out')
    .addOption(dumpOption())
    .addOption(configOption())
    .option(
      '--out <dir>',
      'where the packet goes (default: a new folder under the evidence folder)',
    )
    .addOption(jobsOption())
    .addOption(shardOption())
    .addOption(
      new Option(
        '--clone-method <method>',
        'how clones are made (default: thin where it works)',
      ).choices([...CLONE_METHODS]),
    )
    .addOption(transportOption())
    .addHelpText(
      'after',
      examples(
        'run',
        'run --dump dumps/clone.dump --out evidence/before-the-change',
        'run --config rehearsal.all.config.yaml --jobs 2',
        'run --shard 2/3 --out evidence/part-2',
        'run --json --quiet',
      ),
    )
    .action(async (options: RunOptions) => await runCommand(options, door));
}

/** Answers with the exit code of the status. @throws Problem for usage errors and faults */
export async function runCommand(options: RunOptions, door: Door): Promise<void> {
  const signal = door.interruptible();
  const config = await readConfig(options.config);
  const dumpPath = path.resolve(
    options.dump === undefined ? config.root : '.',
    options.dump ?? config.dump,
  );
  door.say(`dump         ${path.relative(process.cwd(), dumpPath)}`);
  const asked = {
    config,
    dumpPath,
    dumpName: nameOf(dumpPath, config.root),
    out: options.out ?? null,
    cloneMethod: options.cloneMethod ?? null,
    jobs: options.jobs ?? null,
    part: options.shard ?? null,
    ...(options.transport === undefined ? {} : { transport: options.transport }),
    signal,
  };
  const outcome = await withProgress(door, (progress) => rehearse({ ...asked, progress }));
  await tellOutcome(outcome, config.root, door);
}

/** What was found, where the packet is, and last the status. `root`: what inputs are named from. */
export async function tellOutcome(outcome: Outcome, root: string, door: Door): Promise<void> {
  const exitCode = exitCodeOf(outcome.status);
  const { folder, treeHash } = outcome.packet;
  const { fullStatus: status, findings, inputs } = outcome;
  tellFindings(findings, door);
  await tellServer({ findings, inputs, root, folder }, door);
  door.tell(`packet       ${path.relative(process.cwd(), folder)}`);
  door.tell(`packet tree  ${treeHash}`);
  door.answer({ status, exitCode, packet: folder, packetTree: treeHash, findings }, status);
}

function tellFindings(findings: readonly Finding[], door: Door): void {
  const notes = findings.filter(({ code }) => CODES[code].forces === null);
  const problems = findings.filter(({ code }) => CODES[code].forces !== null);
  door.complain(problems);
  for (const each of notes) door.tell(`  note: ${inside(each.where)}: ${inside(each.what)}`);
}

/** Path within the project, else the bare name: a packet never names a folder of this machine. */
function nameOf(dumpPath: string, root: string): string {
  const relative = path.relative(root, dumpPath);
  return relative.startsWith('..') || path.isAbsolute(relative)
    ? path.basename(dumpPath)
    : relative;
}
