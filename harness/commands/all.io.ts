// Every command of the program: each registers itself, from its own file.
import { Command } from 'commander';
import { showsColour, toStderr, toStdout } from '../output/index.ts';
import { addAttest } from './attest.io.ts';
import { addDemo } from './demo.io.ts';
import { addDoctor } from './doctor.io.ts';
import type { Door } from './door.ts';
import { addGate, addGateSelftest, addSeal } from './gate.io.ts';
import { addInspect } from './inspect.io.ts';
import { addMerge } from './merge.io.ts';
import { addProbes } from './probes.io.ts';
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
];

/** --json, --quiet and --debug belong to every command, before or after its name. */
export function rehearseProgram(door: Door): Command {
  const program = new Command('rehearse')
    .description('Rehearses a change and its rollback on a throwaway clone that nothing can reach.')
    .option('--json', 'one JSON object on standard output, and nothing else there')
    .option('--quiet', 'only what went wrong, and the last line')
    .option('--debug', 'print the stack of an internal fault')
    .configureHelp({ showGlobalOptions: true })
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
