// Judges what was measured inside the container and what the engine says of it. Everything that
// could not be read is NOT_DECIDED; only a complete list of held checks is an isolated sandbox.
import { finding, weakest, type Finding, type Judgement } from '../kernel/index.ts';
import type { IsolationFacts, IsolationProof } from './contract.ts';
import { engineChecks } from './isolation-engine.ts';
import { insideChecks } from './isolation-inside.ts';
import { observedIn } from './isolation-observed.ts';
import { sectionsOf } from './isolation-sections.ts';

/** The proof over one measurement; `isolated` is the weakest of its checks. */
export function judgeIsolation(facts: IsolationFacts): IsolationProof {
  const sections = sectionsOf(facts.inside);
  const checks = [...insideChecks(sections, facts), ...engineChecks(facts)];
  return {
    version: 1,
    is_production: false,
    isolated: weakest(checks.map((check) => check.judgement)),
    checks,
    observed: observedIn(sections, facts.inspect),
  };
}

/** Why a sandbox is not isolated, check by check; what could not be decided is among them. */
export function isolationFindings({ checks }: IsolationProof): Finding[] {
  return checks
    .filter(({ judgement }) => judgement !== 'HELD')
    .map(({ id, measured, expected }) =>
      finding('SANDBOX_NOT_ISOLATED', id, `measured "${measured}", expected "${expected}"`),
    );
}

/** What a proof comes to; one that was made without a clone decides nothing about any. */
export function judgementOf({ isolated }: IsolationProof): Judgement {
  return isolated === 'N/A_NO_CLONE' ? 'NOT_DECIDED' : isolated;
}
