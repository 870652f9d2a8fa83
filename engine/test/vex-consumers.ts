import { PackageURL } from 'packageurl-js';

/** An image and a package in it, as a scanner knows them. */
export interface ScannedPlace {
  /** Canonical, with tag. */
  readonly reference: string;
  /** Of its manifest. */
  readonly digest: string;
  readonly architecture: string;
  /** Ids that the scanner may know the vulnerability by; it uses one. */
  readonly vulnerability: string;
  /** As the scanner writes it. */
  readonly purl: string;
}

interface OpenVexProduct {
  readonly '@id'?: string;
  readonly identifiers?: Readonly<Record<string, string>>;
  readonly hashes?: Readonly<Record<string, string>>;
  readonly subcomponents?: readonly OpenVexProduct[];
}
interface OpenVexStatement {
  readonly vulnerability: { readonly name: string; readonly aliases?: readonly string[] };
  readonly products: readonly OpenVexProduct[];
  readonly status: string;
}
/** What consumers read of an OpenVEX document. */
export interface OpenVexDocument {
  readonly statements: readonly OpenVexStatement[];
}

const clears = (status: string | undefined): boolean => status === 'not_affected' || status === 'fixed';

/** Restated: go-vex, PurlMatches. */
function purlMatches(general: string, specific: string): boolean {
  const [one, other] = [parse(general), parse(specific)];
  if (!one || !other) return false;
  if (one.type !== other.type || (one.namespace ?? '') !== (other.namespace ?? '') || one.name !== other.name) return false;
  if (one.version && one.version !== other.version) return false;
  return Object.entries(one.qualifiers ?? {}).every(([key, value]) => other.qualifiers?.[key] === value);
}

const parsed = new Map<string, PackageURL | undefined>();

function parse(text: string): PackageURL | undefined {
  if (!parsed.has(text)) parsed.set(text, tryParse(text));
  return parsed.get(text);
}

function tryParse(text: string): PackageURL | undefined {
  try {
    return PackageURL.fromString(text);
  } catch {
    return undefined;
  }
}

/** Restated: go-vex, Component.Matches. */
function componentMatches(component: OpenVexProduct, identifier: string): boolean {
  const names = [component['@id'], ...Object.values(component.identifiers ?? {}), ...Object.values(component.hashes ?? {})];
  return names.some(
    (name) => name !== undefined && (name === identifier || (name.startsWith('pkg:') && purlMatches(name, identifier))),
  );
}

/** Restated: go-vex, Statement.Matches and Product.Matches. */
function statementMatches(statement: OpenVexStatement, id: string, product: string, part: string): boolean {
  const { vulnerability, products } = statement;
  if (vulnerability.name !== id && !vulnerability.aliases?.includes(id)) return false;
  return products.some(
    (one) =>
      componentMatches(one, product) &&
      ((one.subcomponents ?? []).length === 0 ||
        part === '' ||
        (one.subcomponents ?? []).some((sub) => componentMatches(sub, part))),
  );
}

