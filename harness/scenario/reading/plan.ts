// Which files and which ways back fit a kind of scenario; what does not fit is refused, not ignored.
import { finding, type Code, type Finding, type KeyPath } from '../../kernel/index.ts';
import type { ScriptName } from '../define.ts';
import type { RollbackMethod, ScenarioFile, ScenarioKind } from '../file-contract.ts';
import type { ScriptUse } from '../sql/statements-rules.ts';

export interface Fit {
  readonly file: ScenarioFile;
  /** Scripts that are there. */
  readonly scripts: ReadonlySet<ScriptName>;
  /** The place of a key, and that of a script, for messages. */
  readonly placeOf: (path: KeyPath) => string;
  readonly scriptPlace: (script: ScriptName) => string;
}

interface KindRules {
  /** Null: it has no way back, as it changes nothing. */
  readonly methods: readonly RollbackMethod[] | null;
  /** One of these is named, or `methods` is left out. */
  readonly own: readonly RollbackMethod[];
  readonly transactions: readonly ('whole' | 'statement')[];
  readonly mayUseExecutor: boolean;
}

const COPIES: readonly RollbackMethod[] = ['storage', 'template', 'logical', 'pitr'];

const RULES: Readonly<Record<ScenarioKind, KindRules>> = {
  'read-only': { methods: null, own: [], transactions: ['whole'], mayUseExecutor: false },
  transactional: {
    methods: ['transaction', 'revert', ...COPIES],
    own: ['transaction'],
    transactions: ['whole'],
    mayUseExecutor: false,
  },
  snapshot: {
    methods: ['revert', ...COPIES],
    own: COPIES,
    transactions: ['statement', 'whole'],
    mayUseExecutor: true,
  },
  revert: {
    methods: ['revert', 'transaction', ...COPIES],
    own: ['revert'],
    transactions: ['statement', 'whole'],
    mayUseExecutor: true,
  },
  'up-down-up': {
    methods: ['revert', 'transaction', ...COPIES],
    own: ['revert'],
    transactions: ['statement', 'whole'],
    mayUseExecutor: false,
  },
};

/** The ways back of which a scenario of this kind always has one. */
export function ownMethodsOf(kind: ScenarioKind): readonly RollbackMethod[] {
  return RULES[kind].own;
}

/** The kind's own unless the author says otherwise. */
export function transactionOf({ kind, transaction }: ScenarioFile): 'whole' | 'statement' {
  return transaction ?? RULES[kind].transactions[0] ?? 'statement';
}

/** How each script of a scenario is read. */
export function useOf(script: ScriptName, file: ScenarioFile): ScriptUse {
  if (script === 'verify') return 'verify';
  if (script === 'setup') return 'statement';
  if (script === 'apply' && file.executor !== undefined) return 'executor';
  if (script === 'apply' && file.kind === 'read-only') return 'read-only';
  if (script === 'apply' && file.kind === 'transactional') return 'transactional';
  return transactionOf(file);
}

export function misfits(fit: Fit): Finding[] {
  return [...methodMisfits(fit), ...transactionMisfits(fit), ...scriptMisfits(fit)];
}

function methodMisfits({ file, placeOf }: Fit): Finding[] {
  const { kind, methods } = file;
  if (methods === undefined) return [];
  const rules = RULES[kind];
  const bad = (path: KeyPath, what: string): Finding =>
    finding('SCENARIO_METHOD_MISFIT', placeOf(path), what);
  if (rules.methods === null) {
    return [bad(['methods'], `kind "${kind}" changes nothing, and has no way back`)];
  }
  const fitting = rules.methods;
  const found = methods.flatMap((method, index): Finding[] => {
    const path = ['methods', index];
    if (methods.indexOf(method) !== index) return [bad(path, `"${method}" is named twice`)];
    if (!fitting.includes(method)) {
      return [bad(path, `"${method}" does not fit kind "${kind}"; ${listed(fitting)} do`)];
    }
    if (method === 'transaction' && transactionOf(file) !== 'whole') {
      return [bad(path, '"transaction" goes back over one transaction; add "transaction: whole"')];
    }
    return [];
  });
  if (!methods.some((method) => rules.own.includes(method))) {
    found.push(bad(['methods'], `kind "${kind}" goes back by ${listed(rules.own)}; name it too`));
  }
  return found;
}

function transactionMisfits({ file, placeOf }: Fit): Finding[] {
  const { kind, transaction, executor } = file;
  const bad = (path: KeyPath, what: string): Finding =>
    finding('SCENARIO_INVALID', placeOf(path), what);
  const found: Finding[] = [];
  if (transaction !== undefined && !RULES[kind].transactions.includes(transaction)) {
    found.push(bad(['transaction'], `"transaction": kind "${kind}" is one transaction, "whole"`));
  }
  if (executor === undefined) return found;
  if (!RULES[kind].mayUseExecutor) {
    const what = '"executor": an executor commits by itself; use kind "snapshot" or "revert"';
    found.push(bad(['executor'], what));
  } else if (transaction === 'whole') {
    found.push(bad(['transaction'], '"transaction": an executor begins and commits by itself'));
  }
  return found;
}

function scriptMisfits({ file, scripts, placeOf, scriptPlace }: Fit): Finding[] {
  const { kind, executor, methods } = file;
  const bad = (script: ScriptName, what: string, code: Code = 'SCENARIO_INVALID'): Finding =>
    finding(code, scriptPlace(script), what);
  const found: Finding[] = [];
  if (executor === undefined && !scripts.has('apply')) found.push(bad('apply', 'it is missing'));
  if (executor !== undefined && scripts.has('apply')) {
    found.push(bad('apply', `the change is "${executor}"; remove this, or "executor"`));
  }
  const isOwn = RULES[kind].own.includes('revert');
  const isNamed = methods?.includes('revert') === true && RULES[kind].methods !== null;
  if ((isOwn || isNamed) && !scripts.has('revert')) {
    const why = isOwn ? `kind "${kind}" goes back by it` : `${placeOf(['methods'])} names "revert"`;
    found.push(bad('revert', `it is missing: ${why}`));
  }
  if (!isOwn && !isNamed && scripts.has('revert')) {
    const instead =
      RULES[kind].methods === null ? 'remove it' : 'name "revert" under "methods", or remove it';
    found.push(bad('revert', `kind "${kind}" does not use it; ${instead}`));
  }
  return found;
}

function listed(methods: readonly RollbackMethod[]): string {
  return methods.map((method) => `"${method}"`).join(', ');
}
