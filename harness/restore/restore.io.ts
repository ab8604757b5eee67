// Restores a dump as a role that is no superuser; every error it prints becomes a finding.
import { quoteIdentifier, finding, serverMessage, weakest, type Finding } from '../kernel/index.ts';
import type { DumpFacts } from '../intake/contract.ts';
import { lossFinding, withFinding, type RestoreLoss } from './loss.ts';
import { MAINTENANCE_DATABASE, type Sandbox } from '../sandbox/contract.ts';
import { restoreArchive } from './archive.io.ts';
import { printedInside } from './by-server.io.ts';
import {
  RESTORER,
  type RestoreEvidence,
  type RestoreOutcome,
  type RestoreRequest,
} from './contract.ts';
import { createExtensions, extensionFindings } from './extensions.io.ts';
import { restorePlain } from './plain.io.ts';
import {
  chooseLocale,
  createDatabaseStatement,
  lendStatements,
  roleStatements,
  rolesToCreate,
  takeBackStatements,
} from './preparation.ts';
import { missingObjects } from './completeness.io.ts';

/** The passes a dump is restored in: schemas first, so that extensions find theirs. */
export interface Restorer {
  /** Runs the pass within so many seconds; findings are its errors. */
  pass(which: 'first' | 'then', seconds: number): Promise<readonly Finding[]>;
  /** Statements about the database itself, for after the passes; run as the restorer. */
  databaseStatements(): readonly string[];
  omitted(): RestoreEvidence['omitted'];
}

/** What its sandbox came to stands before what went wrong for it. */
export async function restoreDump(request: RestoreRequest): Promise<RestoreOutcome> {
  const { sandbox, dump } = request;
  const where = dump.facts.databaseName;
  try {
    const outcome = await restoreIn(request);
    const isGood = outcome.evidence.judgement === 'HELD';
    const loss = isGood ? null : await lossOf(sandbox);
    return loss === null ? outcome : withFinding(outcome, lossFinding(where, loss));
  } catch (error) {
    const loss = await lossOf(sandbox);
    if (loss === null) throw error;
    return endedRestore(request, lossFinding(where, loss));
  }
}

/** A sandbox that has come to its age is told by whoever holds it. */
async function lossOf(sandbox: Pick<Sandbox, 'lost'>): Promise<RestoreLoss | null> {
  const loss = await sandbox.lost();
  return loss === 'life' ? null : loss;
}

async function restoreIn(request: RestoreRequest): Promise<RestoreOutcome> {
  const { sandbox, dump } = request;
  const { facts, contents } = dump;
  const database = facts.databaseName;
  const roles = rolesToCreate(contents.roles);
  const locales = await printedInside(sandbox, 'locale -a');
  const locale = chooseLocale(facts.locale, locales, facts.encoding);
  const findings: Finding[] = [
    ...roles.findings,
    ...nameFindings(facts),
    ...(await extensionFindings(sandbox, contents.extensions, request.allowedExtensions)),
    ...localeFindings(facts, locale),
  ];
  const outcome = (evidence: Partial<RestoreEvidence>): RestoreOutcome => ({
    database,
    findings,
    evidence: evidenceOf(request, roles.create, locale, findings, evidence),
  });
  if (findings.some(({ code }) => code !== 'RESTORE_LOCALE_SUBSTITUTED')) return outcome({});

  await asSuperuser(sandbox, MAINTENANCE_DATABASE, [
    ...roleStatements(roles.create),
    `DROP DATABASE IF EXISTS ${quoteIdentifier(database)}`,
    createDatabaseStatement(database, facts.encoding, locale),
  ]);
  const isSuperuser = await restoresAsSuperuser(sandbox);
  if (isSuperuser) {
    findings.push(
      finding('RESTORE_AS_SUPERUSER', `role "${RESTORER}"`, 'the server says it is one'),
    );
    return outcome({ restored_as_superuser: true });
  }
  const restorer =
    facts.format === 'plain' ? await restorePlain(request) : await restoreArchive(request);

  // Old archives bring "public" themselves; the empty database already has one.
  const bringsPublic = contents.toc.some(({ definition }) =>
    /^CREATE SCHEMA public\b/.test(definition),
  );
  await asSuperuser(sandbox, database, [
    ...(bringsPublic ? ['DROP SCHEMA public'] : []),
    ...lendStatements(database, bringsPublic ? [] : ['public']),
  ]);
  const beganMs = performance.now();
  const refusals = await restorer.pass('first', request.limitSeconds);
  findings.push(...refusals);
  if (refusals.length > 0) return outcome({});
  await asSuperuser(sandbox, database, lendStatements(database, contents.schemas));
  const extensions = await createExtensions(sandbox, database, contents.extensions);
  const goneSeconds = Math.floor((performance.now() - beganMs) / 1000);
  const left = Math.max(1, request.limitSeconds - goneSeconds);
  findings.push(...(await restorer.pass('then', left)));
  // What was cut short may still go on in the server, with its locks: nobody waits for it.
  if (findings.some(({ code }) => code === 'RESTORE_TIMED_OUT')) return outcome({});
  findings.push(...(await applyToDatabase(request, restorer.databaseStatements())));
  const checked = await missingObjects(sandbox, database, contents.toc);
  findings.push(...checked.findings);

  await asSuperuser(sandbox, database, [
    ...takeBackStatements(roles.create),
    ...ownerStatements(contents.databaseOwner, database),
  ]);
  return outcome({
    extensions,
    omitted: [...restorer.omitted()],
    objects_checked: checked.count,
    restored_as_superuser: isSuperuser,
  });
}

