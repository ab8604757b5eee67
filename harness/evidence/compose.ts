// Puts the tree of a packet together, byte for byte, and refuses what must never be written.
import { canonicalJson, finding, messageOf, sha256, type Finding } from '../kernel/index.ts';
import {
  TREE_JSON_FILES,
  TREE_TEXT_FILES,
  type Composed,
  type ComposeRequest,
  type TreeFile,
} from './contract.ts';
import { manifestOf } from './manifest.ts';
import { forbiddenCount, mentionsIn } from './readings.ts';

/** The whole tree, or every reason why there is none. */
export function composeTree(request: ComposeRequest): Composed {
  const given = Object.keys(request.files);
  const known: readonly string[] = [...TREE_JSON_FILES, ...TREE_TEXT_FILES];
  const findings: Finding[] = given
    .filter((name) => !known.includes(name))
    .map((name) => finding('EVIDENCE_FILE_UNKNOWN', name, 'it is not in the list of packet files'));
  const texts = new Map<TreeFile, string>();
  for (const name of TREE_JSON_FILES) {
    const built = jsonText(name, request.files[name], request.schemas[name]);
    if (built.text !== null) texts.set(name, built.text);
    findings.push(...built.findings);
  }
  for (const name of TREE_TEXT_FILES) {
    const text: unknown = request.files[name];
    if (typeof text === 'string' && text !== '') texts.set(name, text);
    else findings.push(finding('EVIDENCE_FILE_MISSING', name, 'no text was handed in'));
  }
  for (const [name, text] of texts) findings.push(...refusals(name, text, request.neverMention));
  if (findings.length > 0) return { kind: 'refused', findings };

  const manifest = manifestOf([...texts].map(([name, text]) => ({ name, hash: sha256(text) })));
  return { kind: 'composed', tree: { texts, manifest, treeHash: sha256(manifest) } };
}

interface Built {
  readonly text: string | null;
  readonly findings: readonly Finding[];
}

/** Canonical text of a value that its schema takes as it is: nothing dropped, nothing filled in. */
export function jsonText(
  name: string,
  value: unknown,
  schema: ComposeRequest['schemas'][keyof ComposeRequest['schemas']],
): Built {
  if (value === undefined) {
    return refused(finding('EVIDENCE_FILE_MISSING', name, 'no value was handed in'));
  }
  if (schema === undefined) {
    return refused(finding('EVIDENCE_SCHEMA_BROKEN', name, 'no schema was handed in for it'));
  }
  let text: string;
  let plain: unknown;
  try {
    text = canonicalJson(value);
    plain = JSON.parse(text);
  } catch (error) {
    return refused(finding('EVIDENCE_SCHEMA_BROKEN', name, messageOf(error)));
  }
  const parsed = schema.safeParse(plain);
  if (!parsed.success) {
    return {
      text: null,
      findings: parsed.error.issues.map(({ path, code }) =>
        finding(
          'EVIDENCE_SCHEMA_BROKEN',
          `${name} ${path.join('.') || '(top)'}`,
          `zod says ${code}`,
        ),
      ),
    };
  }
  if (canonicalJson(parsed.data) !== text) {
    return refused(finding('EVIDENCE_SCHEMA_BROKEN', name, 'its schema reads it as another value'));
  }
  return { text, findings: [] };
}

/** Names the file only: the words around, and the host's names, stay unsaid. */
function refusals(name: string, text: string, neverMention: readonly string[]): Finding[] {
  const findings: Finding[] = tokenFindings(name, text);
  const mentions = mentionsIn(name, text, neverMention);
  if (mentions.length > 0) {
    const which = mentions.map((index) => index + 1).join(', ');
    findings.push(finding('EVIDENCE_HOST_NAMED', name, `name ${which} of the list stands in it`));
  }
  return findings;
}

export function tokenFindings(name: string, text: string): Finding[] {
  const count = forbiddenCount(name, text);
  if (count === 0) return [];
  return [finding('EVIDENCE_TOKEN_FORBIDDEN', name, `${count} forbidden words stand in it`)];
}

function refused(why: Finding): Built {
  return { text: null, findings: [why] };
}
