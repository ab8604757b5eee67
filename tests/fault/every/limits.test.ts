// Dumps and scenarios that come to a limit: told as that, never counted, and nothing of them is left.
import { faultTests } from '../tried.ts';
import { RESTORE_LIMIT_FAULTS } from '../rows/limits-restore.ts';
import { SCENARIO_LIMIT_FAULTS } from '../rows/limits-scenarios.ts';

faultTests([...RESTORE_LIMIT_FAULTS, ...SCENARIO_LIMIT_FAULTS]);
