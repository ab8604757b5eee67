// Takes the rules of the validator away, one at a time.
import type { Mutant, Source } from './mutant.ts';
import { calleeOf, childOf, childrenOf, nameOf, nodesOf, ownerOf, type Node } from './tree.ts';

type Place = { readonly node: Node; readonly within: readonly Node[] };
type Taker = (place: Place, source: Source) => Mutant[];

/** One mutant for each rule that a file of the validator holds. */
export function rulesTakenAway(source: Source): Mutant[] {
  const taker = TAKERS[source.file];
  return taker === undefined ? [] : nodesOf(source).flatMap((place) => taker(place, source));
}

function taken(source: Source, node: Node, text: string, rule: string): Mutant {
  const { start, end } = node;
  return { file: source.file, start, end, text, operator: 'rule', disables: rule };
}

const textOf = (source: Source, { start, end }: Node): string => source.text.slice(start, end);
const codeIn = (source: Source, node: Node): string =>
  /'(ROLLBACK_\w+)'/.exec(textOf(source, node))?.[1] ?? '';

/** A whole claim, each finding inside one, and each field of those that are said of several. */
const ofClaims: Taker = ({ node, within }, source) => {
  const parent = within.at(-1);
  const owner = ownerOf(within);
  if (owner === 'CLAIMS' && node.type === 'ArrayExpression') {
    const isWhole = parent?.type === 'VariableDeclarator';
    return childrenOf(node, 'elements').flatMap((element, index) => {
      if (element.type === 'SpreadElement' || element.type === 'Literal') return [];
      return isWhole
        ? [
            taken(
              source,
              element,
              '() => HELD',
              `claim ${index + 1}: ${claimName(source, element)}`,
            ),
          ]
        : [withoutElement(source, node, index, `the hash of ${textOf(source, element)}`)];
    });
  }
  if (node.type !== 'CallExpression' || !['broken', 'missing'].includes(calleeOf(node))) return [];
  const [first, second] = childrenOf(node, 'arguments');
  const code = first === undefined ? '' : codeIn(source, first) || 'ROLLBACK_*_HASH_MISSING';
  const what = second === undefined ? '' : textOf(source, second);
  return [taken(source, node, 'HELD', `${code}: ${what}`)];
};

function claimName(source: Source, node: Node): string {
  return codeIn(source, node) || textOf(source, node).slice(0, 30);
}

/** What only the whole document can show, each code of a text that is refused, and each refusal. */
const ofValidate: Taker = ({ node, within }, source) => {
  if (node.type === 'ReturnStatement' && /^(?:document|shape)Findings$/.test(ownerOf(within))) {
    const list = childOf(node, 'argument');
    if (list?.type !== 'ArrayExpression') return [];
    return childrenOf(list, 'elements').map((element, index) => {
      const code = codeIn(source, element) || 'ROLLBACK_NO_ENTRIES';
      return withoutElement(source, list, index, code);
    });
  }
  return refusalsSkipped(node, source);
};

const ofStrictJson: Taker = ({ node, within }, source) => {
  const parent = within.at(-1);
  if (node.type === 'Literal' && parent?.type === 'ArrayExpression') {
    const index = childrenOf(parent, 'elements').indexOf(node);
    return [withoutElement(source, parent, index, `the reserved key ${textOf(source, node)}`)];
  }
  // In the catch: what does not parse is read as nothing.
  const isOfMain = ownerOf(within) === 'readStrictJson';
  if (isOfMain && node.type === 'ReturnStatement' && within.at(-2)?.type === 'CatchClause') {
    return [taken(source, node, 'value = null;', 'what does not parse is refused')];
  }
  if (node.type === 'ConditionalExpression') {
    const otherwise = childOf(node, 'alternate');
    return otherwise !== null && calleeOf(otherwise) === 'refused'
      ? [taken(source, otherwise, 'null', textOf(source, otherwise))]
      : [];
  }
  return refusalsSkipped(node, source);
};

