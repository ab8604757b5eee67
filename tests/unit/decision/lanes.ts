// A small lane of no real team, and ways to break it.

export const LANE_YAML = `
version: 1
lane: team-a
title: Team A
status_prefix: TEAM_A_
statement: A rehearsal is no authority.
options:
  - { id: HOLD_PRODUCTION, title: Hold, default: true, means: Nothing is done. }
  - { id: GO, title: Go, means: Something is done., needs: [a written grant] }
blockers:
  - id: B-PROOF
    title: Not proven
    status: OPEN
    actor: [operator]
    next_action: Prove it.
    blocks: [GO]
    closable_by: [owner]
    narrowed_by:
      - evidence: [rollback-snapshot, validator]
        because: it was restored
        shown_in: [clone-rollback-evidence.json]
      - evidence: [gate-selftest]
        because: the gate refused
        shown_in: [ci-seal-vs-bytes-gate-selftest-result.json]
  - id: B-OWNER
    title: Not granted
    status: OPEN
    actor: [owner]
    next_action: Decide.
    blocks: [GO]
    closable_by: [owner]
surfaces:
  - { id: live, title: Live system, basis: network }
`.trimStart();
