// The roles that scenarios run under must be in the dump: asked before anything is started.
import type { IntakeOutcome } from '../intake/index.ts';
import { finding, Problem } from '../kernel/index.ts';
import type { RunInputs } from './contract.ts';

/** The same outcome. @throws Problem SCENARIO_ROLE_UNKNOWN for an accepted dump without a role */
export function roleFindings(intake: IntakeOutcome, inputs: RunInputs): IntakeOutcome {
  if (intake.kind !== 'accepted') return intake;
  const wanted = [
    inputs.config.scenarioRole,
    ...inputs.planned.flatMap(({ steps }) => steps.flatMap(({ role }) => role ?? [])),
  ];
  const unknown = [...new Set(wanted)].filter((role) => !intake.dump.contents.roles.includes(role));
  if (unknown.length === 0) return intake;
  throw new Problem(
    unknown.map((role) =>
      finding(
        'SCENARIO_ROLE_UNKNOWN',
        `role "${role}"`,
        'no owner and no grant of the dump names it',
      ),
    ),
  );
}
