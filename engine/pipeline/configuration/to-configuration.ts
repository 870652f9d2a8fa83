import type { PositionedYaml } from '../../formats/positioned-yaml/read-positioned-yaml.ts';
import { parseReference } from '../../formats/reference/reference.ts';
import type { SourceSpec } from '../../gather/sources/source-spec.ts';
import type { CacheSpec, Configuration, ExceptionsSpec, ImageStoreSpec } from './configuration.ts';
import type { ExplainedIssue } from './explain-issues.ts';
import type { ConfigurationDocument } from './schema.ts';
import { toSignaturePolicy } from './signatures-schema.ts';
import { policyProblems, toPolicy } from './to-policy.ts';
import { toTenancy } from './to-tenancy.ts';

/**
 * From the document that people write to the configuration that the stages read.
 *
 * out     problems: images that are no references, components that are not declared
 */
export function toConfiguration(
  document: ConfigurationDocument,
  place: { readonly file: string; readonly yaml: PositionedYaml },
): { readonly configuration: Configuration; readonly problems: readonly ExplainedIssue[] } {
  const configuration: Configuration = {
    product: document.product,
    ...(document.version !== undefined && { version: place.yaml.textOf(['version']) ?? String(document.version) }),
    sources: document.sources.map((entry, index) => withSetPlaces(toSource(entry, document.vendor), index, place)),
    components: toComponents(document, place.yaml),
    tiers: document.tiers,
    ...(document.own && { own: document.own }),
    images: document.images.map(toStore),
    ...(document.bases !== undefined && { bases: document.bases }),
    database: document.advisories.database,
    ...feedsOf(document),
    ...(document.severity && { severityOrder: document.severity.order }),
    ...(document.tenants && { tenants: document.tenants }),
    ...(document.tenancy && { tenancy: toTenancy(document.tenancy, place) }),
    extraImages: document.extraImages.map(({ image, component, reason }, index) => ({
      image,
      reason,
      ...(component !== undefined && { component }),
      line: place.yaml.positionOf(['extraImages', index, 'image']).line,
    })),
    mirrors: document.mirrors,
    policy: toPolicy(document.policy, place),
    ...(document.signatures && { signatures: toSignaturePolicy(document.signatures) }),
    ...(document.triage.table !== undefined && { triageTable: document.triage.table }),
    ...toDecisionFiles(document),
    tools: document.tools as Configuration['tools'],
    limits: document.limits as Configuration['limits'],
    ...(document.cache && { cache: document.cache as CacheSpec }),
    ...(document.fileDigests !== undefined && { fileDigests: document.fileDigests }),
    ...(document.knownClasses !== undefined && { knownClasses: document.knownClasses }),
    file: place.file,
  };
  const problems = [
    ...referenceProblems(document),
    ...componentProblems(document),
    ...policyProblems(document.policy, Object.keys(document.components)),
  ];
  return { configuration, problems };
}

function feedsOf({ advisories: { sources, mirrors } }: ConfigurationDocument): Pick<Configuration, 'feeds'> {
  if (!sources && Object.keys(mirrors).length === 0) return {};
  return { feeds: { mirrors, ...(sources && { sources }) } };
}

function toSource(entry: ConfigurationDocument['sources'][number], vendor: ConfigurationDocument['vendor']): SourceSpec {
  const component = entry.component === undefined ? {} : { component: entry.component };
  if ('yaml' in entry) return { kind: 'yaml', at: entry.yaml, ...component };
  if ('kustomize' in entry) {
    const copies = Object.keys(vendor).length === 0 ? {} : { vendor };
    return { kind: 'kustomize', at: entry.kustomize, ...copies, ...component };
  }
  if ('image-list' in entry) return { kind: 'image-list', at: entry['image-list'], ...component };
  if ('loftsman' in entry)
    return {
      kind: 'loftsman',
      at: entry.loftsman,
      ...(entry.charts !== undefined && { charts: entry.charts }),
      ...component,
    };
  if ('cluster' in entry) return { kind: 'cluster', at: entry.cluster, ...component };
  if ('skopeo-sync' in entry) return { kind: 'skopeo-sync', at: entry['skopeo-sync'], ...component };
  if ('dockerfile' in entry) return { kind: 'dockerfile', at: entry.dockerfile, ...component };
  const { helm, values, set, release, namespace, kubeVersion, apiVersions } = entry;
  return {
    kind: 'helm',
    at: helm,
    values,
    set,
    release,
    namespace,
    apiVersions,
    ...(kubeVersion !== undefined && { kubeVersion }),
    ...component,
  };
}

