/** A tag that says a version, taken apart. */
export interface VersionTag {
  /** What two tags share that only differ in their versions: `v#.#.#-alpine#`. */
  readonly shape: string;
  /** The numbers of the version, first to last; a point in time is one number. */
  readonly numbers: readonly string[];
  /** `rc.1`; empty where it is no pre-release. */
  readonly label: string;
  /** Numbers behind the version that rise without another product: builds, dates, releases of a distribution. */
  readonly rest: readonly string[];
}

/** Where a version may begin: in front, after a dash, or after a word and a dot. A point in time goes before plain numbers. */
const version =
  /(?:^|[-_]|[A-Za-z]\.)v?(\d{4}-\d{2}-\d{2}(?:T\d{2}[-.:]?\d{2}[-.:]?\d{2}Z?)?|\d+(?:\.\d+)*)(?![\d.])(?=$|[-_.+A-Za-z])/i;
const words = 'alpha|beta|rc|cr|pre|preview|dev|snapshot|nightly|canary|next|unstable|ea|milestone';
/** A label of a pre-release at the beginning of what follows the version: a word, or a letter that stands beside its number. */
const prerelease = new RegExp(`^(?:[-._]?((?:${words})[-._]?(?:\\d+(?:\\.\\d+)*)?)|((?:[-.]m|[abc])\\d+))(?=$|[-._+])`, 'i');
/** Commits, which order nothing. */
const commit = /(?<=^|[-_.+])g?(?=[0-9a-f]*\d)(?=[0-9a-f]*[a-f])[0-9a-f]{7,40}(?=$|[-_.+])/g;
const commitAlone = /^(?:(?:sha|git|commit|rev)[-_.]?[0-9a-f]+|(?=[0-9a-f]*[a-f])[0-9a-f]{7,40})(?=$|[-_.])/i;
const builds = 'r|p|build|eksbuild|gke|rev|patch';
const distributions = 'alpine|debian|deb|ubuntu|ubi|el|fc|fedora|centos|rockylinux|almalinux|ol|sles|bci|photon';
/** Numbers behind a version that may rise: alone, of builds, of distributions. Others name another product: `k8s1.25`, `jdk17`. */
const rising = new RegExp(`(?<=^[-_.+]?|[-_+]|[-_.+](?:${builds}|${distributions})[.]?)\\d+(?:\\.\\d+)*(?=$|[-_.+])`, 'gi');
/** From this many digits on a number is a date or a counter of builds: it is not compared with shorter ones. */
const longNumber = 6;

/**
 * The version that a tag says.
 *
 * in      any tag
 * out     undefined where it says none: `latest`, `master`, `sha-abcdef`, `bookworm`
 */
export function findVersionTag(tag: string): VersionTag | undefined {
  const found = commitAlone.test(tag) ? null : version.exec(tag);
  const stated = found?.[1];
  if (!found || stated === undefined) return undefined;
  const from = found.index + found[0].length - stated.length;
  const behind = tag.slice(from + stated.length);
  const [whole = '', word, letter] = prerelease.exec(behind) ?? [];
  const suffix = behind.slice(whole.length).replace(commit, '@');
  const numbers = /^\d{4}-/.test(stated) ? [stated.replace(/\D/g, '')] : stated.split('.');
  const [first = ''] = numbers;
  const size = first.length < longNumber ? '#' : `#${first.length}`;
  const shape = [tag.slice(0, from), size, '.#'.repeat(numbers.length - 1), suffix.replace(rising, '#')].join('');
  return { shape, numbers, label: (word ?? letter ?? '').toLowerCase(), rest: suffix.match(rising) ?? [] };
}
