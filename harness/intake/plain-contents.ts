// Reads a plain dump once: what it holds, and everything in it that is refused, with its line.
import type { Finding } from '../kernel/index.ts';
import { withoutText } from './archive-contents.ts';
import { BoundedFindings } from './bounded-findings.ts';
import type { PlainPiece } from './contract.ts';
import { ContentsCollector, parseStatements, property, type ParsedStatement } from './contents.ts';
import { isOfLargeObject } from './hostile-forms.ts';
import { ScriptJudge } from './hostile-script.ts';
import { LargeObjectCalls } from './large-objects.ts';
import { PlainScanError } from './plain-lexer.ts';
import { entryLabel } from './entry-name.ts';
import { scanPlainSql } from './plain-scan.ts';
import { bentSetting } from './plain-settings.ts';

export interface PlainReading {
  readonly collector: ContentsCollector;
  readonly findings: readonly Finding[];
  /** As the dump's own header comment says; null where it does not. */
  readonly serverVersion: string | null;
  readonly pgDumpVersion: string | null;
}

/** As pg_dump writes them, to the end of the line: psql reads a second command after a first. */
const HARMLESS = /^\\(?:(?:un)?restrict [A-Za-z0-9]+|encoding SQL_ASCII)$/;
const CONNECT =
  /^\\connect (?:-reuse-previous=on "dbname='((?:[^'"\\]|\\.|"")*)'"|"([A-Za-z0-9_.]+)"|([A-Za-z0-9_.]+))$/;

const ENTRY_COMMENT =
  /^-- (?:Data for )?Name: (?<name>.*); Type: (?<kind>[A-Z ]+); Schema: (?<schema>[^;\n]*); Owner: (?<owner>[^;\n]*)/gm;

/** `where` names the file in findings. */
export async function readPlain(
  chunks: AsyncIterable<Uint8Array>,
  where: string,
): Promise<PlainReading> {
  const reading = new Reading(where);
  try {
    for await (const piece of scanPlainSql(chunks)) reading.add(piece);
  } catch (error) {
    if (!(error instanceof PlainScanError)) throw error;
    reading.refuse(
      error.isCutOff ? 'INTAKE_TRUNCATED' : 'INTAKE_UNPARSABLE',
      error.line,
      error.message,
    );
    return reading.result();
  }
  reading.atEnd();
  return reading.result();
}

class Reading {
  readonly #where: string;
  readonly #collector = new ContentsCollector();
  readonly #findings = new BoundedFindings();
  readonly #judge = new ScriptJudge();
  readonly #largeObjects = new LargeObjectCalls();
  #isCluster = false;
  #serverVersion: string | null = null;
  #pgDumpVersion: string | null = null;
  #hasFooter = false;
  #expectsData = false;
  #connected: string | null = null;
  #isInData = false;
  #line = 1;

  constructor(where: string) {
    this.#where = where;
  }

