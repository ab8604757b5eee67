// Reads what an engine says of itself. Engines differ: what one of them leaves out is null here.
import { z } from 'zod';

const flag = z.boolean().nullable().catch(null);
const text = z.string().nullable().catch(null);
const size = z.number().positive().nullable().catch(null);

const versionSchema = z.looseObject({
  Version: text,
  ApiVersion: text,
  Components: z.array(z.looseObject({ Name: z.string() })).catch([]),
});

const infoSchema = z.looseObject({
  Driver: text,
  CgroupVersion: text,
  MemoryLimit: flag,
  PidsLimit: flag,
  CpuCfsQuota: flag,
  SecurityOptions: z.array(z.string()).nullable().catch(null),
  SystemTime: text,
  MemTotal: size,
  NCPU: size,
  OperatingSystem: text,
});

export interface EngineFacts {
  readonly version: string | null;
  /** e.g. `1.41`. */
  readonly apiVersion: string | null;
  readonly isPodman: boolean;
  readonly operatingSystem: string | null;
  readonly driver: string | null;
  readonly cgroupVersion: string | null;
  /** Which bounds it says it can set; null where it does not say. */
  readonly can: { readonly memory: Said; readonly pids: Said; readonly cpus: Said };
  /** e.g. `seccomp`, `rootless`, `selinux`; null where it does not say. */
  readonly security: readonly string[] | null;
  readonly memoryBytes: number | null;
  readonly cpus: number | null;
  /** Its clock, in milliseconds since 1970. */
  readonly timeMs: number | null;
}

type Said = boolean | null;

/** Pure: the documents of its `/version` and `/info`, whatever they are. */
export function engineFacts(version: unknown, info: unknown): EngineFacts {
  const said = versionSchema.safeParse(version).data;
  const told = infoSchema.safeParse(info).data;
  const timeMs = Date.parse(told?.SystemTime ?? '');
  return {
    version: said?.Version ?? null,
    apiVersion: said?.ApiVersion ?? null,
    isPodman: said?.Components.some(({ Name }) => /^podman/i.test(Name)) ?? false,
    operatingSystem: told?.OperatingSystem ?? null,
    driver: told?.Driver ?? null,
    cgroupVersion: told?.CgroupVersion ?? null,
    can: {
      memory: told?.MemoryLimit ?? null,
      pids: told?.PidsLimit ?? null,
      cpus: told?.CpuCfsQuota ?? null,
    },
    security: told?.SecurityOptions?.map(nameOf) ?? null,
    memoryBytes: told?.MemTotal ?? null,
    cpus: told?.NCPU ?? null,
    timeMs: Number.isNaN(timeMs) ? null : timeMs,
  };
}

/** `name=seccomp,profile=default` and, from old engines, `seccomp`. */
function nameOf(option: string): string {
  return /(?:^|,)name=([^,]+)/.exec(option)?.[1] ?? option;
}
