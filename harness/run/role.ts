// The roles that scenarios run under must be in the dump: asked before anything is started.
import type { IntakeOutcome } from '../intake/index.ts';
import { defuseTokens, finding, Problem } from '../kernel/index.ts';
import type { RunInputs } from './contract.ts';

/** The same outcome. @throws Problem SCENARIO_ROLE_UNKNOWN for an accepted dump without a role */
export function roleFindings(intake: IntakeOutcome, inputs: RunInputs): IntakeOutcome {
  if (intake.kind !== 'accepted') return intake;
  const wanted = rolesOf(inputs);
  const unknown = [...new Set(wanted)].filter((role) => !intake.dump.contents.roles.includes(role));
  if (unknown.length === 0) return intake;
  throw new Problem(
    unknown.map((role) =>
      finding(
        'SCENARIO_ROLE_UNKNOWN',
        `role "${role}"`,
        `no owner and no grant of the dump names it; ${namedRoles(intake.dump.contents.roles)}`,
      ),
    ),
  );
}

const ROLES_NAMED = 10;

/** Names come from the dump: quoted, so that none of them can end the line or pass for another. */
function namedRoles(roles: readonly string[]): string {
  if (roles.length === 0) return 'it names no role at all';
  const named = roles.slice(0, ROLES_NAMED).map((role) => defuseTokens(JSON.stringify(role)));
  const rest = roles.length - named.length;
  return `it names ${named.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}

/** Every role that a scenario acts as, and those that an executor's own file becomes. */
export function rolesOf({ config, planned }: RunInputs): string[] {
  const own = planned.flatMap(({ steps }) =>
    steps.flatMap(({ role, apply }) => [
      ...(role === null ? [] : [role]),
      ...(apply.becomes ?? []),
    ]),
  );
  return [...new Set([config.scenarioRole, ...own])];
}
