// The command line: arguments, the environment and the exit code. Nothing is decided here.
// oxlint-disable-next-line import/no-unassigned-import -- acts before anything is allocated
import './run/memory.io.ts';
// oxlint-disable-next-line import/no-unassigned-import -- guards what the rest says while it loads
import './run/first.io.ts';
import { CommanderError } from 'commander';
import { rehearseProgram } from './commands/all.io.ts';
import { openDoor } from './commands/door.io.ts';
import { exitCodeOf, faultLines, Problem, statusOf } from './kernel/index.ts';
import {
  hasCrashed,
  neverLeaves,
  planCrash,
  searchSecretsWith,
  tellFault,
  toStderr,
} from './output/index.ts';
import { secretsInText } from './scan/index.ts';

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

const door = openDoor(() => program.opts());
const program = rehearseProgram(door);
const isDebugged = (): boolean => program.opts()['debug'] === true;

planCrash({ withStack: isDebugged, end: door.interrupt });

/** As shells have it for SIGINT. */
const INTERRUPTED = 130;

let exitCode = 0;
try {
  await program.parseAsync();
  exitCode = door.given?.exitCode ?? exitCodeOf('INTERNAL_FAULT');
} catch (error) {
  exitCode = report(error);
}
process.exitCode = hasCrashed() ? exitCodeOf('INTERNAL_FAULT') : exitCode;

/** Says what went wrong, and gives the exit code that the table of statuses has for it. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : exitCodeOf('USAGE_ERROR');
  const findings = error instanceof Problem ? error.findings : [];
  const status = statusOf(findings) ?? 'INTERNAL_FAULT';
  const stack = isDebugged() ? faultLines(error, true) : [];
  // Whoever did not answer a question is told so; nothing else was begun.
  if (door.signal.aborted && status !== 'USAGE_ERROR') {
    for (const line of stack) toStderr(line);
    toStderr('interrupted: the sandbox is gone, no packet was written, nothing is claimed');
    door.failed({ status: 'INTERRUPTED', exitCode: INTERRUPTED, findings: [] });
    return INTERRUPTED;
  }
  const exitCode = exitCodeOf(status);
  if (error instanceof Problem) for (const line of stack) toStderr(line);
  else tellFault(error, isDebugged());
  door.failed({ status, exitCode, findings });
  return exitCode;
}
