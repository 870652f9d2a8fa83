import type { Finding } from '../model/finding.ts';
import type { InstalledPackage } from '../model/package.ts';
import type { Release } from '../model/release.ts';

const layer = `sha256:${'a'.repeat(64)}`;

const openssl: InstalledPackage = {
  purl: 'pkg:deb/debian/libssl3@3.0.9-1?arch=amd64&distro=debian-12&upstream=openssl',
  type: 'deb',
  name: 'libssl3',
  version: '3.0.9-1',
  scheme: 'dpkg',
  source: { name: 'openssl', version: '3.0.9-1' },
  architecture: 'amd64',
  certainty: 'certain',
  fromBase: true,
  ownedBy: null,
  places: [{ layer, path: 'var/lib/dpkg/status' }],
};

const finding: Finding = {
  vulnerability: 'CVE-2023-5363',
  aliases: ['DSA-5532-1'],
  image: 'registry.example/tide/gauge:1.0',
  platform: 'linux/amd64',
  purl: 'pkg:deb/debian/libssl3@3.0.9-1?arch=amd64',
  severity: 'HIGH',
  severities: [{ source: 'nvd', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', score: 7.5 }],
  state: 'fixed',
  fixedIn: ['3.0.11-1~deb12u2'],
  places: openssl.places,
  fromBase: true,
  kev: false,
  epss: 0.001,
  priority: 'attend',
  why: [
    "CISA's table says attend (exploitation none, automatable yes, impact partial, mission high).",
    'No exploitation is known; EPSS gives 0.1 %.',
  ],
  sources: ['osv'],
  evidence: [
    {
      advisory: 'DSA-5532-1',
      ecosystem: 'Debian:12',
      name: 'openssl',
      version: '3.0.9-1',
      scheme: 'dpkg',
      range: '>= 0, < 3.0.11-1~deb12u2',
      comparison: '3.0.9-1 is before 3.0.11-1~deb12u2',
    },
  ],
};

/** A small release with one image read, one not, one finding and one gap, for tests of what comes after the scan. */
export const sampleRelease: Release = {
  product: 'Harbor | Lights',
  version: '1.0.0',
  now: '2026-01-02T03:04:05Z',
  engine: '0.1.0',
  platforms: ['linux/amd64'],
  tools: [{ name: 'kustomize', version: 'v5.7.1' }],
  inventory: {
    images: ['registry.example/tide/gauge:1.0', 'registry.example/tide/lost:2'].map((reference, index) => ({
      reference,
      digest: null,
      components: ['tide'],
      owners: ['wg-tide'],
      tier: 'core',
      occurrences: [
        {
          reference,
          declared: reference,
          how: 'pod-spec',
          certainty: 'certain',
          resource: { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'tide', name: 'gauge' },
          path: `spec.template.spec.containers[${index}].image`,
          hook: false,
          conditional: [],
          file: 'deploy/gauge.yaml',
          line: 20 + index,
          component: 'tide',
        },
      ],
    })),
    charts: [],
    rejected: [],
    gaps: [],
  },
  images: [
    {
      reference: 'registry.example/tide/gauge:1.0',
      platform: 'linux/amd64',
      status: 'read',
      digest: `sha256:${'b'.repeat(64)}`,
      store: 'oci-layout:images',
      layers: [
        {
          digest: layer,
          diffId: `sha256:${'c'.repeat(64)}`,
          mediaType: 'application/vnd.oci.image.layer.v1.tar+gzip',
          sizeBytes: 1234,
          fromBase: true,
        },
      ],
      configuration: {
        user: '',
        entrypoint: ['/gauge'],
        command: [],
        workingDirectory: '/',
        volumes: [],
        exposedPorts: [],
        labels: {},
      },
      annotations: {},
      distribution: { id: 'debian', like: [], versionId: '12', codename: 'bookworm', path: 'etc/os-release' },
      packages: [openssl],
    },
    {
      reference: 'registry.example/tide/lost:2',
      platform: 'linux/amd64',
      status: 'failed',
      digest: null,
      store: null,
      layers: [],
      configuration: null,
      annotations: {},
      distribution: null,
      packages: [],
    },
  ],
  coverage: { expected: 2, read: 1, failed: 1, unsupported: 0, empty: 0 },
  knowledge: {
    snapshot: { id: `sha256:${'d'.repeat(64)}`, asOf: '2025-12-31T00:00:00Z' },
    ecosystems: ['Debian'],
    advisories: [],
    exploited: [],
    predictions: [],
  },
  findings: [finding],
  undecided: [],
  gaps: [
    {
      code: 'image-unread',
      unit: 'gather/images',
      image: 'registry.example/tide/lost:2',
      detail: 'No store has it: oci-layout:images does not hold it.',
    },
  ],
};
