// Asks a door about an input and its twin, and keeps of the answers what an outcome is judged from.
import { forbiddenTokensIn } from '../kernel/index.ts';
import type { AttemptFacts, DoorAnswer, ProbeAnswer } from './contract.ts';

export type Ask = () => Promise<DoorAnswer>;

/** Never throws: a door that breaks has decided nothing, and what it threw is not repeated. */
export async function askBoth(ask: Ask, askTwin: Ask): Promise<AttemptFacts> {
  const answer = await answerOf(ask);
  const twin = await answerOf(askTwin);
  const facts = factsOf(answer);
  return {
    ...facts,
    twin: wordOf(twin),
    token_leaked: facts.token_leaked || hasToken(twin),
  };
}

/** The same of an input that has no twin: the control. */
export async function askOnce(ask: Ask): Promise<Omit<AttemptFacts, 'twin'>> {
  return factsOf(await answerOf(ask));
}

async function answerOf(ask: Ask): Promise<DoorAnswer | null> {
  try {
    return await ask();
  } catch {
    return null;
  }
}

function factsOf(answer: DoorAnswer | null): Omit<AttemptFacts, 'twin'> {
  return {
    answer: wordOf(answer),
    found_codes: [...new Set((answer?.findings ?? []).map(({ code }) => code))].sort(),
    token_leaked: hasToken(answer),
  };
}

function wordOf(answer: DoorAnswer | null): ProbeAnswer {
  if (answer === null) return 'BROKE';
  return answer.allowed ? 'ALLOWED' : 'REFUSED';
}

function hasToken(answer: DoorAnswer | null): boolean {
  if (answer === null) return false;
  const said = answer.findings.flatMap(({ where, what }) => [where, what]);
  return [...said, answer.output ?? ''].some((text) => forbiddenTokensIn(text).length > 0);
}
