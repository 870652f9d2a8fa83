import { parsePurl } from '../../formats/purl/parse-purl.ts';
import { toIdentity } from '../../formats/purl/to-identity.ts';
import type { ClaimedPackage } from '../../model/reconciliation.ts';
import type { ScanStatement, StatedProduct } from '../../model/scan.ts';
import { isSameName, isSameVersion } from './same-package.ts';
import type { BaseImage } from './side.ts';

/** A statement with the vulnerabilities that it is about, after aliases. */
export interface ResolvedStatement {
  readonly statement: ScanStatement;
  readonly vulnerabilities: readonly string[];
  /** The document. */
  readonly file: string;
}

/**
 * The statement by which a package of an image does not have a vulnerability.
 *
 * in      statements of every document; only `not_affected` and `fixed` take something out
 * out     a sentence; undefined where none speaks of it. A product is the image, the package, or the image with the package as its part
 */
export function findStatement(
  statements: readonly ResolvedStatement[],
  { image, item, vulnerability }: { readonly image: BaseImage; readonly item: ClaimedPackage; readonly vulnerability: string },
): string | undefined {
  const found = statements.find(
    ({ statement, vulnerabilities }) =>
      (statement.status === 'not_affected' || statement.status === 'fixed') &&
      vulnerabilities.includes(vulnerability) &&
      statement.products.some((product) => concerns(product, image, item)),
  );
  if (!found) return undefined;
  const { status, justification } = found.statement;
  return `${found.file} says ${status}${justification ? `: ${justification}` : ''}`;
}

function concerns({ id, subcomponents }: StatedProduct, image: BaseImage, item: ClaimedPackage): boolean {
  if (isPackage(id, item)) return true;
  return isImage(id, image) && (subcomponents.length === 0 || subcomponents.some((part) => isPackage(part, item)));
}

function isPackage(id: string, item: ClaimedPackage): boolean {
  const parts = parsePurl(id);
  if (!parts || parts.type === 'oci' || parts.type === 'docker') return false;
  const identity = toIdentity({ ...parts, version: parts.version ?? '0' });
  const stated = {
    type: parts.type,
    name: identity?.name ?? parts.name,
    ...(parts.version !== undefined && { version: identity?.version ?? parts.version }),
  };
  const bySource = item.source !== undefined && isSameName({ ...item, name: item.source }, stated);
  return (isSameName(item, stated) || bySource) && isSameVersion(item, stated);
}

/** `pkg:oci/NAME@DIGEST?repository_url=…`, or a reference. */
function isImage(id: string, image: BaseImage): boolean {
  const parts = parsePurl(id);
  if (!parts) return image.references.includes(id) || image.image === id;
  if (parts.type !== 'oci' && parts.type !== 'docker') return false;
  if (parts.version?.startsWith('sha256:')) return image.digests.includes(parts.version);
  const stated = parts.qualifiers?.repository_url ?? [parts.namespace, parts.name].filter(Boolean).join('/');
  const { tag } = parts.qualifiers ?? {};
  return image.references.some((reference) => {
    const [, repository = '', own] = /^([^@]*?)(?::([^:/@]+))?(?:@.*)?$/.exec(reference) ?? [];
    return (repository === stated || repository.endsWith(`/${stated}`)) && (tag === undefined || tag === own);
  });
}
