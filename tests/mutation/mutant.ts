// One small change of one source file: what it replaces, and how it is told apart from all others.

export interface Mutant {
  /** Base name of a file of harness/proof. */
  readonly file: string;
  /** Of the source without types: offsets are those of the file itself. */
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly operator: string;
  /** Whether it takes a rule of the validator away; all others change it in any way. */
  readonly disables: string | null;
}

export interface Source {
  readonly file: string;
  /** Plain JavaScript, each character where it stands in the file. */
  readonly text: string;
}

export function apply({ text }: Source, { start, end, text: replacement }: Mutant): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** `file: the changed lines as they are now`; the same for as long as those lines stay. */
export function nameOf(source: Source, mutant: Mutant): string {
  const { start, end, text: replacement } = mutant;
  const from = source.text.lastIndexOf('\n', start - 1) + 1;
  const to = source.text.indexOf('\n', end);
  const line = source.text.slice(from, start) + `{${replacement}}` + source.text.slice(end, to);
  const was = source.text.slice(start, end);
  return `${mutant.file}: ${squeezed(line)} [was ${squeezed(was).slice(0, 60)}]`;
}

function squeezed(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
