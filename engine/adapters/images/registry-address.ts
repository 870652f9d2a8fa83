import type { Reference } from '../../formats/reference/reference.ts';
import { isLoopback } from '../http/is-loopback.ts';

/** A rule of the configuration: what is declared as `from…` is pulled from `to…`. */
export interface Mirror {
  readonly from: string;
  readonly to: string;
}

/** A repository at the host that is spoken to. */
export interface Repository {
  /** As users know the host: `docker.io`; credentials are kept under it. */
  readonly registry: string;
  /** Path: `library/nginx`. */
  readonly name: string;
  /** Of the host that is spoken to; ends in `/v2/`. */
  readonly base: URL;
  readonly isMirror: boolean;
  /** Whether it is written to. */
  readonly mayPush?: boolean;
}

/**
 * Where an image may be pulled from, in the order to try: mirrors whose `from` is the beginning of its name, then the original.
 *
 * in      hosts that are spoken to over plain http beside loopback
 * source  docker.io is served by registry-1.docker.io: moby, registry/config.go
 */
export function repositoriesOf(
  reference: Reference,
  mirrors: readonly Mirror[],
  insecure: readonly string[],
): readonly Repository[] {
  const full = `${reference.registry}/${reference.repository}`;
  const mirrored = mirrors
    .filter(({ from }) => full === trim(from) || full.startsWith(`${trim(from)}/`))
    .map(({ from, to }) => trim(to) + full.slice(trim(from).length));
  return [...mirrored, full].flatMap((place, position) => {
    const slash = place.indexOf('/');
    const registry = place.slice(0, slash);
    const base = baseOf(registry, insecure);
    return base && slash > 0 ? [{ registry, name: place.slice(slash + 1), base, isMirror: position < mirrored.length }] : [];
  });
}

/** Whether a host may be spoken to over plain http: loopback, or named in the configuration, with its port or for all ports. */
export function mayBePlain(url: URL, insecure: readonly string[]): boolean {
  return isLoopback(url.hostname) || insecure.includes(url.host) || insecure.includes(url.hostname);
}

function baseOf(registry: string, insecure: readonly string[]): URL | undefined {
  const host = registry === 'docker.io' ? 'registry-1.docker.io' : registry;
  if (!URL.canParse(`https://${host}/v2/`)) return undefined;
  const secure = new URL(`https://${host}/v2/`);
  const isPlain = mayBePlain(secure, insecure) && !/:443$/.test(host);
  return isPlain ? new URL(`http://${host}/v2/`) : secure;
}

function trim(prefix: string): string {
  return prefix.replace(/\/+$/, '');
}