/** What stands in the evidence of a restore that was stopped from outside. */
export function stoppedRestore(request: RestoreRequest, why: string): RestoreOutcome {
  return endedRestore(request, finding('RESTORE_STOPPED', request.dump.facts.databaseName, why));
}

function endedRestore(request: RestoreRequest, why: Finding): RestoreOutcome {
  const { databaseName } = request.dump.facts;
  const findings = [why];
  const roles = rolesToCreate(request.dump.contents.roles);
  return {
    database: databaseName,
    findings,
    evidence: { ...evidenceOf(request, roles.create, '', findings, {}), locale: null },
  };
}

function evidenceOf(
  request: RestoreRequest,
  roles: readonly string[],
  locale: string,
  findings: readonly Finding[],
  found: Partial<RestoreEvidence>,
): RestoreEvidence {
  const wasRestored = found.extensions !== undefined;
  const errors = findings.filter(({ code }) => code !== 'RESTORE_LOCALE_SUBSTITUTED');
  return {
    version: 1,
    judgement: weakest([errors.length > 0 ? 'NOT_HELD' : wasRestored ? 'HELD' : 'NOT_DECIDED']),
    server_major: request.dump.facts.serverMajor,
    restored_as_superuser: null,
    roles_created: [...roles],
    extensions: [],
    locale,
    omitted: [],
    objects_checked: 0,
    rows_compared: null,
    clone_content: null,
    findings: findings.map((each) => ({ ...each })),
    ...found,
  };
}

/** Measured, not assumed from the statement that made the role; no answer counts as one. */
async function restoresAsSuperuser(sandbox: Sandbox): Promise<boolean> {
  await using session = await sandbox.connect({ database: MAINTENANCE_DATABASE, user: RESTORER });
  const { rows } = await session.client.query<{ rolsuper: boolean }>(
    'SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user',
  );
  return rows[0]?.rolsuper !== false;
}

/** The names template0, template1 and the harness's own cannot be a clone's. */
function nameFindings({ databaseName }: DumpFacts): Finding[] {
  const isTaken = /^(template[01]|rehearsal_.*)$/.test(databaseName);
  const what = `a clone cannot be called "${databaseName}"`;
  return isTaken ? [finding('RESTORE_DATABASE_NAME', 'database name', what)] : [];
}

function localeFindings(facts: DumpFacts, locale: string): Finding[] {
  if (facts.locale === null || facts.locale === locale) return [];
  const what = `the image has no locale "${facts.locale}"; "${locale}" is used instead`;
  return [finding('RESTORE_LOCALE_SUBSTITUTED', 'database locale', what)];
}

async function asSuperuser(
  sandbox: Sandbox,
  database: string,
  statements: readonly string[],
): Promise<void> {
  await using session = await sandbox.connect({ database });
  for (const statement of statements) await session.client.query(statement);
}

/** Settings, grants and comments of the database: their SQL is the dump's, so the restorer runs it. */
async function applyToDatabase(
  request: RestoreRequest,
  statements: readonly string[],
): Promise<Finding[]> {
  const findings: Finding[] = [];
  if (statements.length === 0) return findings;
  await using session = await request.sandbox.connect({
    database: request.dump.facts.databaseName,
    user: RESTORER,
  });
  for (const statement of statements) {
    await session.client.query(statement).catch((error: unknown) => {
      const what = serverMessage(error, statement);
      findings.push(finding('RESTORE_ERROR', 'database properties', what));
    });
  }
  return findings;
}

/** The source's owner of the database, where the dump names one; else it stays the restorer's. */
function ownerStatements(owner: string | null, database: string): string[] {
  if (owner === null) return [];
  return [`ALTER DATABASE ${quoteIdentifier(database)} OWNER TO ${quoteIdentifier(owner)}`];
}
