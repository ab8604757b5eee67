// How Postgres runs a file that a tool sends as one query: several statements are a transaction.
import type { Finding } from '../../kernel/index.ts';
import { invalid, type DraftSection } from './draft.ts';
import { statementFacts } from './sql.ts';

/**
 * Several statements sent at once run in one transaction that nobody wrote; one statement commits
 * by itself. BEGIN and COMMIT among them count, and then everything has to stand between: what does
 * not is in a transaction that only looks like none.
 */
export function simpleQuerySection(file: string, sql: string): DraftSection | Finding {
  const facts = statementFacts(sql);
  if (facts?.some(({ kind }) => kind === 'begin' || kind === 'end') === true) {
    let isOpen = false;
    for (const { kind, line } of facts) {
      if (!isOpen && kind !== 'begin') {
        const what =
          'a statement stands outside of the BEGIN and COMMIT of its file; put it within';
        return invalid(`${file}:${line}`, what);
      }
      isOpen = kind !== 'end';
    }
    return { file, sql, transaction: 'statement' };
  }
  const isAlone = facts?.length === 1 && facts[0]?.kind === 'outside';
  return { file, sql, transaction: isAlone ? 'statement' : 'whole' };
}
