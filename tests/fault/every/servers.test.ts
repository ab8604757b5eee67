// Servers and containers killed under a run, at every stage: never a proof that was not seen.
import { faultTests } from '../tried.ts';
import { SERVER_FAULTS } from '../rows/servers.ts';

faultTests(SERVER_FAULTS);
