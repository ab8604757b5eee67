// Every bound of the house in one place, each with its reason. Units last in the names.

export const LIMITS = {
  /** A sidecar is a dozen lines; anything larger is not one. */
  attestationBytes: 64 * 1024,
  /** YAML that people write by hand; larger files are a mistake or an attack on the parser. */
  yamlBytes: 4 * 1024 * 1024,
  /** A spec written from a dump says about 2 KiB of a table: room for 16,000 of them. */
  specBytes: 32 * 1024 * 1024,
  /** A proof holds one entry a rollback (about 1 KiB): room for 16,000. */
  proofBytes: 16 * 1024 * 1024,
  /** Objects and lists of one packet file: a scenario has about 20, one that locks every table more. */
  jsonObjects: 100_000,
  /** All values of one, names of tables in lists included. */
  jsonValues: 1_000_000,
  /** Written and removed where a packet will stand: most packets are smaller, none ten times larger. */
  packetTrialBytes: 2 * 1024 * 1024,
  /** Names in a packet's folder: a packet has 24; what has more is not looked through. */
  packetNames: 64,
  /** GitHub shows ten errors of a step, and drops the rest. */
  annotations: 10,
  /** A key in PEM; one of RSA with 16,384 bits has 13 KiB. */
  keyBytes: 64 * 1024,
  /** A sealed file is source, SQL or a spec; one is read whole, so that it is hashed as it stands. */
  sealedFileBytes: 64 * 1024 * 1024,
  /** Files one seal may hold; a pattern that finds more was not meant. */
  sealedFiles: 20_000,
  /** About 200 bytes a file that is sealed: room for four times as many as one seal may hold. */
  sealManifestBytes: 16 * 1024 * 1024,
  /** Text that is gone through to guess how one file drifted: a second at the most. */
  driftGuessBytes: 64 * 1024 * 1024,
  /** A table of contents of 2,000 tables is about 4 MiB; beyond this a parser would eat the memory. */
  tocBytes: 64 * 1024 * 1024,
  /** SQL of a plain dump outside COPY data, same reason. */
  scriptBytes: 64 * 1024 * 1024,
  /** A function's body; its words take a hundred times its length while they are looked at. */
  codeBytes: 1024 * 1024,
  /** Words of one statement in a body: a COPY that names 1,600 columns has 3,200. */
  statementWords: 4000,
  /** One scenario script: scenarios are written by people. */
  scenarioSqlBytes: 4 * 1024 * 1024,
  /** Scenarios told by code: loading a module takes a tenth of a second; one that hangs is ended. */
  scenarioCodeMs: 30_000,
  /** What a scenario.ts hands over: four scripts, each as long as one may be, as JSON. */
  scenarioCodeBytes: 32 * 1024 * 1024,
  /** States that a chain keeps below each other: thin clones are mounted in one page of options. */
  chainStates: 32,
  /** Files below a folder of migrations: ten a day for three years. */
  migrationFiles: 10_000,
  /** What they may come to; all are in memory at once. */
  migrationBytes: 64 * 1024 * 1024,
  /** An engine that is there answers within this; a longer wait only hides that it is not. */
  engineAnswerMs: 10_000,
  /** From container start to Postgres answering; measured below 1 s, a loaded machine gets 60. */
  sandboxReadyMs: 60_000,
  /** The probes on their own containers: 4 s measured; a loaded machine gets much more. */
  probesMs: 300_000,
  /** Stop and removal of a container that does not listen; the engine kills it after this. */
  disposalMs: 30_000,
  /** A run that was told to end: its containers, and the probes', are gone long before. */
  endingMs: 180_000,
  /** After the answer of a command: whatever would keep the process from ending then is let go. */
  lingerMs: 10_000,
  /** Connecting over a local socket takes milliseconds. */
  connectMs: 10_000,
  /** One statement of the harness's own (catalog reads, hashes of one table). */
  ownStatementMs: 600_000,
  /** The longest that a timer can wait, about 25 days: one that is told more ends at once. */
  timerMs: 2 ** 31 - 1,
  /** The whole life of a sandbox; the entrypoint ends it at this age whatever the harness does. */
  sandboxLifeSeconds: 6 * 60 * 60,
  /** What a command in the sandbox may print before it is cut. */
  commandOutputBytes: 8 * 1024 * 1024,
  /** Parallel COPY streams of a fingerprint; more than cores gain nothing. */
  fingerprintStreams: 4,
  /** Findings of one kind that are listed one by one; the rest is counted. */
  findingsListed: 200,
} as const;
