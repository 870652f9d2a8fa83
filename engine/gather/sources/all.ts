import type { SourceUnit } from './source.ts';
import type { SourceSpec } from './source-spec.ts';

/** A kind of source; its unit is only loaded when something is to be read with it. */
export type SourceEntry = {
  readonly [Kind in SourceSpec['kind']]: { readonly id: Kind; readonly load: () => Promise<SourceUnit<Kind>> };
}[SourceSpec['kind']];

/** Every kind of source, in the order of the reference page. */
export const sourceUnits: readonly SourceEntry[] = [
  { id: 'kustomize', load: async () => (await import('./kustomize/kustomize.ts')).kustomize },
  { id: 'helm', load: async () => (await import('./helm/helm.ts')).helm },
  { id: 'yaml', load: async () => (await import('./yaml/yaml.ts')).yaml },
  { id: 'image-list', load: async () => (await import('./image-list/image-list.ts')).imageList },
  { id: 'loftsman', load: async () => (await import('./loftsman/loftsman.ts')).loftsman },
  { id: 'skopeo-sync', load: async () => (await import('./skopeo-sync/skopeo-sync.ts')).skopeoSync },
  { id: 'dockerfile', load: async () => (await import('./dockerfile/dockerfile.ts')).dockerfile },
  { id: 'cluster', load: async () => (await import('./cluster/cluster.ts')).cluster },
];
