// Changes a source in every small way that a slip of the hand might.
import type { Mutant, Source } from './mutant.ts';
import { calleeOf, childOf, childrenOf, nameOf, nodesOf, ownerOf, type Node } from './tree.ts';

type Change = readonly [node: { start: number; end: number }, text: string];
type Operator = (node: Node, source: Source, within: readonly Node[]) => readonly Change[];

const textOf = (source: Source, { start, end }: Node): string => source.text.slice(start, end);

const OTHER_SIGN: Readonly<Record<string, readonly string[]>> = {
  '===': ['!=='],
  '!==': ['==='],
  '<': ['<=', '>='],
  '<=': ['<', '>'],
  '>': ['>=', '<='],
  '>=': ['>', '<'],
  '+': ['-'],
  '-': ['+'],
  '%': ['*'],
  '&&': ['||'],
  '||': ['&&'],
  '??': ['&&'],
};
const JUDGED: Readonly<Record<string, string>> = {
  HELD: 'NOT_DECIDED',
  NOT_HELD: 'HELD',
  NOT_DECIDED: 'HELD',
};

const negated: Operator = (node, source) => {
  const test = childOf(node, 'test');
  const isLoop = node.type === 'ForStatement' || node.type === 'WhileStatement';
  if (test === null || isLoop) return [];
  return [[test, `!(${textOf(source, test)})`]];
};

const otherSign: Operator = (node, source) => {
  const left = childOf(node, 'left');
  const right = childOf(node, 'right');
  const sign = node['operator'];
  if (left === null || right === null || typeof sign !== 'string') return [];
  if (!/^(?:Binary|Logical)Expression$/.test(node.type)) return [];
  const between = { start: left.end, end: right.start };
  const signs = OTHER_SIGN[sign] ?? [];
  return signs.map((other) => [
    between,
    source.text.slice(between.start, between.end).replace(sign, other),
  ]);
};

const oneSide: Operator = (node, source) => {
  const left = childOf(node, 'left');
  const right = childOf(node, 'right');
  if (node.type !== 'LogicalExpression' || left === null || right === null) return [];
  return [
    [node, textOf(source, left)],
    [node, textOf(source, right)],
  ];
};

const withoutNot: Operator = (node, source) => {
  const argument = childOf(node, 'argument');
  return node.type === 'UnaryExpression' && node['operator'] === '!' && argument !== null
    ? [[node, textOf(source, argument)]]
    : [];
};

const otherValue: Operator = (node) => {
  if (node.type !== 'Literal') return [];
  const value = node['value'];
  if (typeof value === 'number') return [value + 1, value - 1].map((n) => [node, String(n)]);
  if (typeof value === 'boolean') return [[node, String(!value)]];
  return [];
};

const otherCode: Operator = (node) => {
  if (node.type !== 'Literal' || typeof node['value'] !== 'string') return [];
  const text = node['value'];
  const judged = JUDGED[text];
  if (judged !== undefined) return [[node, `'${judged}'`]];
  if (/^(?:ROLLBACK|PACKET)_[A-Z0-9_]+$/.test(text)) {
    const other =
      text === 'ROLLBACK_NOT_RESTORED' ? 'ROLLBACK_ID_DIFFERS' : 'ROLLBACK_NOT_RESTORED';
    return [[node, `'${other}'`]];
  }
  return [];
};

const otherText: Operator = (node, _source, within) => {
  const parent = within.at(-1);
  if (parent === undefined || /^(?:Import|Export)/.test(parent.type)) return [];
  if (node.type === 'TemplateElement') {
    return node.start === node.end ? [] : [[node, '']];
  }
  if (node.type !== 'Literal' || typeof node['value'] !== 'string') return [];
  // Names of a closed union and of its key: the compiler holds them together.
  if (parent.type === 'Property' && nameOf(childOf(parent, 'key')) === 'kind') return [];
  const isCode = otherCode(node, { file: '', text: '' }, within).length > 0;
  return isCode || node['value'] === '' ? [] : [[node, "''"]];
};

const withoutElement: Operator = (node, source) => {
  const elements = childrenOf(node, 'elements');
  if (node.type !== 'ArrayExpression' || elements.length < 2) return [];
  return elements.map((_, index) => [
    node,
    `[${elements
      .filter((_each, at) => at !== index)
      .map((each) => textOf(source, each))
      .join(', ')}]`,
  ]);
};

/** `text.trim()` becomes `text`, `list.filter(...)` becomes `list`. */
const withoutCall: Operator = (node, source) => {
  const callee = childOf(node, 'callee');
  if (node.type !== 'CallExpression' || callee?.type !== 'MemberExpression') return [];
  const receiver = childOf(callee, 'object');
  if (receiver === null || textOf(source, receiver) === 'z') return [];
  return [[node, textOf(source, receiver)]];
};

const withoutStatement: Operator = (node) => {
  const isDone = node.type === 'ExpressionStatement' || node.type === 'ReturnStatement';
  return isDone || node.type === 'IfStatement' ? [[node, ';']] : [];
};

const otherPattern: Operator = (node, source) => {
  if (node.type !== 'Literal' || typeof node['regex'] !== 'object') return [];
  const text = textOf(source, node);
  const changed = [text.replace('/^', '/'), text.replace(/\$\/(\w*)$/, '/$1')];
  return changed.filter((each) => each !== text).map((each) => [node, each]);
};

const someOrEvery: Operator = (node) => {
  const property = childOf(childOf(node, 'callee') ?? node, 'property');
  const called = calleeOf(node);
  if (property === null || (called !== 'some' && called !== 'every')) return [];
  return [[property, called === 'some' ? 'every' : 'some']];
};

const OPERATORS: Readonly<Record<string, Operator>> = {
  'condition negated': negated,
  'sign exchanged': otherSign,
  'one side of a condition left': oneSide,
  'negation dropped': withoutNot,
  'number or truth value changed': otherValue,
  'code or judgement exchanged': otherCode,
  'words dropped': otherText,
  'element dropped': withoutElement,
  'call dropped': withoutCall,
  'statement dropped': withoutStatement,
  'pattern without its ends': otherPattern,
  'some for every': someOrEvery,
};
export const OPERATOR_NAMES: readonly string[] = Object.keys(OPERATORS);

/** Schemas for writing: the validator never reads by them. */
const WRITTEN_BY =
  /^(?:rollbackEntrySchema|rollbackEvidenceSchema|validatorResultSchema|judged|findings)$/;

export function slips(source: Source): Mutant[] {
  return nodesOf(source).flatMap(({ node, within }) => {
    if (WRITTEN_BY.test(ownerOf(within))) return [];
    return Object.entries(OPERATORS).flatMap(([operator, change]) =>
      change(node, source, within).map(([{ start, end }, text]): Mutant => ({
        file: source.file,
        start,
        end,
        text,
        operator,
        disables: null,
      })),
    );
  });
}
