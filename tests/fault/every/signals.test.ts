// Signals to the harness at every stage: nothing is left, nothing is claimed.
import { faultTests } from '../tried.ts';
import { SIGNAL_FAULTS } from '../rows/signals.ts';

faultTests(SIGNAL_FAULTS);
