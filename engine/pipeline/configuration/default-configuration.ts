import type { SourceSpec } from '../../gather/sources/source-spec.ts';
import type { Configuration } from './configuration.ts';

/**
 * The configuration of a product of which nothing is said but its name and its sources: what `readConfiguration` makes of such a
 * `plimsoll.yaml`, without the libraries that it takes to check one.
 */
export function defaultConfiguration(product: string, sources: readonly SourceSpec[]): Configuration {
  return {
    product,
    sources,
    components: {},
    tiers: [],
    images: [{ kind: 'registry', insecure: [], certificates: [] }],
    database: 'default',
    extraImages: [],
    mirrors: [],
    policy: { coverage: { unread: 0, allow: [] }, gate: [] },
    tools: {},
    limits: {},
    file: 'plimsoll.yaml',
  };
}
