/** Something that advisories are fetched from. */
export interface FeedSource {
  /** `kev`, `osv:Go`; what is fetched and configured by. */
  readonly name: string;
  /** Ends with a slash; what a mirror stands in for. */
  readonly base: string;
  /** Below the base: files that are fetched; `pointer`: a file that names the one to fetch; `listing`: a CSAF directory with changes.csv. */
  readonly what:
    | { readonly kind: 'files'; readonly paths: readonly string[] }
    | { readonly kind: 'pointer'; readonly path: string }
    | { readonly kind: 'listing'; readonly path: string };
  /** Fetched where nobody says what to fetch. */
  readonly standard: boolean;
}

/**
 * Ecosystems of the OSV bucket that images hold packages of.
 *
 * source  https://google.github.io/osv.dev/data/, "Data dumps"
 */
const ecosystems = [
  'AlmaLinux',
  'Alpine',
  'Bitnami',
  'Chainguard',
  'crates.io',
  'Debian',
  'GitHub Actions',
  'Go',
  'Hex',
  'Maven',
  'npm',
  'NuGet',
  'openSUSE',
  'Packagist',
  'Pub',
  'PyPI',
  'Red Hat',
  'Rocky Linux',
  'RubyGems',
  'SUSE',
  'Ubuntu',
  'Wolfi',
];

/** Of systems that few images stand on, and two that OSV defines and its bucket does not have, but a mirror may. */
const rareEcosystems = ['Azure Linux', 'Kubernetes', 'Mageia', 'MinimOS', 'openEuler', 'Photon OS'];

const firstYearOfNvd = 2002;

/**
 * Everything that can be fetched.
 *
 * in      the present year: NVD has a file for each
 * source  the pages of CISA, FIRST, OSV, Kubernetes, Debian, Red Hat, SUSE, NVD and the CVE list on how to download; 2026-11
 */
export function feedSources(year: number): readonly FeedSource[] {
  const years = Array.from({ length: year - firstYearOfNvd + 1 }, (_, index) => `nvdcve-2.0-${firstYearOfNvd + index}.json.gz`);
  return [
    file('kev', 'https://www.cisa.gov/sites/default/files/feeds/', 'known_exploited_vulnerabilities.json', true),
    file('epss', 'https://epss.empiricalsecurity.com/', 'epss_scores-current.csv.gz', true),
    file('debian', 'https://security-tracker.debian.org/tracker/data/', 'json', true),
    ...ecosystems.map((ecosystem) => osv(ecosystem, true)),
    ...rareEcosystems.map((ecosystem) => osv(ecosystem, false)),
    file('kubernetes', 'https://github.com/kubernetes-sigs/cve-feed-osv/archive/refs/heads/', 'main.zip', true),
    {
      name: 'redhat',
      base: 'https://security.access.redhat.com/data/csaf/v2/vex/',
      what: { kind: 'pointer', path: 'archive_latest.txt' },
      standard: false,
    },
    {
      name: 'suse',
      base: 'https://ftp.suse.com/pub/projects/security/csaf-vex/',
      what: { kind: 'listing', path: 'changes.csv' },
      standard: false,
    },
    { name: 'nvd', base: 'https://nvd.nist.gov/feeds/json/cve/2.0/', what: { kind: 'files', paths: years }, standard: false },
    file('cve', 'https://github.com/CVEProject/cvelistV5/archive/refs/heads/', 'main.zip', false),
  ];
}

function osv(ecosystem: string, standard: boolean): FeedSource {
  const path = `${encodeURIComponent(ecosystem)}/all.zip`;
  return file(`osv:${ecosystem}`, 'https://osv-vulnerabilities.storage.googleapis.com/', path, standard);
}

function file(name: string, base: string, path: string, standard: boolean): FeedSource {
  return { name, base, what: { kind: 'files', paths: [path] }, standard };
}

/** The part of a name that mirrors are configured by: `osv` of `osv:Go`. */
export function familyOf(name: string): string {
  return name.split(':', 1)[0] ?? name;
}
