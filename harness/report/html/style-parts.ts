// The look of each part of the page: verdict, tiles, tables, charts, scenarios.
export const PARTS = `
.verdict { display: grid; grid-template-columns: auto 1fr minmax(16rem, 22rem); gap: 1.4rem 1.6rem; align-items: start;
  background: var(--card); border: 1px solid var(--rule); border-left: 10px solid var(--tone); border-radius: 12px; padding: 1.8rem 1.8rem 1.7rem; }
.verdict.good { --tone: var(--good); --ground: var(--good-ground); }
.verdict.bad { --tone: var(--bad); --ground: var(--bad-ground); }
.verdict.open { --tone: var(--open); --ground: var(--open-ground); }
.verdict .sign { width: 4.5rem; height: 4.5rem; border-radius: 50%; background: var(--ground); display: grid; place-items: center; font-size: 2.5rem; }
.verdict h1 { font-size: clamp(1.7rem, 1.1rem + 2.6vw, 2.7rem); letter-spacing: -.015em; color: var(--tone); }
.verdict .over { margin: 0 0 .15rem; font-size: .875rem; color: var(--quiet); }
.verdict .lead { font-size: 1.1rem; max-width: 44rem; margin: .6rem 0; }
.verdict .status { margin: 0; font-size: .9rem; color: var(--quiet); }
.limits { border-left: 1px solid var(--rule); padding-left: 1.4rem; font-size: .925rem; }
.limits h2 { font-size: 1rem; }
.limits p { margin: .4rem 0 0; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(10.5rem, 1fr)); gap: .8rem; margin: 1.1rem 0; padding: 0; list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--rule); border-radius: 12px; padding: .8rem 1rem; }
.tiles b { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
.tiles small { font-size: .95rem; font-weight: 400; color: var(--quiet); }
.tiles span { color: var(--quiet); font-size: .9rem; }
.tiles .bad { border-color: var(--bad); } .tiles .bad b { color: var(--bad); }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); gap: .1rem 2.4rem; }
.facts div { display: grid; grid-template-columns: 9rem 1fr; gap: .8rem; padding: .3rem 0; border-bottom: 1px solid var(--rule); }
.facts dt { color: var(--quiet); font-size: .9rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.badge { display: inline-flex; align-items: center; gap: .35em; padding: .08em .6em .08em .45em; border-radius: 99px; font-size: .85rem; font-weight: 600; white-space: nowrap; }
.badge.good { color: var(--good); background: var(--good-ground); }
.badge.bad { color: var(--bad); background: var(--bad-ground); }
.badge.open { color: var(--open); background: var(--open-ground); }
.badge.none { color: var(--none); background: var(--none-ground); }
.badge code { max-width: 16em; overflow: hidden; text-overflow: ellipsis; }
main > .facts { background: var(--card); border: 1px solid var(--rule); border-radius: 12px; padding: .7rem 1.5rem; }
main > .facts div:last-child { grid-column: 1 / -1; border-bottom: 0; }
.chip { font-size: .8rem; color: var(--quiet); border: 1px solid var(--rule); border-radius: 99px; padding: 0 .55em; }
.scroll { overflow-x: auto; margin: .9rem 0; }
table { overflow-wrap: break-word; border-collapse: collapse; width: 100%; font-size: .925rem; }
caption { text-align: left; color: var(--quiet); font-size: .875rem; padding-bottom: .35rem; }
th, td { text-align: left; vertical-align: top; padding: .42rem .9rem .42rem 0; border-bottom: 1px solid var(--rule); }
thead th { font-weight: 600; font-size: .85rem; color: var(--quiet); border-bottom-width: 2px; }
tbody th { font-weight: 400; }
.word { white-space: nowrap; }
td:not(.figure) { min-width: 6rem; } tbody th { min-width: 8rem; }
td ul { margin: 0; }
.figure { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.chart th:last-child, .chart td:last-child { width: 45%; min-width: 7rem; padding-right: 0; }
.chart td:last-child { vertical-align: middle; }
.bar { display: block; width: 100%; height: .8rem; border-radius: 3px; }
.bar .ground { fill: var(--soft); } .bar .filled { fill: var(--filled); } .bar .mark { fill: var(--ink); }
.finding { border-left: 4px solid var(--rule); padding: .1rem 0 .1rem 1rem; margin: 1rem 0; }
.finding.bad { border-color: var(--bad); }
.finding h3, .blocker h4 { display: flex; gap: .5em; align-items: baseline; margin: 0; font-size: 1.05rem; }
.finding .code, .blocker .code { margin: .1rem 0; color: var(--quiet); font-size: .9rem; }
.finding .hint { background: var(--soft); border-radius: 8px; padding: .5rem .8rem; }
.finding li, .blocker p { overflow-wrap: anywhere; }
summary { cursor: pointer; }
.more { margin: .7rem 0; }
.more > summary { color: var(--accent); font-weight: 600; width: fit-content; padding: .15rem .2rem; }
.filter { display: flex; flex-wrap: wrap; gap: .6rem 1rem; align-items: center; background: var(--soft); border-radius: 10px; padding: .7rem .9rem; margin: .9rem 0; }
.filter[hidden] { display: none; }
.filter label { display: inline-flex; gap: .5rem; align-items: center; font-size: .9rem; max-width: 100%; }
.filter input { width: 17rem; max-width: 100%; min-width: 0; }
.filter input, .filter select, .filter button { font: inherit; font-size: .9rem; color: var(--ink); background: var(--card);
  border: 1px solid var(--quiet); border-radius: 7px; padding: .3rem .6rem; max-width: 100%; }
.filter button { cursor: pointer; }
.filter output { margin-left: auto; color: var(--quiet); font-size: .9rem; }
.scenario { border: 1px solid var(--rule); border-radius: 10px; margin: .5rem 0; }
.many > .scenario { content-visibility: auto; contain-intrinsic-size: auto 3.9rem; }
.scenario > summary { display: grid; grid-template-columns: 8.2rem 1fr auto; gap: .3rem .9rem; align-items: center; padding: .6rem .9rem; border-radius: 10px; list-style: none; }
.scenario > summary::-webkit-details-marker { display: none; }
.scenario > summary:hover { background: var(--soft); }
.scenario > summary .badge { justify-self: start; }
.name { min-width: 0; overflow-wrap: anywhere; }
.name .title { color: var(--quiet); display: block; font-size: .925rem; }
.gist { color: var(--quiet); font-size: .85rem; display: flex; flex-wrap: wrap; gap: 0 .9rem; justify-content: flex-end; max-width: 26rem; }
.body { padding: .2rem 1.1rem 1rem; border-top: 1px solid var(--rule); }
.ways { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr)); gap: .9rem; margin: .9rem 0; }
.way { border: 1px solid var(--rule); border-radius: 10px; padding: .8rem 1rem; min-width: 0; }
.part .way h3 { margin: 0; font-size: 1rem; display: flex; gap: .7rem; align-items: center; font-weight: 600; }
.way p { margin: .35rem 0 0; font-size: .9rem; overflow-wrap: anywhere; }
.way .lost { color: var(--bad); }
.took .bar { margin-top: .3rem; height: .5rem; }
.validated { color: var(--quiet); }
.states { display: flex; gap: .5rem; padding: 0; list-style: none; margin: .7rem 0; align-items: stretch; }
.states li { display: flex; gap: .5rem; align-items: center; flex: 1 1 8rem; min-width: 0; }
.states li + li { flex-basis: 12rem; }
.state-card { display: grid; align-content: start; justify-items: center; gap: .15rem; font-size: .85rem; flex: 1; align-self: stretch; background: var(--soft); border-radius: 9px; padding: .55rem .3rem; min-width: 6rem; text-align: center; }
.state-card .when, .state-card .rows { color: var(--quiet); }
.state-card code { font-size: .75rem; }
.state { width: 2.7rem; height: 2.7rem; border-radius: 6px; background: var(--card); }
.state-0 { fill: #2f6fd0; } .state-1 { fill: #a2559b; } .state-2 { fill: #11837a; } .state-3 { fill: #b4632a; }
.between { display: grid; justify-items: center; font-size: .78rem; line-height: 1.2; flex: 0 0 3.4rem; text-align: center; }
.between .icon { font-size: 1.15rem; margin-bottom: .15rem; }
.between.good { color: var(--good); } .between.bad { color: var(--bad); } .between.open { color: var(--open); }
.blockers { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 28rem), 1fr)); gap: .9rem; }
.blocker { border: 1px solid var(--rule); border-radius: 10px; padding: .9rem 1.1rem; min-width: 0; }
.blocker .facts { grid-template-columns: 1fr; }
.blocker .facts div { grid-template-columns: 4rem 1fr; }
pre.commands { background: var(--soft); border-radius: 8px; padding: .8rem 1rem; overflow-x: auto; font-size: .85rem; line-height: 1.5; margin: .5rem 0; }
.expected { margin: .2rem 0 0; font-size: .9rem; overflow-wrap: anywhere; }
@media screen { .scroll.wide table { min-width: 44rem; } }
@media (max-width: 60rem) {
  .verdict { grid-template-columns: auto 1fr; }
  .limits { grid-column: 1 / -1; border-left: 0; padding-left: 0; border-top: 1px solid var(--rule); padding-top: 1rem; }
}
@media (max-width: 40rem) {
  header, main, footer { padding-left: .8rem; padding-right: .8rem; }
  .part { padding: 1.1rem 1rem; }
  .verdict { grid-template-columns: 1fr; padding: 1.2rem 1rem; gap: .8rem; }
  .verdict .sign { width: 3.4rem; height: 3.4rem; font-size: 1.9rem; }
  .tiles { grid-template-columns: 1fr 1fr; }
  .facts div { grid-template-columns: 1fr; gap: 0; }
  .scenario > summary { grid-template-columns: 1fr; }
  .gist { justify-content: flex-start; }
  .states { flex-direction: column; }
  .states li + li { flex-basis: auto; }
  .filter label { width: 100%; }
  .filter input, .filter select { flex: 1; width: auto; }
  .filter output { margin-left: 0; }
}
`;
