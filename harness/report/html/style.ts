// How the page looks: on a screen by day and by night, on a phone, and on paper.
import { PARTS } from './style-parts.ts';

const LIGHT = `color-scheme: light;
  --page: #f4f5f8; --card: #ffffff; --soft: #eef1f6; --ink: #182030; --quiet: #545f72; --rule: #d9dfe8;
  --accent: #1f5fbf; --good: #14703f; --good-ground: #e5f4ea; --bad: #b0241b; --bad-ground: #fdecea;
  --open: #805300; --open-ground: #fdf1d7; --none: #545f72; --none-ground: #e9edf3; --filled: #4a7fd4;`;

const DARK = `color-scheme: dark;
  --page: #0f1319; --card: #171c25; --soft: #1f2632; --ink: #e5eaf2; --quiet: #a2aec0; --rule: #313b4b;
  --accent: #8fb8ff; --good: #62cf95; --good-ground: #12291d; --bad: #ff958b; --bad-ground: #381817;
  --open: #f2c46a; --open-ground: #302508; --none: #a2aec0; --none-ground: #252d3a; --filled: #5f93e6;`;

export const STYLE = `
:root { ${LIGHT} }
@media screen and (prefers-color-scheme: dark) { :root { ${DARK} } .state { filter: brightness(1.45); } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1rem; }
body { margin: 0; overflow-wrap: anywhere; color: var(--ink); background: var(--page);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
code, pre { font-family: ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; }
code { font-size: .875em; overflow-wrap: anywhere; unicode-bidi: isolate; }
.title { unicode-bidi: isolate; overflow-wrap: anywhere; }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; text-wrap: balance; overflow-wrap: anywhere; }
p, ul, ol, dl { margin: .6rem 0; }
ul { padding-left: 1.2rem; }
.quiet { color: var(--quiet); }
.odd { color: var(--bad); }
.skip { position: absolute; left: -100vw; top: 0; padding: .6rem 1rem; background: var(--card); z-index: 2; }
.skip:focus { left: 0; }
.signs { position: absolute; }
.icon { width: 1em; height: 1em; flex: none; vertical-align: -.125em; fill: currentColor; }
.icon.good { color: var(--good); } .icon.bad { color: var(--bad); }
.icon.open { color: var(--open); } .icon.none { color: var(--none); }
header, main, footer { max-width: 74rem; margin: 0 auto; padding: 0 1.25rem; }
header { padding-top: 1.4rem; padding-bottom: .9rem; display: flex; flex-wrap: wrap; gap: .3rem 1.5rem; align-items: baseline; }
header .brand { font-weight: 700; letter-spacing: .01em; }
header nav { font-size: .9rem; }
header nav ul { display: flex; flex-wrap: wrap; gap: .1rem 1.1rem; margin: 0; padding: 0; list-style: none; }
header nav a { text-decoration: none; display: inline-block; padding: .2rem 0; }
header nav a:hover { text-decoration: underline; }
footer { padding-top: 1rem; padding-bottom: 3rem; color: var(--quiet); font-size: .875rem; }
.part { background: var(--card); border: 1px solid var(--rule); border-radius: 12px; padding: 1.4rem 1.5rem; margin: 1.1rem 0; }
.part > h2 { font-size: 1.3rem; margin-bottom: .5rem; }
.part h3 { font-size: 1.05rem; margin: 1.4rem 0 .3rem; }
.part h4 { font-size: 1rem; }
${PARTS}
@media print {
  @page { margin: 14mm; }
  body { background: #fff; font-size: 10pt; }
  header nav, .skip, .filter { display: none !important; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  .part { border: 0; border-top: 1px solid var(--rule); border-radius: 0; padding: 1rem 0; margin: 0; }
  .verdict, .tiles li, .badge, .bar rect, .state { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .scroll { overflow: visible; }
  .scroll.wide table { min-width: 0; }
  pre { white-space: pre-wrap; }
  tr, .way, .blocker, .finding, .tiles, .verdict { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  .scenario { content-visibility: visible; break-inside: auto; }
  .printed details::details-content, .printed::details-content { content-visibility: visible; display: block; height: auto; }
  .printed > .scenario::details-content { content-visibility: visible; }
}
`;
