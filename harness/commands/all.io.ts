// Every command of the program: each registers itself, from its own file.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from 'commander';
import { showsColour, toStderr, toStdout } from '../output/index.ts';
import { addAttest } from './attest.io.ts';
import { addCompletion } from './completion.io.ts';
import { addDemo } from './demo.io.ts';
import { addDoctor } from './doctor.io.ts';
import type { Door } from './door.ts';
import { addGate, addGateSelftest, addSeal } from './gate.io.ts';
import { addInit } from './init.io.ts';
import { addInspect } from './inspect.io.ts';
import { addMerge } from './merge.io.ts';
import { addProbes } from './probes.io.ts';
import { RehearseCommand } from './rehearse-command.io.ts';
import { addRerun } from './rerun.io.ts';
import { addRun } from './run.io.ts';
import { addScenario } from './scenario.io.ts';
import { addSign } from './sign.io.ts';
import { addSpec } from './spec.io.ts';
import { addSpecDiff } from './spec-diff.io.ts';
import { addSweep } from './sweep.io.ts';
import { addValidate } from './validate.io.ts';
import { addVerify } from './verify.io.ts';

/** In the order of `rehearse --help`. A new command is one line here, and one import. */
const COMMANDS: readonly ((program: Command, door: Door) => void)[] = [
  addRun,
  addDemo,
  addInit,
  addAttest,
  addInspect,
  addSpec,
  addSpecDiff,
  addScenario,
  addSeal,
  addGate,
  addGateSelftest,
  addProbes,
  addValidate,
  addVerify,
  addSign,
  addRerun,
  addDoctor,
  addMerge,
  addSweep,
  addCompletion,
];

const EXIT_CODES = `
Exit codes:
  0    it holds: ROLLBACK_READY, PART_HELD, HELD, identical, nothing refused
  1    it does not: ROLLBACK_NOT_PROVEN, NOT_HELD, NOT_DECIDED, different
  2    wrong usage or configuration; nothing was started
  3    READY_NOT_APPLIED: the dump or its attestation is missing
  4    INPUT_REJECTED: the dump, the isolation or the schema was refused
  70   a bug, or a broken engine; nothing is claimed
  130  interrupted by Ctrl-C (143: by SIGTERM); nothing is claimed`;

/** --json, --quiet and --debug belong to every command, before or after its name. */
export function rehearseProgram(door: Door): Command {
  const program = new RehearseCommand('rehearse')
    .description('Rehearses a change and its rollback on a throwaway clone that nothing can reach.')
    .version(packageVersion(), '--version', 'print the version')
    .option('--json', 'one JSON object on standard output, and nothing else there')
    .option('--quiet', 'only what went wrong, and the last line')
    .option('--debug', 'print the stack of an internal fault')
    .configureHelp({ showGlobalOptions: true })
    .helpOption('-h, --help', 'print this')
    .helpCommand('help [command]', 'print the help of a command')
    .addHelpText('afterAll', EXIT_CODES)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => toStdout(text.trimEnd()),
      writeErr: (text) => toStderr(text.trimEnd()),
      getOutHasColors: () => showsColour(1),
      getErrHasColors: () => showsColour(2),
    });
  for (const add of COMMANDS) add(program, door);
  return program;
}

function packageVersion(): string {
  const file = path.join(import.meta.dirname, '../../package.json');
  const version: unknown = Reflect.get(Object(JSON.parse(readFileSync(file, 'utf8'))), 'version');
  return String(version);
}
