// Faults from around a run: its dump, its folders, its clock, and other runs.
import { faultTests } from '../tried.ts';
import { CLOCK_FAULTS } from '../rows/clock.ts';
import { MANY_RUNS_FAULTS } from '../rows/many-runs.ts';

faultTests([...CLOCK_FAULTS, ...MANY_RUNS_FAULTS]);
