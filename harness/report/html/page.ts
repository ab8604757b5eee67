// The whole page: one file that opens from disk, asks nobody for anything, and reads without script.
import { createHash } from 'node:crypto';
import type { Beside, PacketView } from '../contract.ts';
import { SIGNS } from './badge.ts';
import { content, isolation, provenance, schema } from './clone.ts';
import { decision } from './decision.ts';
import { findings } from './findings.ts';
import { data, markup, type Markup } from './markup.ts';
import { recompute } from './recompute.ts';
import { scenarios } from './scenarios.ts';
import { SCRIPT } from './script.ts';
import { calibration, checks, steps } from './steps.ts';
import { STYLE } from './style.ts';
import { surfaces } from './surfaces.ts';
import { timeline } from './timeline.ts';
import { toneOfVerdict, verdict } from './verdict.ts';
import { ways } from './ways.ts';

/** Its id, its title, the short title that the list of contents has, and what it says. */
type Part = readonly [string, string, string, Markup];

/** `report.markup`, of a packet and of what stands beside its tree. */
export function page(view: PacketView, beside: Beside): string {
  const parts: Part[] = [
    ['findings', 'Findings', 'Findings', findings(view)],
    ['scenarios', 'Scenarios', 'Scenarios', scenarios(view, beside)],
    ['ways', 'How long going back takes', 'Ways back', ways(beside)],
    ['timeline', 'Timeline of the run', 'Timeline', timeline(beside)],
    ['decision', 'Decision and blockers', 'Decision', decision(view)],
    ['steps', 'Rehearsal, RX-0 to RX-6', 'Steps', steps(view)],
    ['schema', 'Schema compatibility', 'Table B', schema(view)],
    ['provenance', 'Where the clone came from', 'Table A', provenance(view)],
    ['content', 'Content and restore', 'Content', content(view)],
    ['isolation', 'Isolation', 'Isolation', isolation(view)],
    ['calibration', 'Is the fingerprint to be believed?', 'Fingerprint', calibration(view)],
    ['checks', 'Does the harness itself refuse?', 'Self-checks', checks(view)],
    ['surfaces', 'What was never touched', 'Never touched', surfaces(view)],
    ['recompute', 'Recompute it by hand', 'Recompute', recompute(view, beside)],
  ];
  const [, short] = toneOfVerdict(view['decision-packet.json'].status);
  return `${document(`${short} \u2013 clone rehearsal`, parts, verdict(view, beside), beside).markup}\n`;
}

function document(title: string, parts: readonly Part[], top: Markup, beside: Beside): Markup {
  const style: Markup = { markup: STYLE };
  const script: Markup = { markup: SCRIPT };
  return markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="${policy()}">
        <meta name="referrer" content="no-referrer">
        <title>${title}</title>
        <style>${style}</style>
      </head>
      <body>
        ${SIGNS}
        <a class="skip" href="#verdict">To the verdict</a>
        <header>
          <span class="brand">Clone rehearsal</span>
          <nav aria-label="Contents">
            <ul>
              ${parts.map(([id, , short]) => markup`<li><a href="#${id}">${short}</a></li>`)}
            </ul>
          </nav>
        </header>
        <main>
          ${top}
          ${parts.map(
            ([id, name, , content]) =>
              markup`<section class="part" aria-labelledby="${id}">
                <h2 id="${id}">${name}</h2>
                ${content}
              </section>`,
          )}
        </main>
        <footer>
          <p>
            Run ${data(beside.record.run_id)}, ${beside.record.started_at} to
            ${beside.record.ended_at}; node ${data(beside.record.node)}, server
            ${data(beside.record.server ?? 'none')}. This page was made from the files beside it and
            holds nothing that they do not; where it is changed, <code>make verify</code> says so.
          </p>
        </footer>
        <script>${script}</script>
      </body>
    </html>`;
}

/** Nothing is loaded from anywhere; of styles and scripts, these two alone. */
function policy(): string {
  const hashOf = (text: string): string =>
    `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return [
    "default-src 'none'",
    `style-src ${hashOf(STYLE)}`,
    `script-src ${hashOf(SCRIPT)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}
