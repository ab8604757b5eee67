// SIGKILL of the harness at every stage: nothing is claimed, and what is left can be removed.
import { faultTests } from '../tried.ts';
import { signalFaults } from '../rows/signals.ts';
import { SWEEP_FAULTS } from '../rows/sweeps.ts';

faultTests([...signalFaults('SIGKILL'), ...SWEEP_FAULTS]);
