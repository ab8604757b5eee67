// Faults from around a run: its dump, its folders, its engine, its clock, and other runs.
import { faultTests } from '../tried.ts';
import { DUMP_FAULTS } from '../rows/dump-changes.ts';
import { EVIDENCE_FOLDER_FAULTS } from '../rows/evidence-folder.ts';
import { EVIDENCE_LOST_FAULTS } from '../rows/evidence-lost.ts';

faultTests(DUMP_FAULTS);
faultTests(EVIDENCE_FOLDER_FAULTS);
faultTests(EVIDENCE_LOST_FAULTS);
