import fc from 'fast-check';
import { toPackagePurl } from '../formats/purl/to-package-purl.ts';
import type { Distribution } from '../model/distribution.ts';
import type { InstalledPackage, PackageType, SchemeId } from '../model/package.ts';
import type { RecordedLayer, Release, ReleaseImage } from '../model/release.ts';
import { sampleRelease } from './sample-release.ts';

const digest = fc.stringMatching(/^[0-9a-f]{64}$/).map((hex) => `sha256:${hex}`);

const layer = fc
  .record({
    digest,
    diffId: digest,
    sizeBytes: fc.nat(),
    fromBase: fc.boolean(),
    createdBy: fc.option(fc.string({ minLength: 1 }), { nil: undefined }),
  })
  .map(
    ({ createdBy, ...rest }): RecordedLayer => ({
      ...rest,
      mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
      ...(createdBy && { createdBy }),
    }),
  );

const distributions: readonly (Distribution | null)[] = [
  null,
  { id: 'debian', like: [], versionId: '12', codename: 'bookworm', title: 'Debian <12> & "more"', path: 'etc/os-release' },
  { id: 'alpine', like: [], versionId: '3.18.4', path: 'etc/os-release' },
  { id: 'wolfi', like: ['alpine'], path: 'usr/lib/os-release' },
  { id: 'rhel', like: ['fedora', 'centos'], versionId: '9.2', variant: 'container', path: 'etc/os-release' },
  { id: 'opensuse-leap', like: ['suse'], versionId: '15.5', path: 'etc/os-release' },
];

const kinds: readonly (readonly [PackageType, SchemeId, RegExp])[] = [
  ['deb', 'dpkg', /^[a-zA-Z0-9][a-z0-9+.-]{0,8}$/],
  ['apk', 'apk', /^[a-zA-Z0-9][a-z0-9+._-]{0,8}$/],
  ['rpm', 'rpm', /^[a-zA-Z0-9][A-Za-z0-9+._-]{0,8}$/],
  ['npm', 'semver', /^(@[a-z0-9]{1,4}\/)?[A-Za-z0-9~][a-zA-Z0-9._~-]{0,8}$/],
  ['golang', 'go', /^[a-z]{1,4}\.[a-z]{2}\/[A-Za-z]{1,5}\/[a-zA-Z]{1,5}(\/v[2-9])?$/],
  ['maven', 'maven', /^([a-z]{1,4}(\.[a-z]{1,4})?:)?[a-zA-Z][a-zA-Z0-9._-]{0,6}$/],
  ['pypi', 'pep440', /^[a-z0-9]([a-z0-9-]{0,5}[a-z0-9])?$/],
  ['cargo', 'semver', /^[a-zA-Z0-9][a-zA-Z0-9_-]{0,8}$/],
  ['nuget', 'nuget', /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,8}$/],
  ['composer', 'packagist', /^[a-zA-Z0-9]{1,4}\/[a-zA-Z0-9-]{1,4}$/],
  ['gem', 'gem', /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,8}$/],
  ['generic', 'semver', /^[a-zA-Z0-9 ü&<"][a-zA-Z0-9 _.-]{0,8}[a-z]$/],
];

const version = fc.stringMatching(/^(\d:)?v?\d\.\d{1,3}([~+^-][a-z0-9.]{1,4}){0,2}$/);
const source = fc.record({ name: fc.stringMatching(/^[a-z][a-z0-9+.@-]{0,8}$/), version }, { noNullPrototype: true });

function packageOf(distribution: Distribution | null, layers: readonly RecordedLayer[]) {
  const place = fc.record({ layer: fc.constantFrom(...layers.map((one) => one.digest), ''), path: fc.string({ minLength: 1 }) });
  return fc.constantFrom(...kinds).chain(([type, scheme, name]) =>
    fc
      .record(
        {
          name: fc.stringMatching(name),
          version,
          source,
          architecture: fc.constantFrom('amd64', 'noarch'),
          module: fc.constant('nodejs:18:8090020231019152822:a75119d5'),
          license: fc.constantFrom(
            'MIT',
            'BSD-2-Clause-pos-unchanged',
            'GPL-2.0-only WITH Classpath-exception-2.0',
            'see <LICENSE>',
            'MIT AND',
          ),
          certainty: fc.constantFrom('certain' as const, 'likely' as const),
          fromBase: fc.boolean(),
          places: fc.array(place, { minLength: 1, maxLength: 3 }),
        },
        { requiredKeys: ['name', 'version', 'certainty', 'fromBase', 'places'] },
      )
      .map(({ source: built, architecture, module, ...rest }): InstalledPackage => {
        const isSystem = type === 'deb' || type === 'apk' || type === 'rpm';
        const facts = {
          type,
          scheme,
          ...rest,
          ...(isSystem && built && { source: built }),
          ...(isSystem && architecture && { architecture }),
          ...(type === 'rpm' && module && { module }),
        };
        return { purl: toPackagePurl(facts, distribution ?? undefined), ...facts, ownedBy: null };
      }),
  );
}

function anyImage(index: number): fc.Arbitrary<ReleaseImage> {
  return fc.tuple(fc.constantFrom(...distributions), fc.array(layer, { maxLength: 4 })).chain(([distribution, layers]) =>
    fc
      .record({
        digest: fc.option(digest),
        status: fc.constantFrom('read' as const, 'failed' as const),
        packages: fc.uniqueArray(packageOf(distribution, layers), { selector: ({ purl }) => purl, maxLength: 8 }),
      })
      .map((parts) => ({
        reference: `registry.example/tide/image-${index}:1.${index}`,
        platform: 'linux/amd64',
        store: 'memory',
        layers,
        configuration: null,
        annotations: {},
        distribution,
        ...parts,
      })),
  );
}

/** Releases of a few images whose packages have every kind of name, version and source; for properties of what comes after the scan. */
export const anyRelease: fc.Arbitrary<Release> = fc
  .integer({ min: 1, max: 3 })
  .chain((count) => fc.tuple(...Array.from({ length: count }, (_, index) => anyImage(index))))
  .map((images) => ({
    ...sampleRelease,
    images,
    findings: [],
    gaps: images
      .filter(({ status }) => status === 'failed')
      .map(({ reference: image }) => ({
        code: 'layer-unread',
        unit: 'gather/images',
        image,
        detail: 'the layer "a<b" was not read',
      })),
  }));
