// Files and folders that change or fill up under a run: its dump, its packet's place.
import { faultTests } from '../tried.ts';
import { DUMP_FAULTS } from '../rows/dump-changes.ts';
import { EVIDENCE_FOLDER_FAULTS } from '../rows/evidence-folder.ts';
import { EVIDENCE_LOST_FAULTS } from '../rows/evidence-lost.ts';

faultTests([...DUMP_FAULTS, ...EVIDENCE_FOLDER_FAULTS, ...EVIDENCE_LOST_FAULTS]);
