// Numbers as a person reads them; the same text on every machine.

/** `1,234,567` */
export function grouped(number: number): string {
  return String(Math.round(number)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** `12 ms`, `3.4 s`, `2 min 05 s` */
export function lasting(ms: number): string {
  if (ms < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)} min ${String(seconds % 60).padStart(2, '0')} s`;
}

/** How long something took: it is never told as no time at all. */
export function taking(ms: number): string {
  return ms < 1 ? 'under 1 ms' : lasting(ms);
}

/** `512 B`, `1.2 KiB`, `45 MiB` */
export function sized(bytes: number): string {
  const units = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];
  let [size, unit] = [bytes, 0];
  while (size >= 1023.5 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${unit === 0 || size >= 9.95 ? Math.round(size) : size.toFixed(1)} ${units[unit] ?? 'B'}`;
}

/** `2026-01-02 03:04 UTC`, of an ISO time. */
export function moment(iso: string): string {
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}

/** `1 scenario`, `2 scenarios` */
export function counted(number: number, one: string, many: string = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}
