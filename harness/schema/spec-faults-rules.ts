// What is wrong with a rule over rows: no subject, no demand, bounds that leave no room.
import type { Expectation, RowCountDemand } from './contract.ts';
import { empty, invalid, isEmptyRecord, type Path, type SpecFault } from './spec-fault.ts';

/** One subject, and of it at least one demand; no demand that its subject cannot bear. */
export function ruleFaults(rule: Expectation, path: Path): SpecFault[] {
  const subjects = (['column', 'unique', 'where'] as const).filter(
    (key) => rule[key] !== undefined,
  );
  const [subject] = subjects;
  if (subject === undefined || subjects.length > 1) {
    return [
      invalid(
        path,
        'a rule speaks of "column", of "unique" columns, or of rows "where"; exactly one of them',
      ),
    ];
  }
  const allowed = {
    column: ['in', 'matches', 'notNull', 'atLeast', 'atMost'],
    unique: [],
    where: ['atLeast', 'atMost', 'equals'],
  } as const;
  const given = Object.entries(rule)
    .filter(([key, value]) => key !== subject && value !== undefined)
    .map(([key]) => key);
  const stray = given.filter((key) => !allowed[subject].some((each) => each === key));
  const faults = stray.map((key) =>
    invalid([...path, key], `"${key}" says nothing beside "${subject}"`),
  );
  if (subject === 'where') {
    if (isEmptyRecord(rule.where)) faults.push(empty([...path, 'where'], 'it names no column'));
    return [...faults, ...boundFaults(rule, path)];
  }
  if (subject === 'column' && given.length === 0)
    faults.push(empty(path, 'the rule demands nothing of the column'));
  if ((rule.atLeast ?? -Infinity) > (rule.atMost ?? Infinity))
    faults.push(invalid(path, '"atLeast" is more than "atMost"'));
  return faults;
}

export function boundFaults(bounds: RowCountDemand | Expectation, path: Path): SpecFault[] {
  const { atLeast, atMost, equals } = bounds;
  const given = [atLeast, atMost, equals].filter((each) => each !== undefined);
  if (given.length === 0) return [empty(path, 'it needs "atLeast", "atMost" or "equals"')];
  if (given.some((each) => !Number.isSafeInteger(each) || each < 0))
    return [invalid(path, 'rows are counted in whole numbers')];
  if (equals !== undefined && given.length > 1)
    return [invalid(path, '"equals" leaves no room for another bound')];
  if (atLeast === 0 && atMost === undefined)
    return [empty(path, 'any number of rows is at least 0')];
  return (atLeast ?? 0) > (atMost ?? Infinity)
    ? [invalid(path, '"atLeast" is more than "atMost"')]
    : [];
}
