import type { Platform } from '../../model/image.ts';

/** The parts of a platform as indexes and configurations write them. */
export interface PlatformParts {
  readonly os: string;
  readonly architecture: string;
  readonly variant: string;
}

const architectures: ReadonlyMap<string, readonly [architecture: string, variant: string]> = new Map([
  ['x86_64', ['amd64', '']],
  ['x86-64', ['amd64', '']],
  ['aarch64', ['arm64', '']],
  ['armhf', ['arm', 'v7']],
  ['armel', ['arm', 'v6']],
  ['i386', ['386', '']],
  ['i486', ['386', '']],
  ['i686', ['386', '']],
]);

/** Variants that say no more than the architecture does; the default that is left out. */
const implied: ReadonlyMap<string, string> = new Map([
  ['amd64', 'v1'],
  ['arm64', 'v8'],
  ['arm', 'v7'],
]);

/**
 * One spelling for each platform.
 *
 * out     `linux/amd64`, `linux/arm64` for its v8 also, `linux/arm/v7` for arm without a variant
 * source  containerd/platforms v1.0.0, database.go, normalizeArch
 */
export function toPlatform({ os, architecture, variant }: PlatformParts): Platform {
  const [processor, alias] = architectures.get(architecture.toLowerCase()) ?? [architecture.toLowerCase(), ''];
  const written = (variant || alias).toLowerCase();
  const version = /^\d/.test(written) ? `v${written}` : written;
  const base = `${os.toLowerCase()}/${processor}`;
  if (processor === 'arm') return `${base}/${version || 'v7'}`;
  return version === '' || version === implied.get(processor) ? base : `${base}/${version}`;
}

/** One spelling of a platform that somebody wrote as one text: `linux/arm64/v8`. */
export function normalizePlatform(text: string): Platform {
  const [os = '', architecture = '', variant = ''] = text.split('/', 3);
  return toPlatform({ os, architecture, variant });
}

/**
 * How well a platform serves one that is wanted.
 *
 * in      both normalized
 * out     0 the same; 1… runs there, an older variant; undefined does not run there
 * source  containerd/platforms v1.0.0, compare.go, platformVector: newer processors run what is for older variants
 */
export function platformDistance(wanted: Platform, offered: Platform): number | undefined {
  if (wanted === offered) return 0;
  const [one, other] = [split(wanted), split(offered)];
  if (one.base !== other.base) return undefined;
  const distance = one.level - other.level;
  return distance > 0 ? distance : undefined;
}

/** `v8.2` counts as a little above `v8`. */
function split(platform: Platform): { base: string; level: number } {
  const [os = '', architecture = '', variant = implied.get(architecture) ?? 'v0'] = platform.split('/', 3);
  return { base: `${os}/${architecture}`, level: Number.parseFloat(variant.slice(1)) };
}
