// The instrument's score, counted again; every kind of change of this build must have been tried.
import { finding, weakest, type Finding } from '../../kernel/index.ts';
import { calibrationKinds } from '../../witness/index.ts';
import { differences } from './differences.ts';
import { EXECUTION, PROVENANCE, type TreeDocuments } from './documents.ts';

export function calibrationFindings(tree: TreeDocuments): Finding[] {
  const { calibration } = tree[EXECUTION];
  if (calibration === null) return [];
  const { trials, seen, of, judgement, schema_restored_twice: again } = calibration;
  const findings: Finding[] = [];
  const must = (holds: boolean, key: string, what: string): void => {
    if (!holds) {
      findings.push(finding('PACKET_STORY_CALIBRATION', `${EXECUTION} calibration.${key}`, what));
    }
  };
  const each = trials.map((trial) => weakest([trial.seen, trial.restored]));
  must(seen === each.filter((one) => one === 'HELD').length, 'seen', 'its trials say otherwise');
  must(of === trials.length, 'of', 'its trials say otherwise');
  must(judgement === weakest([weakest(each), again]), 'judgement', 'its trials say otherwise');
  // Where it broke off, one trial stands for all, and holds nothing.
  if (trials.length === 1 && judgement !== 'HELD') return findings;
  const encoding = tree[PROVENANCE].dump?.encoding ?? '';
  const kinds = calibrationKinds(/^(utf-?8|unicode)$/i.test(encoding));
  const tried = trials.map(({ kind }) => kind);
  for (const place of differences(tried, kinds, 'trials')) {
    must(false, place, 'it is not the kind that this build tries there');
  }
  return findings;
}
