// Rehearsals as suites of a team's own jest, each on an isolated clone of its own. CommonJS, so that
// any jest can load it, whatever its transforms are; all work is done in a process beside jest.
'use strict';
const path = require('node:path');
const { afterAll, afterEach, beforeAll, beforeEach, describe, expect } = require('@jest/globals');
const { openLine } = require('./line.cjs');
const { toBeExactly, toHold } = require('./matchers.cjs');

/** The first suite waits for the restore of the dump; others may wait for room. */
const OPEN_MS = 30 * 60_000;
/** Ends a clone, and may wait until the witnesses were tried. */
const CLOSE_MS = 10 * 60_000;
const FRESH = ['suite', 'test', 'never'];
const OPTIONS = ['dump', 'config', 'fresh', 'cloneMethod'];

expect.extend({ toBeExactly, toHold });

function describeWith(how) {
  return (name, options, define) => {
    if (typeof define !== 'function') {
      throw new TypeError('describeRehearsal takes a name, options and a function of the clone');
    }
    const asked = askedFor(options);
    how(name, () => {
      const held = new HeldSuite(asked);
      const [before, after] =
        asked.fresh === 'test' ? [beforeEach, afterEach] : [beforeAll, afterAll];
      before(() => held.open(), OPEN_MS);
      after(() => held.close(), CLOSE_MS);
      define(cloneOf(held));
    });
  };
}

/** A misspelt option would be one that is not followed, and nobody would see it. */
function askedFor(options) {
  const unknown = Object.keys(options ?? {}).filter((key) => !OPTIONS.includes(key));
  if (unknown.length > 0) {
    throw new TypeError(
      `describeRehearsal: unknown option "${unknown.join('", "')}"; it takes ${OPTIONS.join(', ')}`,
    );
  }
  const { dump, config = 'rehearsal.config.yaml', fresh = 'suite', cloneMethod } = options ?? {};
  if (!FRESH.includes(fresh)) {
    throw new TypeError(`describeRehearsal: "fresh" is one of ${FRESH.join(', ')}`);
  }
  const standing = {
    config: fromRoot(config),
    dump: dump === undefined ? null : fromRoot(dump),
    dumpName: dump ?? null,
    cloneMethod: cloneMethod ?? null,
  };
  return { standing, fresh };
}

/** Paths start from jest's rootDir, as those in its configuration do. */
function fromRoot(file) {
  return path.resolve(process.env.CLONE_REHEARSAL_ROOT ?? process.cwd(), file);
}

class HeldSuite {
  #asked;
  #line = null;
  #suite = null;

  constructor(asked) {
    this.#asked = asked;
  }

  async open() {
    this.#line = await openLine();
    const { standing, fresh } = this.#asked;
    this.#suite = await this.#line.ask({ do: 'open', standing, hasClone: fresh !== 'never' });
  }

  async ask(asked) {
    if (this.#line === null || this.#suite === null) {
      throw new Error(
        'the clone is there inside of tests and hooks only; await what is asked of it',
      );
    }
    return await this.#line.ask({ ...asked, suite: this.#suite });
  }

  async close() {
    const line = this.#line;
    const suite = this.#suite;
    this.#line = null;
    this.#suite = null;
    try {
      if (suite !== null) await line.ask({ do: 'close', suite });
    } finally {
      line?.end();
    }
  }
}

function cloneOf(held) {
  const apply = (way) => (script, options) =>
    held.ask({ do: 'apply', way, script: scriptOf(script, options) });
  const within = (how) => async (use) => {
    const session = await held.ask({ do: 'begin', how });
    let answer;
    try {
      answer = await use(sessionOf(held, session));
    } catch (error) {
      // The test's own error is the one to read.
      await held.ask({ do: 'end', session }).catch(() => undefined);
      throw error;
    }
    await held.ask({ do: 'end', session });
    return answer;
  };
  return Object.freeze({
    query: (text, values = []) => query(held, null, text, values),
    apply: apply('apply'),
    revert: apply('revert'),
    session: within('session'),
    rolledBack: within('transaction'),
    fingerprint: () => held.ask({ do: 'fingerprint', session: null }),
    rehearse: (entry) => held.ask({ do: 'rehearse', entry }),
  });
}

function sessionOf(held, session) {
  return Object.freeze({
    query: (text, values = []) => query(held, session, text, values),
    fingerprint: () => held.ask({ do: 'fingerprint', session }),
  });
}

function scriptOf(script, { transaction = 'whole' } = {}) {
  if (typeof script === 'string') {
    return { name: script, file: fromRoot(script), sql: null, transaction };
  }
  if (typeof script?.sql !== 'string') {
    throw new TypeError('a script is the path of a file, or { sql } with its text');
  }
  return { name: script.name ?? 'sql', file: null, sql: script.sql, transaction };
}

async function query(held, session, text, values) {
  const { rows, rowCount } = await held.ask({ do: 'query', session, text, values });
  return { rows: rows.map(unpackedRow), rowCount };
}

function unpackedRow(row) {
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, unpacked(cell)]));
}

/** As harness/jest/cells.ts packs them. */
function unpacked(cell) {
  if (typeof cell !== 'object' || cell === null) return cell;
  if ('list' in cell) return cell.list.map(unpacked);
  if ('date' in cell) return new Date(cell.date ?? Number.NaN);
  if ('bytes' in cell) return Buffer.from(cell.bytes, 'base64');
  if ('bigint' in cell) return BigInt(cell.bigint);
  if ('number' in cell) return Number(cell.number);
  return cell.json;
}

const describeRehearsal = describeWith(describe);
describeRehearsal.only = describeWith(describe.only);
describeRehearsal.skip = describeWith(describe.skip);

exports.describeRehearsal = describeRehearsal;
