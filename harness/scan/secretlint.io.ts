// Runs single rules of secretlint's recommended set on a text, without its comments' say.
import { rules } from '@secretlint/secretlint-rule-preset-recommend';

export interface TokenFound {
  readonly start: number;
  readonly end: number;
}

/** Looks with one rule, by its short id (`github`); undefined where the set has no such rule. */
export type TokenSearch = (id: string, text: string) => readonly TokenFound[] | undefined;

const PREFIX = '@secretlint/secretlint-rule-';

/** Ids of the set as it is installed, e.g. `aws`. */
export function tokenRuleIds(): string[] {
  return rules.map((rule) => rule.meta.id.replace(PREFIX, ''));
}

/**
 * The rules are called themselves: the package's own runner obeys `secretlint-disable` wherever it
 * stands in the text, and here the text is not ours.
 */
export function openTokenSearch(): TokenSearch {
  let found: TokenFound[] = [];
  const context = {
    sharedOptions: {},
    report({ range: [start, end] }: { range: readonly [number, number] }): void {
      found.push({ start, end });
    },
    ignore(): void {},
    createTranslator: () => () => ({ message: '', messageId: '', data: {} }),
  };
  const handlers = new Map(
    rules.map((rule) => [rule.meta.id.replace(PREFIX, ''), rule.create(context, {})]),
  );
  return (id, content) => {
    const handler = handlers.get(id);
    if (handler?.file === undefined) return undefined;
    found = [];
    const pending = handler.file(sourceOf(content));
    if (pending instanceof Promise) throw new Error(`the rule "${id}" does not answer at once`);
    return found;
  };
}

type Source = Parameters<NonNullable<ReturnType<(typeof rules)[number]['create']>['file']>>[0];

/** Only the text: rules that look at names of files have none to look at. */
function sourceOf(content: string): Source {
  const none = (): never => {
    throw new Error('no rule asks for positions');
  };
  return {
    content,
    filePath: undefined,
    physicalFilePath: undefined,
    ext: '',
    contentType: 'text',
    hasBOM: false,
    getFilePath: () => undefined,
    getPhysicalFilePath: () => undefined,
    locationToRange: none,
    rangeToLocation: none,
    positionToIndex: none,
    indexToPosition: none,
  };
}
