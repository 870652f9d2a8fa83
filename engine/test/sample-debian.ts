import { tarOf } from './sample-image.ts';

/** Files of an invented Debian system that holds these packages: name → version. */
export function debianFiles(packages: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const status = Object.entries(packages).map(
    ([name, version]) => `Package: ${name}\nStatus: install ok installed\nArchitecture: amd64\nVersion: ${version}\n`,
  );
  return { 'etc/os-release': 'ID=debian\nVERSION_ID="12"\n', 'var/lib/dpkg/status': status.join('\n') };
}

/** A layer with these packages, and what else is given. */
export function debianLayer(
  packages: Readonly<Record<string, string>>,
  files: Readonly<Record<string, Uint8Array | string>> = {},
): Uint8Array {
  return tarOf({ ...debianFiles(packages), ...files });
}

/** An invented advisory in OSV form: `gauge` before 1.1 is vulnerable in Debian 12. */
export const gaugeAdvisory = {
  id: 'DEBIAN-CVE-2026-0001',
  modified: '2026-01-01T00:00:00Z',
  published: '2026-01-01T00:00:00Z',
  upstream: ['CVE-2026-0001'],
  affected: [
    {
      package: { ecosystem: 'Debian:12', name: 'gauge' },
      ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, { fixed: '1.1' }] }],
    },
  ],
};
