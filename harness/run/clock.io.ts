// The time of a run: this machine's clock read once, and from there a clock that does not jump. What
// is told as a begin and an end is as far apart as it took, whatever is set meanwhile.

export function runTime(): Date {
  return new Date(performance.timeOrigin + performance.now());
}
