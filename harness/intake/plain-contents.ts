// Reads a plain dump once: what it holds, and everything in it that is refused, with its line.
import { finding, LIMITS, messageOf, type Finding } from '../kernel/index.ts';
import type { PlainPiece } from './contract.ts';
import { constantsIn, ContentsCollector, parseStatements, property, type ParsedStatement } from './contents.ts';
import { PlainScanError, scanPlainSql } from './plain-scan.ts';

export interface PlainReading {
  readonly collector: ContentsCollector;
  readonly findings: readonly Finding[];
  /** As the dump's own header comment says; null where it does not. */
  readonly serverVersion: string | null;
  readonly pgDumpVersion: string | null;
}

/** Meta-commands that pg_dump itself writes; every other is refused. */
const OWN_META = /^\\(?:restrict|unrestrict|connect)\s/;

export async function readPlain(chunks: AsyncIterable<Uint8Array>): Promise<PlainReading> {
  const reading = new Reading();
  try {
    for await (const piece of scanPlainSql(chunks)) reading.add(piece);
  } catch (error) {
    if (!(error instanceof PlainScanError)) throw error;
    reading.refuse('INTAKE_TRUNCATED', error.line, error.message);
    return reading.result();
  }
  reading.atEnd();
  return reading.result();
}

class Reading {
  readonly #collector = new ContentsCollector();
  readonly #findings: Finding[] = [];
  #serverVersion: string | null = null;
  #pgDumpVersion: string | null = null;
  #hasFooter = false;
  #expectsData = false;
  #connected: string | null = null;

  add(piece: PlainPiece): void {
    if (this.#expectsData !== (piece.kind === 'copy-data')) {
      // Grammar and scanner disagree on where data begins: neither is believed.
      if (this.#expectsData || !this.#isInData) this.refuse('INTAKE_UNPARSABLE', piece.line, 'COPY data is not where the grammar expects it');
    }
    this.#isInData = piece.kind === 'copy-data';
    this.#expectsData = false;
    switch (piece.kind) {
      case 'copy-data':
        return;
      case 'blank':
        this.#comment(piece.text);
        return;
      case 'meta':
        this.#meta(piece.text, piece.line);
        return;
      case 'statement':
        this.#statement(piece.text, piece.line);
    }
  }
  #isInData = false;

  refuse(code: Finding['code'], line: number, what: string): void {
    if (this.#findings.length < LIMITS.findingsListed) this.#findings.push(finding(code, `line ${line}`, what));
  }

  atEnd(): void {
    if (!this.#hasFooter) this.refuse('INTAKE_TRUNCATED', 0, 'the footer "PostgreSQL database dump complete" is missing');
  }

  result(): PlainReading {
    if (this.#connected !== null) this.#collector.databaseName ??= this.#connected;
    return {
      collector: this.#collector,
      findings: this.#findings,
      serverVersion: this.#serverVersion,
      pgDumpVersion: this.#pgDumpVersion,
    };
  }

  #comment(text: string): void {
    this.#serverVersion ??= /^-- Dumped from database version (.+)$/m.exec(text)?.[1] ?? null;
    this.#pgDumpVersion ??= /^-- Dumped by pg_dump version (.+)$/m.exec(text)?.[1] ?? null;
    if (/^-- PostgreSQL database dump complete$/m.test(text)) this.#hasFooter = true;
    if (/^-- PostgreSQL database cluster dump/m.test(text)) {
      this.refuse('INTAKE_CLUSTER_DUMP', 1, 'it was made by pg_dumpall and holds a whole cluster');
    }
  }

  #meta(text: string, line: number): void {
    if (!OWN_META.test(text)) {
      this.refuse('INTAKE_META_COMMAND', line, 'a psql meta-command that pg_dump does not write');
      return;
    }
    const connect = /^\\connect\s+(?:-reuse-previous=on\s+)?(?:"dbname='((?:[^'\\]|\\.)*)'"|"((?:[^"]|"")*)"|([^\s"'=]+))\s*$/.exec(text);
    if (text.startsWith('\\connect')) {
      const name = connect?.[1]?.replaceAll(/\\(.)/g, '$1') ?? connect?.[2]?.replaceAll('""', '"') ?? connect?.[3];
      if (name === undefined) this.refuse('INTAKE_META_COMMAND', line, 'a \\connect that pg_dump does not write');
      else if (this.#connected !== null) this.refuse('INTAKE_CLUSTER_DUMP', line, 'it connects to more than one database');
      else this.#connected = name;
    }
  }

  #statement(text: string, line: number): void {
    let statements: ParsedStatement[];
    try {
      statements = parseStatements(text);
    } catch (error) {
      this.refuse('INTAKE_UNPARSABLE', line, messageOf(error).replace(/ at or near .*$/s, ''));
      return;
    }
    for (const statement of statements) {
      this.#collector.addStatement(statement);
      this.#owner(statement);
      if (statement.kind === 'CopyStmt' && property(statement.node, 'filename') === undefined && property(statement.node, 'is_from') === true) {
        this.#expectsData = true;
        this.#collector.addData();
      }
      if (statement.kind === 'CreateRoleStmt' || statement.kind === 'AlterRoleStmt') {
        this.refuse('INTAKE_CLUSTER_DUMP', line, 'it makes or changes roles, as only pg_dumpall does');
      }
      if (bendsQuoting(statement)) {
        this.refuse('INTAKE_UNPARSABLE', line, 'standard_conforming_strings is set to something else than on');
      }
    }
  }

  #owner({ kind, node }: ParsedStatement): void {
    if (kind !== 'AlterOwnerStmt' || property(node, 'objectType') !== 'OBJECT_DATABASE') return;
    const owner = property(property(node, 'newowner'), 'rolename');
    if (typeof owner === 'string') this.#collector.databaseOwner = owner;
  }
}

/** With the old reading of backslashes every quote of the rest would mean something else. */
function bendsQuoting({ kind, node }: ParsedStatement): boolean {
  if (kind !== 'VariableSetStmt' || property(node, 'name') !== 'standard_conforming_strings') return false;
  return constantsIn(property(node, 'args'))[0] !== 'on';
}
