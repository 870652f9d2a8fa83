import type { InstalledPackage } from '../../model/package.ts';
import { parsePurl } from '../purl/parse-purl.ts';
import { type PurlIdentity, toIdentity } from '../purl/to-identity.ts';
import type { PurlParts } from '../purl/write-purl.ts';
import type { SbomPackage } from './sbom.ts';
import { readSource } from './source-facts.ts';
import type { StatedComponent } from './stated.ts';

/** A package of an SBOM with the parts of its purl; or why the component is none, as the end of a sentence. */
export type PackageOrTrouble = { readonly item: SbomPackage; readonly parts: PurlParts } | { readonly trouble: string };

const longestPurl = 4_096;
const ours = 'plimsoll:';

/**
 * The package that a component is.
 *
 * out     its purl decides type, name and version; what a purl cannot say (the source package, the case of a name) is read from the
 *         properties that Plimsoll, Syft and Trivy write, and from the component's own name
 */
export function toPackage(component: StatedComponent): PackageOrTrouble {
  const { purl } = component;
  if (!purl) return { trouble: `${label(component)} has no purl, so that nothing can be looked up for it` };
  const parts = purl.length <= longestPurl ? parsePurl(purl) : undefined;
  if (!parts) return { trouble: `${show(purl)} is not a package URL` };
  const version = parts.version ?? component.version;
  if (!version) return { trouble: `${show(purl)} names no version` };
  const identity = toIdentity({ ...parts, version });
  if (!identity) return { trouble: `${show(purl)} is of type ${parts.type}, which is not a kind of package that is judged` };
  const stated = withFacts(identity, component);
  const { license, properties, at } = component;
  return {
    parts,
    item: {
      ...stated,
      purl,
      certainty: properties.get(`${ours}certainty`) === 'likely' ? 'likely' : 'certain',
      ...(license && { license }),
      ...(properties.has(`${ours}fromBase`) && { fromBase: properties.get(`${ours}fromBase`) === 'true' }),
      ...ownerOf(properties),
      at,
    },
  };
}

function ownerOf(properties: StatedComponent['properties']): Pick<SbomPackage, 'ownedBy'> {
  const ownedBy = properties.get(`${ours}ownedBy`);
  return ownedBy ? { ownedBy } : {};
}

function withFacts(identity: PurlIdentity, component: StatedComponent): PurlIdentity {
  const { properties } = component;
  const fact = (name: string) => properties.get(`${ours}${name}`);
  const { source: told, module: inPurl, architecture: stated, ...rest } = identity;
  const source = told ?? readSource(properties, identity);
  const module =
    fact('module') ??
    inPurl ??
    properties.get('aquasecurity:trivy:Modularitylabel') ??
    properties.get('syft:metadata:modularityLabel');
  const architecture = fact('architecture') ?? stated;
  return {
    ...rest,
    name: fact('name') ?? spelling(identity, component),
    version: fact('version') ?? identity.version,
    ...(source && { source }),
    ...(module && { module }),
    ...(architecture && { architecture }),
  };
}

/** Purls have names of most types in small letters; the component tells them as they are. PyPI's are normalized here too. */
function spelling({ type, name }: PurlIdentity, { group, name: own }: StatedComponent): string {
  if (type === 'pypi') return name;
  const whole = group ? `${group}${type === 'maven' ? ':' : '/'}${own}` : own;
  return whole.toLowerCase() === name.toLowerCase() ? whole : name;
}

/**
 * What of a package its purl does not tell, as properties that `toPackage` reads: so that an SBOM which Plimsoll writes says everything
 * that its packages are judged by.
 */
export function factsBesidePurl(item: InstalledPackage): readonly (readonly [name: string, value: string])[] {
  const parts = parsePurl(item.purl);
  const told = parts && toIdentity({ ...parts, version: parts.version ?? item.version });
  const facts: [string, string | undefined, string | undefined][] = [
    ['name', item.name, told?.name],
    ['version', item.version, told?.version],
    ['source', item.source && sourceText(item.source), told?.source && sourceText(told.source)],
    ['module', item.module, told?.module],
    ['architecture', item.architecture, told?.architecture],
  ];
  return facts.flatMap(([name, is, says]) => (is !== undefined && is !== says ? [[`${ours}${name}`, is] as const] : []));
}

function sourceText({ name, version }: NonNullable<PurlIdentity['source']>): string {
  return `${name}@${version}`;
}

function label({ name, version }: StatedComponent): string {
  return name === '' ? 'a component without a name' : show(version ? `${name} ${version}` : name);
}

function show(text: string): string {
  return JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}…` : text);
}
