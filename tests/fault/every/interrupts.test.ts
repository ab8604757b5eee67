// SIGINT to the harness at every stage: nothing is left, nothing is claimed.
import { faultTests } from '../tried.ts';
import { INTAKE_SIGNAL_FAULTS } from '../rows/intake-signals.ts';
import { signalFaults } from '../rows/signals.ts';

faultTests([...INTAKE_SIGNAL_FAULTS, ...signalFaults('SIGINT')]);
