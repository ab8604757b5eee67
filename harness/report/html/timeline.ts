// The timeline of the run: when each stage began and how long it took, side by side as they were.
import type { Beside } from '../contract.ts';
import { bar } from './bar.ts';
import { data, markup, NOTHING, type Markup } from './markup.ts';
import { table } from './table.ts';
import { counted, lasting } from './units.ts';

type Stage = Beside['timings']['stages'][number];

/** Stages that are drawn: of very many scenarios, the longest. */
const MOST_STAGES = 60;

export function timeline({ timings }: Beside): Markup {
  const { stages } = timings;
  const total = Math.max(1, ...stages.map(({ startMs, ms }) => startMs + ms));
  const shown = mostTelling(stages).sort((left, right) => left.startMs - right.startMs);
  const rows = shown.map(({ stage, startMs, ms }) => [
    stageName(stage),
    markup`${lasting(startMs)}`,
    markup`${lasting(ms)}`,
    bar(startMs / total, ms / total),
  ]);
  const left = stages.length - shown.length;
  return markup`<p>
      From 0 to ${lasting(total)}. Bars above each other went on at the same time; a stage that
      waited for others is as long as it waited.
    </p>
    <div class="chart">
      ${table({
        caption: 'Stages of this run',
        head: ['stage', 'began after', 'took', `0 to ${lasting(total)}`],
        rows,
        file: 'timings.json',
        figures: [1, 2],
      })}
    </div>
    ${left === 0 ? NOTHING : markup`<p class="quiet">${counted(left, 'shorter stage')} in ${data('timings.json')}.</p>`}`;
}

function mostTelling(stages: readonly Stage[]): Stage[] {
  const byLength = stages.toSorted((left, right) => right.ms - left.ms);
  return byLength.slice(0, MOST_STAGES);
}

function stageName(stage: string): Markup {
  const [, kind, name] = /^(scenario|chain) (.+)$/s.exec(stage) ?? [];
  if (kind === undefined || name === undefined) return markup`${stage}`;
  return markup`<span class="quiet">${kind}</span> ${data(name)}`;
}
