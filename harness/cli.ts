// The command line: commands, the environment and the exit code. Nothing is decided here.
// oxlint-disable-next-line import/no-unassigned-import -- acts before anything is allocated
import './run/memory.io.ts';
// oxlint-disable-next-line import/no-unassigned-import -- guards what the rest says while it loads
import './run/first.io.ts';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { attestCommand, type AttestOptions } from './commands/attest.io.ts';
import { demoCommand, type DemoOptions } from './commands/demo.io.ts';
import {
  gateCommand,
  gateSelftestCommand,
  sealCommand,
  type GateOptions,
} from './commands/gate.io.ts';
import { inspectCommand, type InspectOptions } from './commands/inspect.io.ts';
import { probesCommand, type ProbesOptions } from './commands/probes.io.ts';
import { rerunCommand, type RerunOptions } from './commands/rerun.io.ts';
import { runCommand, type RunOptions } from './commands/run.io.ts';
import { scenarioCommand, type ScenarioOptions } from './commands/scenario.io.ts';
import { signCommand, type SignOptions } from './commands/sign.io.ts';
import { specCommand, type SpecOptions } from './commands/spec.io.ts';
import { specDiffCommand } from './commands/spec-diff.io.ts';
import { sweepCommand } from './commands/sweep.io.ts';
import { validateCommand } from './commands/validate.io.ts';
import { verifyCommand, type VerifyOptions } from './commands/verify.io.ts';
import { explain, exitCodeOf, faultLines, Problem, statusOf } from './kernel/index.ts';
import {
  hasCrashed,
  neverLeaves,
  planCrash,
  searchSecretsWith,
  tellFault,
  toStderr,
  toStdout,
} from './output/index.ts';
import { secretsInText } from './scan/index.ts';
import { SCENARIO_KINDS } from './scenario/index.ts';
import { CLONE_METHODS } from './sandbox/index.ts';

searchSecretsWith(secretsInText);

// A clone is reached over this run's own socket and by nothing an operator's shell may hold; and
// what that shell does hold is no word for a terminal, a log or a packet.
for (const [name, value = ''] of Object.entries(process.env)) {
  const isSecret =
    /(?:PASS(?:WORD|WD|PHRASE)?|SECRET|TOKEN|PRIVATE_KEY|API_?KEY|ACCESS_KEY)(?:_|$)/i;
  if (isSecret.test(name) && !value.startsWith('/')) neverLeaves(value);
  neverLeaves(/:\/\/[^/@:]*:([^/@]+)@/.exec(value)?.[1] ?? '');
  if (/^PG[A-Z]/.test(name) || /^(DATABASE|POSTGRES\w*|DB)_URL$/.test(name))
    delete process.env[name];
}

const interrupt = new AbortController();
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * For commands that have something to end. Every other one ends where it stands, even in the middle of
 * a computation, because nobody has taken the signals from it.
 */
function interruptible(): AbortSignal {
  for (const signal of SIGNALS) process.on(signal, () => interrupted(signal));
  return interrupt.signal;
}

function interrupted(signal: (typeof SIGNALS)[number]): void {
  if (interrupt.signal.aborted) {
    toStderr('still ending; if this hangs, kill the process and run "make sweep"');
    return;
  }
  toStderr(`${signal}: ending the sandbox`);
  interrupt.abort(new Error(`ended by ${signal}`));
}

planCrash({
  withStack: () => program.opts()['debug'] === true,
  end: (error) => interrupt.abort(error),
});

const program = new Command('rehearse')
  .description('Rehearses a change and its rollback on a throwaway clone that nothing can reach.')
  .option('--debug', 'print the stack of an internal fault')
  .exitOverride()
  .configureOutput({
    writeOut: (text) => toStdout(text.trimEnd()),
    writeErr: (text) => toStderr(text.trimEnd()),
  });

const wholeNumber = (text: string): number => {
  const value = Number(text);
  if (!Number.isInteger(value)) throw new InvalidArgumentError('it must be a whole number');
  return value;
};

let exitCode = 0;

