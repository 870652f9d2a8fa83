import type { CsafProduct, CsafProducts } from '../../../formats/csaf/product-tree.ts';
import { parsePurl } from '../../../formats/purl/parse-purl.ts';

/** A package of a release, as advisories key it. */
export interface PlacedProduct {
  /** `Red Hat:enterprise_linux:9::baseos`, `SUSE:Linux Enterprise Server 15 SP5`. */
  readonly ecosystem: string;
  readonly name: string;
  /** With epoch where there is one; undefined for a package of whatever version. */
  readonly version?: string;
  /** `noarch` for all of them; undefined for a source package, and where it is not said. */
  readonly architecture?: string;
  /** Name and stream, `nodejs:18`. */
  readonly module?: string;
}

/** Where a product is: `other` is no package, or of a release that nobody judges images by. */
export type Placing = PlacedProduct | 'other' | 'unknown';

/** Says what the products of a document are, each once. */
export function createPlacer(products: CsafProducts): (id: string) => Placing {
  const known = new Map<string, Placing>();
  const components = new Map<string, ReturnType<typeof readComponent>>();
  const read = (purl: string) => {
    const one = components.has(purl) ? components.get(purl) : readComponent(purl);
    components.set(purl, one);
    return one;
  };
  return (id) => {
    const placed = known.get(id) ?? place(products.find(id), read);
    known.set(id, placed);
    return placed;
  };
}

function place(product: CsafProduct | undefined, read: typeof readComponent): Placing {
  if (!product) return 'unknown';
  const chain = chainOf(product);
  const component = chain.flatMap(({ purl }) => (purl ? (read(purl) ?? []) : [])).find(({ type }) => type === 'rpm');
  const module = chain.flatMap(({ purl }) => (purl ? (read(purl)?.module ?? []) : []))[0];
  const ecosystem = chain.map(ecosystemOf).find((text) => text !== undefined);
  if (!component || !ecosystem) return 'other';
  const { name, version, architecture } = component;
  return { ecosystem, name, ...(version && { version }), ...(architecture && { architecture }), ...(module && { module }) };
}

/** The component first, then what it is a component of, outward. */
function chainOf(product: CsafProduct): readonly CsafProduct[] {
  if (!product.component || !product.platform) return [product];
  return [...chainOf(product.component), ...chainOf(product.platform)];
}

interface Component {
  readonly type: string;
  readonly name: string;
  readonly version?: string;
  readonly architecture?: string;
  readonly module?: string;
}

/** `pkg:rpm/redhat/bind@9.11.4?arch=x86_64&epoch=32`; a module is `pkg:rpmmod/redhat/nodejs@18:8080…`, or a qualifier of its packages. */
function readComponent(text: string): Component | undefined {
  if (!text.startsWith('pkg:rpm') || text.length > 1000) return undefined;
  const purl = parsePurl(text);
  if (!purl) return undefined;
  const { type, name, version, qualifiers = {} } = purl;
  const { epoch, arch, rpmmod } = qualifiers;
  const label = type === 'rpmmod' ? `${name}:${version ?? ''}` : rpmmod;
  const [, module] = /^([^:]+:[^:]+)/.exec(label ?? '') ?? [];
  const full = version && epoch && epoch !== '0' ? `${epoch}:${version}` : version;
  const architecture = arch && arch !== 'src' && arch !== 'nosrc' ? arch : undefined;
  return { type, name, ...(full && { version: full }), ...(architecture && { architecture }), ...(module && { module }) };
}

/**
 * The release that a platform is.
 *
 * source  OSV, "Red Hat" (the CPE behind its vendor) and "SUSE", "openSUSE" (the product's name)
 */
function ecosystemOf({ name, cpe = '' }: CsafProduct): string | undefined {
  const [, old] = /^cpe:\/[ao]:redhat:(.+)$/.exec(cpe) ?? [];
  if (old) return `Red Hat:${old.replace(/:+$/, '')}`;
  const [, product, version = ''] = /^cpe:2\.3:[ao]:redhat:([^:]+):([^:]+)/.exec(cpe) ?? [];
  if (product) return `Red Hat:${product}${version === '*' || version === '-' ? '' : `:${version}`}`;
  if (/^SUSE Linux /.test(name)) return `SUSE:${name.slice('SUSE '.length)}`;
  return /^openSUSE (Leap|Tumbleweed)/.test(name) ? `openSUSE:${name.slice('openSUSE '.length)}` : undefined;
}
