// The files of a team's own rehearsals: a configuration, a lane file and two first scenarios. What is
// missing to a run then is what only the team has: the dump, and the spec made from it.
import { stringify } from 'yaml';
import { newScenario } from '../scenario/index.ts';

export interface NewProject {
  /** Lower-case words with hyphens; also the id of the lane. */
  readonly name: string;
  /** The dump as the configuration names it, from its own folder. */
  readonly dump: string;
  /** A role of the dump: scenarios run as it. */
  readonly role: string;
}

export interface ProjectFile {
  /** From the project's folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

export const PROJECT_CONFIG = 'rehearsal.config.yaml';
export const PROJECT_LANE = 'lane.yaml';
export const PROJECT_SPEC = 'spec.yaml';

/** One way back by transaction and one by restoring: a run needs both. */
const FIRST = [
  { name: 'first-change', kind: 'transactional' },
  { name: 'first-restore', kind: 'snapshot' },
] as const;

/** The configuration comes last: what it names is there by then. */
export function newProject(project: NewProject): readonly ProjectFile[] {
  const scenarios = FIRST.flatMap(({ name, kind }) =>
    newScenario({ name, kind, definePath: null }).map((file) => ({
      path: `scenarios/${name}/${file.name}`,
      text: file.text,
    })),
  );
  return [
    ...scenarios,
    { path: PROJECT_LANE, text: laneOf(project.name) },
    { path: PROJECT_CONFIG, text: configOf(project) },
  ];
}

function configOf({ name, dump, role }: NewProject): string {
  return `# What a rehearsal is told; docs/configuration.md lists every key.
version: 1
dump: ${scalar(dump)}
spec: ${PROJECT_SPEC}
lane: ${PROJECT_LANE}
# A role of the dump, never a superuser: the changes run as it. "make inspect" lists the dump's roles.
scenarioRole: ${scalar(role)}
scenarios:
${FIRST.map((each) => `  - scenarios/${each.name}`).join('\n')}
# Files that must be the same before and after: what would run the change in production.
executor:
  - scenarios/${FIRST[0].name}/apply.sql
request:
  target: throwaway-clone
  lane: ${scalar(name)}
  actions: [rehearse]
`;
}

function laneOf(name: string): string {
  const id = name.toUpperCase().replaceAll('-', '_');
  return `# The words of one team; docs/lane.md explains every key.
version: 1
lane: ${scalar(name)}
title: Rehearsals of ${name}
status_prefix: ${id}_REHEARSAL_
statement: A rehearsal on a throwaway clone is no authority over production.
# What an owner may choose, in a place of their own. A run selects nothing.
options:
  - { id: HOLD_PRODUCTION, title: Hold production, default: true, means: Nothing is done to it. }
  - id: AUTHORIZE_PRODUCTION_EXECUTION
    title: The change itself, in production
    means: An owner lets the change be made.
    needs: [every blocker below resolved, a written grant of the owner]
# What stands in the way. A run may narrow a blocker by its evidence, and closes none.
blockers:
  - id: ${id.replaceAll('_', '-')}-ROLLBACK-1
    title: The way back is not proven on a production-shaped clone
    status: OPEN
    actor: [operator]
    next_action: Rehearse the change until its rollback is proven, and hand over the packet's tree hash.
    blocks: [AUTHORIZE_PRODUCTION_EXECUTION]
    closable_by: [owner]
    narrowed_by:
      - evidence: [isolation, restore, schema, rollback-snapshot, validator]
        because: this run restored the committed change from its snapshot, exactly
        shown_in: [clone-rollback-evidence.json, hardened-validator-result.json]
# What a rehearsal never touches, and how it would be called if it were there.
surfaces:
  - id: production
    title: Production Postgres
    basis: network
    never: { variables: [PGHOST*, '*DATABASE_URL'], paths: [/var/run/postgresql, /root/.pgpass] }
  - { id: deploy, title: Deployment, basis: request, never: { variables: [CI, CI_*] } }
# Refusals that the team has looked at, each with its reason; docs/dumps.md.
allow: []
`;
}

/** Quoted where YAML would take it for something else. */
function scalar(value: string): string {
  return stringify(value, { lineWidth: 0 }).trimEnd();
}