program
  .command('run')
  .description('one rehearsal: dump in, packet and verdict out')
  .option('--dump <path>', 'the dump (default: from the configuration)')
  .option('--config <path>', 'the configuration', 'rehearsal.config.yaml')
  .option('--out <dir>', 'where the packet goes (default: a new folder under the evidence folder)')
  .option('--json', 'one JSON object on standard output')
  .option('--jobs <number>', 'scenarios side by side (default: one for each core)', wholeNumber)
  .addOption(
    new Option(
      '--clone-method <method>',
      'how clones are made (default: thin where it works)',
    ).choices([...CLONE_METHODS]),
  )
  .action(async (options: Omit<RunOptions, 'signal'>) => {
    exitCode = await runCommand({ ...options, signal: interruptible() });
  });

program
  .command('demo')
  .description('build the synthetic demo dump and rehearse it')
  .option('--major <number>', 'Postgres major version', wholeNumber, 15)
  .option('--config <path>', 'the configuration', 'rehearsal.config.yaml')
  .option('--make-only', 'make the dump and its attestation, rehearse nothing')
  .action(async (options: Omit<DemoOptions, 'signal'>) => {
    exitCode = await demoCommand({ ...options, signal: interruptible() });
  });

program
  .command('attest')
  .description('write the sidecar that says who sanitized a dump, and how')
  .requiredOption('--dump <path>', 'the dump')
  .option('--operator <name>', 'who confirms it')
  .option('--sanitized-with <text>', 'how it was sanitized')
  .option('--confirm <text>', 'the confirmation, word for word')
  .option('--database <name>', 'name of the source database (plain dumps)')
  .option('--replace', 'replace a sidecar that is bound to other bytes')
  .action(async (options: Omit<AttestOptions, 'signal'>) => {
    exitCode = await attestCommand({ ...options, signal: interruptible() });
  });

program
  .command('spec')
  .description('write a spec from a dump, a starting point for people')
  .requiredOption('--spec <path>', 'the file to write')
  .option('--dump <path>', 'the dump (default: from the configuration)')
  .option('--config <path>', 'the configuration', 'rehearsal.config.yaml')
  .option('--rows', 'with bounds of each table\u2019s number of rows')
  .option('--replace', 'replace the file that is there')
  .option('--json', 'one JSON object on standard output')
  .action(async (options: Omit<SpecOptions, 'signal'>) => {
    exitCode = await specCommand({ ...options, signal: interruptible() });
  });

program
  .command('spec-diff')
  .description('tell two dumps, or a dump and a spec, from each other; 1 where they differ')
  .argument('<a>', 'a dump, or a spec (*.yaml)')
  .argument('<b>', 'a dump, or a spec (*.yaml)')
  .option('--config <path>', 'the configuration', 'rehearsal.config.yaml')
  .option('--json', 'one JSON object on standard output')
  .action(async (a: string, b: string, options: { config: string; json?: boolean }) => {
    const hasColour = process.stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
    exitCode = await specDiffCommand(a, b, { ...options, hasColour, signal: interruptible() });
  });

program
  .command('scenario')
  .description('write a new scenario that runs, and name it in the configuration')
  .argument('<name>', 'lower-case words with hyphens; the folder it gets under scenarios/')
  .addOption(
    new Option('--kind <kind>', 'how it is rehearsed')
      .choices(SCENARIO_KINDS)
      .default('transactional'),
  )
  .option('--code', 'a scenario.ts instead of YAML and SQL')
  .option('--config <path>', 'the configuration', 'rehearsal.config.yaml')
  .action(async (name: string, options: ScenarioOptions) => {
    exitCode = await scenarioCommand(name, options);
  });

program
  .command('inspect')
  .description('what a dump holds, and all that would refuse it; needs no Docker')
  .option('--dump <path>', 'the dump (default: from the configuration)')
  .option('--config <path>', 'the configuration', 'rehearsal.config.yaml')
  .option('--contents', 'list every entry of the table of contents')
  .option('--json', 'one JSON object on standard output')
  .action(async (options: Omit<InspectOptions, 'signal'>) => {
    exitCode = await inspectCommand({ ...options, signal: interruptible() });
  });

