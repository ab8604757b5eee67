// Small readings of the grammar's nodes: lists, options, and the name of what a statement is about.
import { property } from './contents.ts';

/** A list property; empty where it is absent. */
export function itemsOf(node: unknown, name: string): readonly unknown[] {
  const items = property(node, name);
  return Array.isArray(items) ? items : [];
}

export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Strings of an option such as LANGUAGE or AS, in order; `list` is where the options stand. */
export function optionOf(node: unknown, name: string, list = 'options'): string[] {
  return itemsOf(node, list).flatMap((option) => {
    const element = property(option, 'DefElem');
    if (property(element, 'defname') !== name) return [];
    const argument = property(element, 'arg');
    const parts = [argument, ...itemsOf(property(argument, 'List'), 'items')];
    return parts.flatMap((part) => stringOf(part));
  });
}

/** The parts of a qualified name. */
export function pathOf(path: unknown): string[] {
  return Array.isArray(path) ? path.flatMap((part) => stringOf(part)) : [];
}

function stringOf(node: unknown): string[] {
  const text = property(property(node, 'String'), 'sval');
  return typeof text === 'string' ? [text] : [];
}

const NAMES = [
  'servername',
  'fdwname',
  'subname',
  'trigname',
  'plname',
  'local_schema',
  'name',
] as const;

/** ` public.t` for a statement about it; empty where it names nothing. */
export function nameOf(node: unknown): string {
  const relation = property(node, 'relation');
  const table = [textOf(property(relation, 'schemaname')), textOf(property(relation, 'relname'))];
  const path = [
    ...table.filter((part) => part !== ''),
    ...pathOf(property(node, 'funcname')),
    ...pathOf(property(node, 'func_name')),
  ];
  const simple = NAMES.map((each) => textOf(property(node, each))).find((text) => text !== '');
  const name = path.length > 0 ? path.join('.') : (simple ?? '');
  return name === '' ? '' : ` ${name.slice(0, LONGEST_NAME)}`;
}

/** Two names of 63 bytes and a point. */
const LONGEST_NAME = 127;
