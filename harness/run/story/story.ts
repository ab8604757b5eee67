// Whether a packet's files tell one story: what follows from something else in it is derived again
// and must come out the same; what does not is held against whatever else speaks of it.
import { finding, messageOf, type Code, type Finding } from '../../kernel/index.ts';
import { baselineFindings } from './baseline.ts';
import { calibrationFindings } from './calibration.ts';
import { derive, isCode, type Derived } from './derive.ts';
import { differences, differingLine } from './differences.ts';
import { EXECUTION, NOT_RENDERED, type PacketDocuments, type TreeDocuments } from './documents.ts';
import { isolationFindings } from './isolation.ts';
import { outsideFindings } from './outside.ts';
import { planFindings } from './plan.ts';
import { provenanceFindings } from './provenance.ts';
import { reachFindings } from './reach.ts';
import { restoreFindings } from './restore.ts';
import { scenarioFindings } from './scenarios.ts';
import { schemaFindings } from './schema.ts';
import { sourcesIn } from './sources.ts';
import { startFindings } from './starts.ts';

/** Empty only where everything was derived again, and nothing contradicts anything. */
export function storyFindings(documents: PacketDocuments): Finding[] {
  const { tree } = documents;
  const foreign = codeFindings(tree);
  if (foreign.length > 0) return foreign;
  const sources = sourcesIn(tree);
  if (sources === null) {
    const what = 'its words, with those of the blockers and surfaces, fit no lane file';
    return [finding('PACKET_STORY_LANE', 'decision-packet.json', what)];
  }
  try {
    const derived = derive(sources);
    return [
      ...derivedFindings(documents, derived),
      ...crossFindings(tree),
      ...outsideFindings(documents, derived),
    ];
  } catch (error) {
    return [finding('PACKET_STORY_UNTOLD', '(packet)', messageOf(error))];
  }
}

/** The files that follow from others, with the code that a contradiction there has. */
const DERIVED: readonly (readonly [keyof TreeDocuments, Code])[] = [
  [EXECUTION, 'PACKET_STORY_STEPS'],
  ['clone-rollback-evidence.json', 'PACKET_STORY_PROOF'],
  ['hardened-validator-result.json', 'PACKET_STORY_VALIDATOR'],
  ['bad-input-probes.json', 'PACKET_STORY_PROBES'],
  ['ci-seal-vs-bytes-gate-selftest-result.json', 'PACKET_STORY_GATE'],
  ['forbidden-surface-proof.json', 'PACKET_STORY_SURFACES'],
  ['decision-packet.json', 'PACKET_STORY_STATUS'],
  ['blockers.json', 'PACKET_STORY_BLOCKERS'],
];

function derivedFindings(documents: PacketDocuments, derived: Derived): Finding[] {
  const { files } = derived;
  const jsons = DERIVED.flatMap(([file, code]) =>
    differences(documents.tree[file], files[file]).map((place) =>
      finding(code, `${file} ${place}`, 'the rest of the packet says otherwise'),
    ),
  );
  const texts = (['report.md', 'decision-packet.md'] as const).flatMap((file) => {
    const line = differingLine(documents[file], files[file]);
    return line === null ? [] : [finding('PACKET_STORY_TEXT', `${file}:${line}`, NOT_RENDERED)];
  });
  return [...jsons, ...texts];
}

function crossFindings(tree: TreeDocuments): Finding[] {
  return [
    ...reachFindings(tree),
    ...isolationFindings(tree),
    ...provenanceFindings(tree),
    ...restoreFindings(tree),
    ...schemaFindings(tree),
    ...planFindings(tree),
    ...baselineFindings(tree),
    ...calibrationFindings(tree),
    ...scenarioFindings(tree),
    ...startFindings(tree),
  ];
}

/** A finding whose code nobody knows could force anything, or nothing: it is not passed over. */
function codeFindings(tree: TreeDocuments): Finding[] {
  return Object.entries(tree).flatMap(([file, value]) =>
    unknownCodes(value, '').map((place) =>
      finding('PACKET_STORY_CODE', `${file} ${place}`, 'this build knows no such code'),
    ),
  );
}

function unknownCodes(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, item]: [string, unknown]) => {
    const place = Array.isArray(value)
      ? `${path}[${key}]`
      : `${path}${path === '' ? '' : '.'}${key}`;
    if (key === 'code' && typeof item === 'string') return isCode(item) ? [] : [place];
    return unknownCodes(item, place);
  });
}
