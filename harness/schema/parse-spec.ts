// Text of a spec to its value, or to every mistake in it, each with its line.
import { isNode, LineCounter, parseDocument, type Document } from 'yaml';
import { finding, rearmTokens, type Code, type Finding } from '../kernel/index.ts';
import { schemaSpecSchema, type SchemaSpec } from './contract.ts';
import { visible } from './outcome.ts';
import { specFaults } from './spec-faults.ts';
import { formFaults } from './spec-form.ts';

export interface SpecRead {
  readonly spec: SchemaSpec | null;
  /** Empty exactly where there is a spec. */
  readonly findings: readonly Finding[];
}

/** `where` names the file in messages. Codes: SCHEMA_SPEC_INVALID, SCHEMA_SPEC_EMPTY. */
export function parseSpec(text: string, where: string): SpecRead {
  const lines = new LineCounter();
  // Names shaped like a seal leave broken, in a spec that the harness wrote as well.
  const document = parseDocument(rearmTokens(text), { lineCounter: lines, uniqueKeys: true });
  const troubles = [...document.errors, ...document.warnings];
  if (troubles.length > 0) {
    const found = troubles.map(({ pos, message }) =>
      finding(
        'SCHEMA_SPEC_INVALID',
        `${where}:${lines.linePos(pos[0]).line}`,
        visible(message.split('\n')[0] ?? ''),
      ),
    );
    return { spec: null, findings: found };
  }
  let plain: unknown;
  try {
    plain = document.toJS({ maxAliasCount: 0 });
  } catch {
    const what = 'YAML aliases are not used here';
    return { spec: null, findings: [finding('SCHEMA_SPEC_INVALID', where, what)] };
  }
  const say = (code: Code, path: readonly PropertyKey[], what: string): Finding => {
    const key = path.length === 0 ? '' : `"${path.map(String).join('.')}": `;
    return finding(code, `${where}${lineOf(document, lines, path)}`, visible(`${key}${what}`));
  };
  const parsed = schemaSpecSchema.safeParse(plain);
  if (!parsed.success) {
    const found = formFaults(parsed.error).map(({ path, what }) =>
      say('SCHEMA_SPEC_INVALID', path, what),
    );
    return { spec: null, findings: found };
  }
  const faults = specFaults(parsed.data).map(({ code, path, what }) => say(code, path, what));
  return faults.length > 0 ? { spec: null, findings: faults } : { spec: parsed.data, findings: [] };
}

/** `:12` of the deepest part of a path that stands in the file. */
function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): string {
  for (let depth = path.length; depth > 0; depth -= 1) {
    const pair = keyNode(document, path.slice(0, depth));
    if (isNode(pair) && pair.range) return `:${lines.linePos(pair.range[0]).line}`;
  }
  return '';
}

/** The key itself where there is one: a value may begin on the next line. */
function keyNode(document: Document, path: readonly PropertyKey[]): unknown {
  const parent: unknown =
    path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  const items: unknown =
    typeof parent === 'object' && parent !== null ? Reflect.get(parent, 'items') : undefined;
  const last = String(path.at(-1));
  const pair: unknown = Array.isArray(items)
    ? items.find((item: unknown) => {
        const key: unknown =
          typeof item === 'object' && item !== null ? Reflect.get(item, 'key') : undefined;
        return typeof key === 'object' && key !== null && Reflect.get(key, 'value') === last;
      })
    : undefined;
  if (typeof pair === 'object' && pair !== null) return Reflect.get(pair, 'key');
  return document.getIn(path, true);
}
