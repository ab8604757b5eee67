// Faults from around a run: its dump, its folders, its engine, its clock, and other runs.
import { faultTests } from '../tried.ts';
import { CLOCK_FAULTS } from '../rows/clock.ts';
import { DUMP_FAULTS } from '../rows/dump-changes.ts';
import { EVIDENCE_FOLDER_FAULTS } from '../rows/evidence-folder.ts';
import { EVIDENCE_LOST_FAULTS } from '../rows/evidence-lost.ts';
import { MANY_RUNS_FAULTS } from '../rows/many-runs.ts';

faultTests(DUMP_FAULTS);
faultTests(CLOCK_FAULTS);
faultTests(MANY_RUNS_FAULTS);
faultTests(EVIDENCE_FOLDER_FAULTS);
faultTests(EVIDENCE_LOST_FAULTS);