/** Restated: Grype, grype/vex/openvex, what an image is called by; releases of before and after 2026 differ in `repository_url`. */
export function grypeProducts({ reference, digest }: ScannedPlace, withName: boolean): readonly string[] {
  const [, repository = '', tag = ''] = /^(.*):([^:/]+)$/.exec(reference) ?? [];
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  const known = repository.replace(/^docker\.io\//, 'index.docker.io/');
  const url = withName ? known : known.slice(0, known.lastIndexOf('/'));
  return [
    reference,
    new PackageURL('oci', undefined, name, undefined, { tag, ...(withName && { repository_url: known }) }, undefined).toString(),
    `${repository}@${digest}`,
    new PackageURL('oci', undefined, name, digest, { repository_url: url }, undefined).toString(),
    digest.replace('sha256:', ''),
  ];
}

/** Restated: Grype, FilterMatches: the first statement about the first name of the image that any speaks of. */
export function grypeSuppresses(document: OpenVexDocument, place: ScannedPlace, products: readonly string[]): boolean {
  for (const product of products) {
    const found = document.statements.find((statement) => statementMatches(statement, place.vulnerability, product, place.purl));
    if (found) return clears(found.status);
  }
  return false;
}

/** Restated: Trivy, pkg/purl, an image; it has no tag. */
export function trivyImagePurl({ reference, digest, architecture }: ScannedPlace): string {
  const repository = reference.replace(/:[^:/]+$/, '').replace(/^docker\.io\//, 'index.docker.io/');
  const name = repository.slice(repository.lastIndexOf('/') + 1);
  return new PackageURL('oci', undefined, name, digest, { repository_url: repository, arch: architecture }, undefined).toString();
}

/** Restated: Trivy, pkg/vex: the package itself as a product, or the image with the package as its part; of several the last counts. */
export function trivySuppresses(document: OpenVexDocument, place: ScannedPlace): boolean {
  const of = (product: string, part: string) =>
    clears(document.statements.filter((one) => statementMatches(one, place.vulnerability, product, part)).at(-1)?.status);
  return of(place.purl, '') || of(trivyImagePurl(place), place.purl);
}

interface CsafProduct {
  readonly product_id: string;
  readonly product_identification_helper?: { readonly purl?: string };
}
interface CsafBranch {
  readonly product?: CsafProduct;
  readonly branches?: readonly CsafBranch[];
}
/** What consumers read of a CSAF document. */
export interface CsafDocument {
  readonly product_tree: {
    readonly branches: readonly CsafBranch[];
    readonly full_product_names?: readonly CsafProduct[];
    readonly relationships?: readonly {
      readonly product_reference: string;
      readonly relates_to_product_reference: string;
      readonly full_product_name: CsafProduct;
    }[];
  };
  readonly vulnerabilities: readonly {
    readonly cve?: string;
    readonly product_status: Readonly<Record<string, readonly string[]>>;
  }[];
}

function csafPurls({ product_tree: tree }: CsafDocument): ReadonlyMap<string, string> {
  const products: CsafProduct[] = [
    ...(tree.full_product_names ?? []),
    ...(tree.relationships ?? []).map((one) => one.full_product_name),
  ];
  const walk = (branch: CsafBranch): void => {
    if (branch.product) products.push(branch.product);
    for (const inner of branch.branches ?? []) walk(inner);
  };
  for (const branch of tree.branches) walk(branch);
  return new Map(
    products.flatMap(({ product_id, product_identification_helper: helper }) =>
      helper?.purl ? [[product_id, helper.purl] as const] : [],
    ),
  );
}

function clearedProducts(document: CsafDocument, vulnerability: string): readonly string[] {
  const found = document.vulnerabilities.find(({ cve }) => cve === vulnerability)?.product_status ?? {};
  return [...(found.known_not_affected ?? []), ...(found.fixed ?? [])];
}

/** Restated: Trivy, pkg/vex/csaf.go: a product that is the package or the image, or a relationship of the package to the image. */
export function trivySuppressesByCsaf(document: CsafDocument, place: ScannedPlace): boolean {
  const purls = csafPurls(document);
  const is = (id: string, purl: string) => purlMatches(purls.get(id) ?? 'none', purl);
  const image = trivyImagePurl(place);
  return clearedProducts(document, place.vulnerability).some(
    (id) =>
      is(id, place.purl) ||
      is(id, image) ||
      (document.product_tree.relationships ?? []).some(
        (one) =>
          one.full_product_name.product_id === id &&
          is(one.relates_to_product_reference, image) &&
          is(one.product_reference, place.purl),
      ),
  );
}

/** Restated: Grype, grype/vex/csaf: the purl of a product, letter by letter, in whatever image. */
export function grypeSuppressesByCsaf(document: CsafDocument, place: ScannedPlace): boolean {
  const purls = csafPurls(document);
  return clearedProducts(document, place.vulnerability).some((id) => purls.get(id) === place.purl);
}
