// The processor's time that some work takes: what else runs on the machine is no part of it.
/** In milliseconds, of this process, its threads included. */
export function processorMsOf(work: () => unknown): number {
  const began = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(began);
  return (user + system) / 1000;
}
