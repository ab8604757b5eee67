// The command line: arguments, the environment and the exit code. Nothing is decided here.
// oxlint-disable-next-line import/no-unassigned-import -- acts before anything is allocated
import './run/memory.io.ts';
// oxlint-disable-next-line import/no-unassigned-import -- guards what the rest says while it loads
import './run/first.io.ts';
import { CommanderError } from 'commander';
import { rehearseProgram } from './commands/all.io.ts';
import { openDoor } from './commands/door.io.ts';
import {
  LIMITS,
  exitCodeOf,
  faultLines,
  finding,
  findingsOf,
  statusOf,
  type Finding,
  type Status,
} from './kernel/index.ts';
import { hasCrashed, planCrash, searchSecretsWith, tellFault, toStderr } from './output/index.ts';
import { forgetEnvironment } from './run/environment.io.ts';
import { interruptedLine } from './run/interrupted.io.ts';
import { secretsInText } from './scan/index.ts';

searchSecretsWith(secretsInText);

forgetEnvironment();

const door = openDoor(() => program.opts());
const program = rehearseProgram(door);
const isDebugged = (): boolean => program.opts()['debug'] === true;

planCrash({ withStack: isDebugged, end: door.interrupt });

process.exitCode = await rehearsed();
// Nothing more is to be done: what was given up must not hold the process.
setTimeout(() => process.exit(), LIMITS.lingerMs).unref();

/** A crash after the answer takes it back: nothing good is said by a process that broke. */
async function rehearsed(): Promise<number> {
  try {
    await program.parseAsync();
    if (hasCrashed()) return failedWith('INTERNAL_FAULT', []);
    return door.conclude()?.exitCode ?? (await report(new Error('the command gave no answer')));
  } catch (error) {
    return await report(error);
  }
}

/** Says what went wrong, and gives the exit code that the table of statuses has for it. */
async function report(error: unknown): Promise<number> {
  // Help and the version were asked for, or no command was named: its help has been printed then.
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const findings = findingsTold(error);
  const status = hasCrashed() ? 'INTERNAL_FAULT' : (statusOf(findings) ?? 'INTERNAL_FAULT');
  const stack = isDebugged() ? faultLines(error, true) : [];
  // Whoever did not answer a question is told so; nothing else was begun.
  if (door.signal.aborted && status !== 'USAGE_ERROR') {
    for (const line of stack) toStderr(line);
    toStderr(await interruptedLine());
    const exitCode = door.interrupted();
    if (hasCrashed() || exitCode === null) return failedWith(status, []);
    door.failed({ status: 'INTERRUPTED', exitCode, findings: [] });
    return exitCode;
  }
  if (findings.length === 0) tellFault(error, isDebugged());
  else for (const line of stack) toStderr(line);
  door.complain(findings);
  return failedWith(status, findings);
}

function findingsTold(error: unknown): readonly Finding[] {
  return error instanceof CommanderError
    ? [finding('COMMAND_MISSING', 'rehearse', 'the command line names none')]
    : findingsOf(error);
}

/** What a fault was stands on standard error alone: nobody has looked through its words. */
function failedWith(status: Status, findings: readonly Finding[]): number {
  const exitCode = exitCodeOf(status);
  const fault = finding('INTERNAL_FAULT', 'rehearse', 'it ended without an answer');
  door.failed({ status, exitCode, findings: findings.length === 0 ? [fault] : findings });
  return exitCode;
}