program
  .command('seal')
  .description('write the seal manifest over the files that decide verdicts')
  .option('--config <path>', 'the configuration', 'rehearsal.config.yaml')
  .action(async (options: GateOptions) => {
    exitCode = await sealCommand(options);
  });

program
  .command('gate')
  .description('compare the sealed files with their manifest, byte for byte')
  .option('--config <path>', 'the configuration', 'rehearsal.config.yaml')
  .option('--base <dir>', 'check a tree elsewhere')
  .action(async (options: GateOptions) => {
    exitCode = await gateCommand(options);
  });

program
  .command('gate-selftest')
  .description('show that the gate refuses every class of drift')
  .action(async () => {
    exitCode = await gateSelftestCommand();
  });

program
  .command('probes')
  .description('push every bad input through the harness\u2019s own doors, on real containers')
  .option('--config <path>', 'the configuration', 'rehearsal.config.yaml')
  .option('--json', 'bad-input-probes.json on standard output')
  .action(async (options: Omit<ProbesOptions, 'signal'>) => {
    exitCode = await probesCommand({ ...options, signal: interruptible() });
  });

program
  .command('validate')
  .description('judge the rollback proof of a packet; needs no Docker')
  .argument('<packet>', 'folder of a packet, or a clone-rollback-evidence.json')
  .action(async (packet: string) => {
    exitCode = await validateCommand(packet);
  });

program
  .command('verify')
  .description('recompute a packet from its bytes; needs no Docker')
  .argument('<packet>', 'folder of a packet')
  .option('--tree <sha256>', 'the tree hash it must have, from elsewhere')
  .option('--signature <file>', 'the envelope in which its Statement was signed')
  .option('--key <file>', 'the public key of whoever signed it')
  .action(async (packet: string, options: VerifyOptions) => {
    exitCode = await verifyCommand(packet, options);
  });

program
  .command('sign')
  .description('sign the Statement of a packet; the packet stays as it is')
  .argument('<packet>', 'folder of a packet')
  .requiredOption('--key <file>', 'your private key: Ed25519, ECDSA over P-256 or RSA, in PEM')
  .option('--out <file>', 'the envelope (default: beside the packet, with .dsse.json added)')
  .action(async (packet: string, options: SignOptions) => {
    exitCode = await signCommand(packet, options);
  });

program
  .command('rerun')
  .description('rehearse a packet\u2019s inputs again; 1 where another tree comes of it')
  .argument('<packet>', 'folder of a packet')
  .option('--dump <path>', 'the dump (default: where the packet says it was)')
  .option('--config <path>', 'the configuration', 'rehearsal.config.yaml')
  .option('--out <dir>', 'keep the new packet here (default: kept only where it differs)')
  .option('--jobs <number>', 'scenarios side by side (default: one for each core)', wholeNumber)
  .action(async (packet: string, options: Omit<RerunOptions, 'signal'>) => {
    exitCode = await rerunCommand(packet, { ...options, signal: interruptible() });
  });

program
  .command('sweep')
  .description('remove what ended runs have left, and nothing else')
  .action(async () => {
    exitCode = await sweepCommand();
  });

try {
  await program.parseAsync();
} catch (error) {
  exitCode = report(error);
}
process.exitCode = hasCrashed() ? exitCodeOf('INTERNAL_FAULT') : exitCode;

/** Says what went wrong, and gives the exit code that the table of statuses has for it. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodeOf('USAGE_ERROR');
  const isDebugged = program.opts()['debug'] === true;
  const status = error instanceof Problem ? statusOf(error.findings) : null;
  // Whoever did not answer a question is told so; nothing else was begun.
  if (interrupt.signal.aborted && status !== 'USAGE_ERROR') {
    if (isDebugged) for (const line of faultLines(error, true)) toStderr(line);
    toStderr('interrupted: the sandbox is gone, no packet was written, nothing is claimed');
    return 130;
  }
  if (!(error instanceof Problem)) {
    tellFault(error, isDebugged);
    return exitCodeOf('INTERNAL_FAULT');
  }
  for (const each of error.findings) toStderr(explain(each));
  if (isDebugged) for (const line of faultLines(error, true)) toStderr(line);
  return exitCodeOf(status ?? 'INTERNAL_FAULT');
}