  add(piece: PlainPiece): void {
    this.#line = piece.line;
    // The footer is the last that pg_dump writes, but for \unrestrict.
    if (piece.kind === 'statement' || piece.kind === 'inserts') this.#hasFooter = false;
    if (this.#expectsData !== (piece.kind === 'copy-data')) {
      // Grammar and scanner disagree on where data begins: neither is believed.
      if (this.#expectsData || !this.#isInData)
        this.refuse(
          'INTAKE_UNPARSABLE',
          piece.line,
          'COPY data is not where the grammar expects it',
        );
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
      case 'inserts':
        // Read strictly: these bytes can be nothing but rows of plain values.
        for (const { code, what } of this.#judge.rows()) this.refuse(code, piece.line, what);
        return;
      case 'statement':
        this.#statement(piece.text, piece.line);
    }
  }

  refuse(code: Finding['code'], line: number, what: string): void {
    this.#findings.add(code, `${this.#where}:${line}`, what);
  }

  atEnd(): void {
    for (const { code, what } of this.#judge.atEnd()) this.refuse(code, this.#line, what);
    if (this.#hasFooter) return;
    this.refuse(
      'INTAKE_TRUNCATED',
      this.#line,
      'the footer "PostgreSQL database dump complete" is missing',
    );
  }

  result(): PlainReading {
    if (this.#connected !== null) this.#collector.databaseName ??= this.#connected;
    return {
      collector: this.#collector,
      findings: this.#findings.all(),
      serverVersion: this.#serverVersion,
      pgDumpVersion: this.#pgDumpVersion,
    };
  }

  #comment(text: string): void {
    this.#serverVersion ??= /^-- Dumped from database version (.+)$/m.exec(text)?.[1] ?? null;
    this.#pgDumpVersion ??= /^-- Dumped by pg_dump version (.+)$/m.exec(text)?.[1] ?? null;
    if (/^-- PostgreSQL database (?:cluster )?dump complete$/m.test(text)) this.#hasFooter = true;
    this.#listed(text);
    if (/^-- PostgreSQL database cluster dump$/m.test(text)) {
      this.#cluster('it was made by pg_dumpall and holds a whole cluster');
    }
  }

  /** As pg_dump comments each entry; one that belongs to no schema or nobody has a hyphen. */
  #listed(text: string): void {
    for (const match of text.matchAll(ENTRY_COMMENT)) {
      const { name = '', kind = '', schema = '-', owner = '-' } = match.groups ?? {};
      this.#collector.addListed({
        kind,
        name: entryLabel({
          description: kind,
          namespace: schema === '-' ? null : schema,
          tag: name,
        }),
        owner: owner === '-' || owner === '' ? null : owner,
      });
    }
  }

  #meta(text: string, line: number): void {
    if (HARMLESS.test(text)) return;
    const connect = CONNECT.exec(text);
    const name = connect?.[1]?.replaceAll(/\\(.)|"(")/g, '$1$2') ?? connect?.[2] ?? connect?.[3];
    if (name === undefined) {
      this.refuse('INTAKE_META_COMMAND', line, 'a psql meta-command that pg_dump does not write');
    } else if (this.#connected !== null && this.#connected !== name) {
      this.#cluster('it connects to more than one database', line);
    } else this.#connected = name;
  }

  #statement(text: string, line: number): void {
    let statements: ParsedStatement[];
    try {
      statements = parseStatements(text);
    } catch (error) {
      this.refuse('INTAKE_UNPARSABLE', line, withoutText(error));
      return;
    }
    // The grammar is asked because the scanner may be wrong: one cut must be one statement.
    const isOne = statements[0]?.endsAt === Buffer.byteLength(text) - 1;
    if (!isOne && text !== ';')
      this.refuse('INTAKE_UNPARSABLE', line, 'where its statements end is not clear');
    for (const statement of statements) {
      this.#parsed(statement, line);
      const { kind, node } = statement;
      // The grammar shows what the bytes are, not how they are spelled: that the text alone says.
      if (kind !== 'SelectStmt' || !isOfLargeObject(node) || this.#largeObjects.follows(text))
        continue;
      this.refuse(
        'HOSTILE_STATEMENT',
        line,
        'a large object is written as pg_dump does not write it',
      );
    }
  }

  #parsed(statement: ParsedStatement, line: number): void {
    this.#collector.addStatement(statement);
    this.#owner(statement);
    if (isCopyIn(statement)) {
      this.#expectsData = true;
      this.#collector.addData();
      if (property(statement.node, 'options') !== undefined) {
        this.refuse('INTAKE_UNPARSABLE', line, 'COPY data in a form that pg_dump does not write');
      }
    }
    for (const { code, what } of this.#judge.objectionsTo(statement)) {
      if (code === 'INTAKE_CLUSTER_DUMP') this.#cluster(what, line);
      else this.refuse(code, line, what);
    }
    const changed = bentSetting(statement);
    if (changed !== null)
      this.refuse(
        'INTAKE_UNPARSABLE',
        line,
        `${changed} is set so that its text cannot be followed`,
      );
  }

  /** Said once: a dump of a cluster holds hundreds of such statements. */
  #cluster(what: string, line = this.#line): void {
    if (!this.#isCluster) this.refuse('INTAKE_CLUSTER_DUMP', line, what);
    this.#isCluster = true;
  }

  #owner({ kind, node }: ParsedStatement): void {
    if (kind !== 'AlterOwnerStmt' || property(node, 'objectType') !== 'OBJECT_DATABASE') return;
    const owner = property(property(node, 'newowner'), 'rolename');
    if (typeof owner === 'string') this.#collector.databaseOwner = owner;
  }
}

function isCopyIn({ kind, node }: ParsedStatement): boolean {
  return (
    kind === 'CopyStmt' &&
    property(node, 'filename') === undefined &&
    property(node, 'is_from') === true
  );
}
