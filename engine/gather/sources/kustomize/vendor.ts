import { posix } from 'node:path/posix';

/** Remote bases by address, with the folder or file that holds a copy of each; paths are relative to the configuration's folder. */
export type VendorMap = Readonly<Record<string, string>>;

/** An address without what does not tell one place from another. */
interface RemoteAddress {
  /** Host, repository and folder: `github.com/org/repo/config`. */
  readonly place: string;
  /** Branch, tag or commit; empty where none is named. */
  readonly version: string;
}

/** Whatever kustomize may take for an address: a scheme, a user and a host, a host, GitHub's short form, a version. */
const remote = /:\/\/|^git::|^gh:|^[\w.-]+@[\w.-]+:|^[\w.-]+\.[a-z]{2,}[/:]|\?(?:ref|version)=/;

/** Whether an entry of a kustomization that is no file or folder here is one elsewhere. */
export function isRemote(entry: string): boolean {
  return remote.test(entry);
}

/**
 * Where the copy of a remote base lies.
 *
 * in      an entry as kustomize takes it: `github.com/org/repo//config?ref=v1`, `https://…`, `git::…`, `git@host:org/repo.git`
 * out     undefined where no address in the map leads to it: the same place or one above it, in the same version; the longest counts
 * source  https://github.com/kubernetes-sigs/kustomize/blob/master/examples/remoteBuild.md
 */
export function findVendored(entry: string, vendor: VendorMap): string | undefined {
  const wanted = parseAddress(entry);
  const fitting = Object.entries(vendor)
    .map(([address, path]) => ({ ...parseAddress(address), path }))
    .filter(({ place, version }) => version === wanted.version && `${wanted.place}/`.startsWith(`${place}/`));
  const [best] = fitting.toSorted((one, other) => other.place.length - one.place.length);
  const below = best && posix.normalize(`./${wanted.place.slice(best.place.length)}`);
  return best === undefined || below === undefined || below.startsWith('..')
    ? undefined
    : posix.join(best.path, below).replace(/(.)\/$/, '$1');
}

/** The address to write in the map for a remote base: that of its repository where it says where that ends. */
export function vendorAddress(entry: string): string {
  const [address = '', query = ''] = entry.replace(/^git::/, '').split('?', 2);
  const scheme = /^[a-z+]+:\/\//i.exec(address)?.[0] ?? '';
  const [repository = ''] = address.slice(scheme.length).split('//');
  const { place, version } = parseAddress(query === '' ? repository : `${repository}?${query}`);
  return version === '' ? place : `${place}?ref=${version}`;
}

function parseAddress(text: string): RemoteAddress {
  const [address = '', query = ''] = text.split('?', 2);
  const version = query
    .split('&')
    .map((parameter) => /^(?:ref|version)=(.*)$/.exec(parameter)?.[1])
    .find((value) => value !== undefined);
  const place = address
    .replace(/^git::/, '')
    .replace(/^gh:/, 'github.com/')
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[\w.-]+@/, '')
    .replace(/^([^/:]+):(?!\d)/, '$1/')
    .replace(/\.git(?=\/|$)/, '')
    .replace(/\/{2,}/g, '/')
    .replace(/\/$/, '');
  return { place, version: version ?? '' };
}
