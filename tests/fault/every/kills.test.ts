// SIGKILL of the harness at every stage: nothing is claimed, and what is left can be removed.
import { faultTests } from '../tried.ts';
import { signalFaults } from '../rows/signals.ts';

faultTests(signalFaults('SIGKILL'));
