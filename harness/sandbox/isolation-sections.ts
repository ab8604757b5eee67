// Parts what the measuring program printed inside a container into its sections.

export type Sections = ReadonlyMap<string, readonly string[]>;

/** `== name` starts a section; a section that never started was not measured. */
export function sectionsOf(text: string): Sections {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith('== ')) {
      const name = line.slice(3).trim();
      // A name that comes twice adds to what was read; it can take nothing back.
      current = sections.get(name) ?? [];
      sections.set(name, current);
    } else if (line.trim() !== '') current.push(line);
  }
  // Output that was cut off may end in the middle of its last section: that one was not measured.
  const last = [...sections.keys()].at(-1);
  if (last !== undefined && last !== 'end') sections.delete(last);
  return sections;
}
