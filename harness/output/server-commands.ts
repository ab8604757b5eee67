// Lines that a CI server takes for commands: none may come out of a dump's or a script's words, and
// the few that are meant are put together here.
import { guardText } from './guard.ts';
import { printable } from './printable.ts';

/**
 * GitHub obeys a line that begins with two colons, and `##[word]` anywhere in one; Azure and TeamCity
 * obey `##vso[` and `##teamcity[`. An error's text could otherwise set variables of the job.
 */
export function withoutCommands(text: string): string {
  return (
    text
      // Blanks of one line only: a page of empty lines is done with in one go.
      .replaceAll(/^([^\S\n\r\u2028\u2029]*)::/gm, '$1\u00b7::')
      .replaceAll(/##(?=\[|vso\[|teamcity\[)/gi, '#\u00b7#')
  );
}

export interface Annotation {
  readonly level: 'error' | 'notice';
  /** From the folder of the repository; null: of no file. */
  readonly place: { readonly file: string; readonly line: number | null } | null;
  readonly title: string;
  readonly message: string;
}

/** One workflow command of GitHub; nothing in it ends it, or adds a property to it. */
export function annotationLine({ level, place, title, message }: Annotation): string {
  const file = place === null ? [] : [`file=${property(place.file)}`];
  const line = place?.line === null || place === null ? [] : [`line=${place.line}`];
  const properties = [...file, ...line, `title=${property(title)}`];
  return `::${level} ${properties.join(',')}::${data(message)}`;
}

function data(text: string): string {
  const guarded = withoutCommands(guardText(printable(guardText(text))));
  return guarded.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
