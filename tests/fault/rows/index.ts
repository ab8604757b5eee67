// Every fault that is tried, in the order of the page; a new list is added here.
import type { Fault } from '../fault.ts';
import { CLOCK_FAULTS } from './clock.ts';
import { DUMP_FAULTS } from './dump-changes.ts';
import { ENGINE_FAULTS } from './engine.ts';
import { EVIDENCE_FOLDER_FAULTS } from './evidence-folder.ts';
import { EVIDENCE_LOST_FAULTS } from './evidence-lost.ts';
import { INTAKE_SIGNAL_FAULTS } from './intake-signals.ts';
import { MANY_RUNS_FAULTS } from './many-runs.ts';
import { RESTORE_LIMIT_FAULTS } from './limits-restore.ts';
import { SCENARIO_LIMIT_FAULTS } from './limits-scenarios.ts';
import { SERVER_FAULTS } from './servers.ts';
import { SIGNAL_FAULTS } from './signals.ts';
import { SWEEP_FAULTS } from './sweeps.ts';

export const FAULTS: readonly Fault[] = [
  ...INTAKE_SIGNAL_FAULTS,
  ...SIGNAL_FAULTS,
  ...SERVER_FAULTS,
  ...ENGINE_FAULTS,
  ...RESTORE_LIMIT_FAULTS,
  ...SCENARIO_LIMIT_FAULTS,
  ...DUMP_FAULTS,
  ...EVIDENCE_FOLDER_FAULTS,
  ...EVIDENCE_LOST_FAULTS,
  ...CLOCK_FAULTS,
  ...SWEEP_FAULTS,
  ...MANY_RUNS_FAULTS,
];

/** By their names. @throws where there is none of that name */
export function faultsNamed(...names: readonly string[]): Fault[] {
  return names.map((name) => {
    const fault = FAULTS.find((each) => each.name === name);
    if (fault === undefined) throw new Error(`there is no fault "${name}"`);
    return fault;
  });
}
