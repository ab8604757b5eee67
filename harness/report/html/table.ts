// A table that says what it is, scrolls by itself where the screen is narrow, and counts what is cut.
import { data, markup, NOTHING, type Markup } from './markup.ts';
import { counted } from './units.ts';

export interface TableParts {
  /** Says what the table is; read first by whoever cannot see it. */
  readonly caption: string;
  readonly head: readonly string[];
  /** Cells; the first names the row. */
  readonly rows: readonly (readonly Markup[])[];
  /** The packet's file that holds all of it, named where rows are cut. */
  readonly file: string;
  /** Columns of figures, by place: set to the right. */
  readonly figures?: readonly number[];
  readonly isWide?: true;
}

/** Of one table: more is for the files. */
const MOST_ROWS = 1000;

export function table({ caption, head, rows, file, figures = [], isWide }: TableParts): Markup {
  const shown = rows.slice(0, MOST_ROWS);
  const align = (index: number): Markup =>
    figures.includes(index) ? markup` class="figure"` : NOTHING;
  const heads = head.map((cell, index) => markup`<th scope="col"${align(index)}>${cell}</th>`);
  const lines = shown.map((cells) => {
    const [first = NOTHING, ...others] = cells;
    const rest = others.map((cell, index) => markup`<td${align(index + 1)}>${cell}</td>`);
    return markup`<tr>
      <th scope="row">${first}</th>
      ${rest}
    </tr>`;
  });
  const cut =
    rows.length > shown.length
      ? markup`<p class="quiet">
          ${counted(rows.length - shown.length, 'more row')} in ${data(file)}.
        </p>`
      : NOTHING;
  return markup`<div
      class="scroll${isWide === true ? ' wide' : ''}"
      role="group"
      tabindex="0"
      aria-label="${caption}"
    >
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            ${heads}
          </tr>
        </thead>
        <tbody>
          ${lines}
        </tbody>
      </table>
    </div>
    ${cut}`;
}

/** Names with their values. */
export function facts(items: readonly (readonly [string, Markup])[]): Markup {
  const lines = items.map(
    ([name, value]) =>
      markup`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`,
  );
  return markup`<dl class="facts">${lines}</dl>`;
}

/** What is there for whoever wants it: closed, and open on paper where `isPrinted`. */
export function more(title: string, content: Markup): Markup {
  return markup`<details class="more">
    <summary>${title}</summary>
    ${content}
  </details>`;
}
