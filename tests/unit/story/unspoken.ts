// Facts of which nothing else in a packet speaks: changed alone, they are not found out. Each with
// the reason why that cannot make a verdict better; all of them are covered by the tree hash.

export interface Unspoken {
  /** `<file> <path>`, with `[]` for any index. */
  readonly place: RegExp;
  readonly why: string;
  /** Said of packets without a clone only. */
  readonly isWithoutClone?: boolean;
}

const E = 'clone-rehearsal-execution-evidence\\.json';

export const UNSPOKEN: readonly Unspoken[] = [
  {
    place: /^blockers\.json blockers\[\]\.(narrowed_by|not_shown)\[\]\.(evidence|because|shown_in)/,
    why: 'the lane file\u2019s words: a blocker that is narrowed by evidence that does not hold is refused',
  },
  {
    place: /^decision-packet\.json options\[\]\.title$/,
    why: 'the lane file\u2019s words; no option is selected by any of them',
  },
  {
    place: /^ci-seal-vs-bytes-gate-selftest-result\.json (drifts|refusals)\[\]\.gate_judgement$/,
    why: 'undecided is refused as well: the gate fails closed by either',
  },
  {
    place: /^[a-z-]+\.json (drifts|refusals|probes\[\]\.attempts)\[\]\.found_codes$/,
    why: 'the order of codes says nothing',
  },
  {
    place: /^clone-provenance\.json (dump\.byteLength|scan\.bytes)$/,
    why: 'the dump itself, whose sha256 the report names, has one length only',
  },
  {
    place: new RegExp(`^${E} calibration\\.trials\\[\\]\\.(place|own)$`),
    why: 'where in the schema a kind of change was tried: that it was seen is counted',
  },
  {
    place: /^restore-evidence\.json (roles_created|extensions|omitted)\b/,
    why: 'what the restore named by the way; the roles of scenarios must be among them',
  },
  {
    place: /^restore-evidence\.json (locale|objects_checked|clone_content\.bytes)$/,
    why: 'counted or chosen once, while restoring; nothing is judged by it',
  },
  {
    place: /^forbidden-surface-proof\.json surfaces\[\]\.never\b/,
    isWithoutClone: true,
    why: 'the lane file\u2019s words; nothing ran that could have touched what they name',
  },
  {
    place: /^clone-provenance\.json findings$/,
    why: 'a finding that is told twice is the same finding; one that is taken out is missed',
  },
  {
    place: /^schema-compatibility\.json surfaces\[\]\.required$/,
    why: 'without a clone: whether the spec demands it always is the spec\u2019s word',
  },
  {
    place: new RegExp(`^${E} plan\\.(scenarios|rollbacks)\\b`),
    isWithoutClone: true,
    why: 'nothing was rehearsed: whatever a plan names has failed',
  },
  {
    place: /^schema-compatibility\.json (spec_sha256|surfaces\[\]\.demands_checked)$/,
    why: 'the spec is no file of the packet; at least one demand must have been checked',
  },
];

export function isUnspoken(file: string, path: string, hasClone: boolean): boolean {
  return UNSPOKEN.some((each) => isSaidOf(each, hasClone) && each.place.test(placeOf(file, path)));
}

/** Whether a packet with a clone, or one without, is passed over there. */
export function isSaidOf({ isWithoutClone = false }: Unspoken, hasClone: boolean): boolean {
  return !(hasClone && isWithoutClone);
}

export function placeOf(file: string, path: string): string {
  return `${file} ${path.replaceAll(/\[\d+\]/g, '[]')}`;
}