/** Where each `set` of a chart stands, for what it decides. */
function withSetPlaces(
  source: SourceSpec,
  index: number,
  { file, yaml }: { readonly file: string; readonly yaml: PositionedYaml },
): SourceSpec {
  if (source.kind !== 'helm' || source.set.length === 0) return source;
  const setPlaces = source.set.map((_, at) => ({ file, line: yaml.positionOf(['sources', index, 'set', at]).line }));
  return { ...source, setPlaces };
}

function toDecisionFiles({ exceptions, vex }: ConfigurationDocument): Pick<Configuration, 'exceptions' | 'vex'> {
  const listOf = (globs: string | readonly string[]) => (typeof globs === 'string' ? [globs] : globs);
  const isPlain = typeof exceptions === 'string' || Array.isArray(exceptions);
  const stated = isPlain ? { files: exceptions, budget: {} } : exceptions;
  return {
    ...(stated && { exceptions: { files: listOf(stated.files), budget: stated.budget as ExceptionsSpec['budget'] } }),
    ...(vex !== undefined && { vex: listOf(vex) }),
  };
}

function toComponents({ components }: ConfigurationDocument, yaml: PositionedYaml): Configuration['components'] {
  const placed = Object.entries(components).map(([name, rule]) => [
    name,
    { ...rule, line: yaml.positionOf(['components', name]).line },
  ]);
  return Object.fromEntries(placed) as Configuration['components'];
}

function toStore(entry: ConfigurationDocument['images'][number]): ImageStoreSpec {
  if ('oci-layout' in entry) return { kind: 'oci-layout', at: entry['oci-layout'] };
  if ('docker-archive' in entry) return { kind: 'docker-archive', at: entry['docker-archive'] };
  if ('containerd' in entry) return { kind: 'containerd', at: entry.containerd };
  if ('sbom' in entry) return { kind: 'sbom', at: entry.sbom };
  const stated = entry.registry === 'default' ? { insecure: [], certificates: [] } : entry.registry;
  return { kind: 'registry', insecure: stated.insecure, certificates: stated.certificates };
}

function referenceProblems(document: ConfigurationDocument): ExplainedIssue[] {
  const stated = [...document.extraImages.map(({ image }, index) => ({ image, path: ['extraImages', index, 'image'] }))];
  return stated
    .filter(({ image }) => !parseReference(image))
    .map(({ image, path }) => ({
      path,
      message: `\`${image}\` is not an image reference; write REGISTRY/REPOSITORY:TAG or …@sha256:DIGEST`,
    }));
}

/** A component that nobody declared is a misspelling more often than not; but only where components are declared at all. */
function componentProblems(document: ConfigurationDocument): ExplainedIssue[] {
  const known = Object.keys(document.components);
  if (known.length === 0) return [];
  const used = [
    ...document.sources.map(({ component }, index) => ({ component, path: ['sources', index, 'component'] })),
    ...document.extraImages.map(({ component }, index) => ({ component, path: ['extraImages', index, 'component'] })),
  ];
  return used
    .filter(({ component }) => component !== undefined && !known.includes(component))
    .map(({ component, path }) => ({
      path,
      message: `\`${component}\` is not among the components below; declare it there, or write one of ${known.join(', ')}`,
    }));
}
