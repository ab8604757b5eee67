// Reads Markdown as GitHub does, as far as code spans and table rows go: an independent judge of
// what the renderer wrote.

/** The text with each code span replaced by `C`; a fence ends at a run of exactly its length. */
export function withoutCodeSpans(markdown: string): string {
  return markdown
    .split('\n')
    .map((line) => {
      let out = '';
      let at = 0;
      while (at < line.length) {
        if (line[at] === '\\' && at + 1 < line.length) {
          out += line.slice(at, at + 2);
          at += 2;
          continue;
        }
        const run = /^`+/.exec(line.slice(at))?.[0];
        if (run === undefined) {
          out += line[at];
          at += 1;
          continue;
        }
        const rest = line.slice(at + run.length);
        const close = [...rest.matchAll(/`+/g)].find((match) => match[0].length === run.length);
        if (close === undefined) {
          out += run;
          at += run.length;
        } else {
          out += 'C';
          at += run.length + close.index + run.length;
        }
      }
      return out;
    })
    .join('\n');
}

/** Cells of each row, split at every pipe that no backslash stands before: code spans do not help. */
export function cellCounts(markdown: string): number[] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('| '))
    .map((line) => line.split(/(?<!\\)\|/).length - 2);
}
