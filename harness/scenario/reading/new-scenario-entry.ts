// Adds a scenario to the text of a configuration, and leaves every other byte of it alone.
import { isNode, isSeq, parseDocument, type YAMLSeq } from 'yaml';

/** Null where there is no list to add it to. */
export function withScenarioEntry(configText: string, entry: string): string | null {
  const document = parseDocument(configText);
  const list = document.get('scenarios', true);
  if (document.errors.length > 0 || !isSeq(list)) return null;
  const written = continued(configText, list, entry);
  if (written !== null && adds(configText, written, entry)) return written;
  // A list in a form that cannot be continued by hand is written anew, with the rest of the file.
  list.add(document.createNode(entry));
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

function continued(text: string, list: YAMLSeq, entry: string): string | null {
  const [first, last] = [list.items[0], list.items.at(-1)];
  if (!isNode(first) || !isNode(last) || !first.range || !last.range) return null;
  const end = last.range[1];
  if (list.flow === true) return `${text.slice(0, end)}, ${entry}${text.slice(end)}`;
  const lineStart = text.lastIndexOf('\n', first.range[0]) + 1;
  const indent = /^ *- +/.exec(text.slice(lineStart))?.[0];
  if (indent === undefined) return null;
  const isEnded = text[end - 1] === '\n';
  const lineEnd = isEnded ? end - 1 : text.indexOf('\n', end);
  const place = lineEnd === -1 ? text.length : lineEnd;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const head = text.slice(0, place).replace(/\r$/, '');
  return `${head}${newline}${indent}${entry}${lineEnd === -1 ? newline : text.slice(head.length)}`;
}

/** Whether the only difference is one entry more. */
function adds(before: string, after: string, entry: string): boolean {
  const plain = (text: string): unknown => parseDocument(text).toJS() as unknown; // compared only
  const expected = plain(before);
  const scenarios: unknown = Reflect.get(Object(expected), 'scenarios');
  if (!Array.isArray(scenarios)) return false;
  scenarios.push(entry);
  return JSON.stringify(plain(after)) === JSON.stringify(expected);
}
