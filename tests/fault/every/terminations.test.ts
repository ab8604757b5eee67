// SIGTERM to the harness at every stage: nothing is left, nothing is claimed.
import { faultTests } from '../tried.ts';
import { signalFaults } from '../rows/signals.ts';

faultTests(signalFaults('SIGTERM'));
