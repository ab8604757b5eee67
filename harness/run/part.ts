// The inputs of a run that rehearses one part of what is planned.
import { Problem } from '../kernel/index.ts';
import { partOfPlanned, type PartNumbers } from '../scenario/index.ts';
import type { RunInputs } from './contract.ts';

/** @throws Problem SHARD_UNFIT */
export function inputsOfPart(inputs: RunInputs, asked: PartNumbers | null): RunInputs {
  if (asked === null) return inputs;
  const divided = partOfPlanned(inputs.planned, asked);
  if (divided.kind === 'refused') throw new Problem(divided.findings);
  return { ...inputs, part: { ...asked, planned: divided.planned } };
}
