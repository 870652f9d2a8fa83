import type { PurlIdentity } from '../purl/to-identity.ts';

/**
 * The source package that a component's properties tell, where its purl does not.
 *
 * in      properties as Plimsoll (`plimsoll:source`), Syft (`syft:metadata:…`) and Trivy (`aquasecurity:trivy:Src…`) name them
 * out     undefined where none of them says; only for packages of distributions
 * source  Syft 1.x, internal/formats/common/cyclonedxhelpers; Trivy 0.6x, pkg/sbom/cyclonedx
 */
export function readSource(
  properties: ReadonlyMap<string, string>,
  { type, version }: Pick<PurlIdentity, 'type' | 'version'>,
): PurlIdentity['source'] {
  if (type !== 'deb' && type !== 'apk' && type !== 'rpm') return undefined;
  return ofPlimsoll(properties.get('plimsoll:source')) ?? ofTrivy(properties) ?? ofSyft(properties, version);
}

function ofPlimsoll(text: string | undefined): PurlIdentity['source'] {
  const at = text?.lastIndexOf('@') ?? -1;
  return text && at > 0 ? { name: text.slice(0, at), version: text.slice(at + 1) } : undefined;
}

function ofTrivy(properties: ReadonlyMap<string, string>): PurlIdentity['source'] {
  const part = (name: string) => properties.get(`aquasecurity:trivy:${name}`) ?? '';
  const name = part('SrcName');
  const version = part('SrcVersion');
  if (name === '' || version === '') return undefined;
  const epoch = /^[1-9]\d*$/.test(part('SrcEpoch')) ? `${part('SrcEpoch')}:` : '';
  const release = part('SrcRelease') === '' ? '' : `-${part('SrcRelease')}`;
  return { name, version: `${epoch}${version}${release}` };
}

function ofSyft(properties: ReadonlyMap<string, string>, version: string): PurlIdentity['source'] {
  const name = properties.get('syft:metadata:source') || properties.get('syft:metadata:originPackage');
  if (name) return { name, version: properties.get('syft:metadata:sourceVersion') || version };
  const [, rpm, rest] = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(properties.get('syft:metadata:sourceRpm') ?? '') ?? [];
  return rpm && rest ? { name: rpm, version: `${/^\d+:/.exec(version)?.[0] ?? ''}${rest}` } : undefined;
}