/** `if (...) return <a refusal>` never refuses. */
function refusalsSkipped(node: Node, source: Source): Mutant[] {
  const test = childOf(node, 'test');
  if (node.type !== 'IfStatement' || test === null) return [];
  const then = textOf(source, childOf(node, 'consequent') ?? node);
  if (!/refused\(|unreadable\(|\[finding\(/.test(then)) return [];
  return [taken(source, test, 'false', `refused where ${textOf(source, test)}`)];
}

/** Every look by which two ids are compared, and every pair of signs that look alike. */
const ofTwins: Taker = ({ node, within }, source) => {
  if (node.type === 'ArrayExpression' && within.at(-1)?.type === 'VariableDeclarator') {
    return childrenOf(node, 'elements').map((look, index) =>
      withoutElement(source, node, index, `ids compared by ${textOf(source, look)}`),
    );
  }
  const receiver = childOf(childOf(node, 'callee') ?? node, 'object');
  const [signs] = childrenOf(node, 'arguments');
  if (calleeOf(node) !== 'replaceAll' || receiver === null || signs === undefined) return [];
  const rule = `signs that look alike: ${textOf(source, signs)}`;
  return [taken(source, node, textOf(source, receiver), rule)];
};

/** Constants of the contract that the validator itself reads by. */
const READ_BY = ['claims', 'name', 'named', 'untrustedEvidenceSchema'];
const LOOSER: Readonly<Record<string, string>> = {
  strictObject: 'z.object',
  int: 'z.number',
};

/** Every bound of a schema dropped, every type widened, every list of known ways shortened. */
const ofContract: Taker = ({ node, within }, source) => {
  const owner = ownerOf(within);
  if (owner === 'PRODUCTION_ROLLBACK_STATUS' || !READ_BY.includes(owner)) return [];
  if (node.type !== 'CallExpression') return [];
  const callee = childOf(node, 'callee');
  const receiver = callee === null ? null : childOf(callee, 'object');
  if (callee === null || receiver === null) return [];
  const called = calleeOf(node);
  const key = keyOf(within);
  const where = `${key === '' ? owner : key}: ${textOf(source, node).slice(0, 60)}`;
  if (isBound(node)) {
    return [taken(source, node, textOf(source, receiver), `${where} without .${called}`)];
  }
  const looser = LOOSER[called];
  if (looser !== undefined) {
    return [taken(source, callee, looser, `${nameOfObject(key, owner)} as ${looser}`)];
  }
  if (['string', 'boolean', 'literal', 'array'].includes(called)) {
    const whole = within.findLast((each) => each.type === 'CallExpression' && isBound(each));
    const bounded = whole !== undefined && whole.start === node.start ? whole : node;
    return [
      taken(
        source,
        bounded,
        'z.any()',
        `${nameOfObject(key, owner)}: anything, not only z.${called}`,
      ),
    ];
  }
  return [];
};

/** Anything has no bound: where a type is widened, its bound goes with it. */
function isBound(node: Node): boolean {
  return ['regex', 'max', 'nonnegative'].includes(calleeOf(node));
}

function nameOfObject(key: string, owner: string): string {
  return key === '' ? owner : key;
}

/** Name of the innermost property that something is the value of. */
function keyOf(within: readonly Node[]): string {
  const property = within.findLast(({ type }) => type === 'Property');
  return property === undefined ? '' : nameOf(childOf(property, 'key'));
}

function withoutElement(source: Source, list: Node, index: number, rule: string): Mutant {
  const elements = childrenOf(list, 'elements');
  const kept = elements.filter((_, at) => at !== index).map((each) => textOf(source, each));
  return taken(source, list, `[${kept.join(', ')}]`, rule);
}

const TAKERS: Readonly<Record<string, Taker>> = {
  'claims.ts': ofClaims,
  'contract.ts': ofContract,
  'strict-json.ts': ofStrictJson,
  'twins.ts': ofTwins,
  'validate.ts': ofValidate,
};
