// Assertions of the spec: each has to return one row with one true.
import type { Answers, Assertion, Surface } from './contract.ts';
import { broken, HELD, undecided, type Outcome, type Place } from './outcome.ts';
import { assertionId } from './questions.ts';

export function assertionOutcomes({ assertions = [] }: Surface, answers: Answers): Outcome[] {
  return assertions.map((assertion, index) => oneAssertion(assertion, index, answers));
}

function oneAssertion(assertion: Assertion, index: number, answers: Answers): Outcome {
  const { title } = assertion;
  const subject = `assertion "${title}"`;
  const at: Place = { path: `assertions.${index}`, where: title, subject };
  const answer = answers.get(assertionId(assertion));
  if (answer?.kind === 'failed')
    return undecided('SCHEMA_NOT_DECIDED', at, `${subject}: ${answer.why}`, 'true');
  if (answer?.kind !== 'asserted')
    return undecided('SCHEMA_NOT_DECIDED', at, `${subject}: it was not asked`, 'true');
  const { rows, value } = answer;
  if (rows === 1 && value === 'true') return HELD;
  if (rows === 1 && value === 'other') {
    const what = `${subject}: it does not return one column of type boolean`;
    return undecided('SCHEMA_NOT_DECIDED', at, what, 'true');
  }
  const found = rows === 0 ? 'no row' : rows > 1 ? 'more than one row' : value;
  const what = `${subject} returned ${found}, spec says true`;
  return broken('SCHEMA_ASSERTION_FAILED', at, what, found, 'true');
}
