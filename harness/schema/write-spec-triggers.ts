// Triggers as a spec says them.
import type { TriggerDemand, TriggerFacts } from './contract.ts';
import {
  insideParentheses,
  splitList,
  withoutOuterParentheses,
  withoutQuoted,
} from './write-spec-text.ts';
import { nameText, onlyTrue, unlessEmpty } from './write-spec-parts.ts';

export function triggersOf(
  all: readonly TriggerFacts[],
): Record<string, TriggerDemand> | undefined {
  return unlessEmpty(Object.fromEntries(all.map((each) => [each.name, triggerOf(each)])));
}

function triggerOf(trigger: TriggerFacts): TriggerDemand {
  const { isDeferrable, isInitiallyDeferred } = trigger;
  const deferrable = isInitiallyDeferred ? 'deferred' : 'immediate';
  return {
    timing: trigger.timing,
    events: [...trigger.events],
    columns: unlessEmpty([...trigger.columns]),
    level: trigger.level,
    when: conditionOf(trigger.definition),
    function: nameText({ schema: trigger.functionSchema, name: trigger.functionName }),
    arguments: unlessEmpty(argumentsOf(trigger.definition)),
    fires: trigger.fires,
    constraint: onlyTrue(trigger.isConstraint),
    deferrable: isDeferrable ? deferrable : undefined,
    oldTable: trigger.oldTable ?? undefined,
    newTable: trigger.newTable ?? undefined,
    comment: trigger.comment ?? undefined,
  };
}

/** What stands behind WHEN in pg_get_triggerdef's text. */
function conditionOf(definition: string): string | undefined {
  const found = / FOR EACH (?:ROW|STATEMENT) WHEN \(/.exec(withoutQuoted(definition));
  if (found === null) return undefined;
  const inside = insideParentheses(definition.slice(found.index + found[0].length - 1));
  return withoutOuterParentheses(inside);
}

function argumentsOf(definition: string): string[] {
  const bare = withoutQuoted(definition);
  const call = bare.lastIndexOf(' EXECUTE FUNCTION ');
  const list = definition.slice(bare.indexOf('(', call));
  return splitList(insideParentheses(list)).map((literal) =>
    literal.startsWith('E')
      ? literal.slice(2, -1).replaceAll("''", "'").replaceAll('\\\\', '\\')
      : literal.slice(1, -1).replaceAll("''", "'"),
  );
}
