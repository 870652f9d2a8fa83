import type { HttpResponse } from '../http/http-client.ts';
import type { Repository } from './registry-address.ts';

/**
 * Where the rest of a list is, as an answer's Link header says.
 *
 * in      what was asked for, below the repository: `tags/list`
 * out     below the repository; only more of the same question: a registry may not lead anywhere else
 * source  RFC 8288; OCI distribution-spec 1.1, "Listing Tags"
 */
export function findNextPage(response: HttpResponse, { base, name }: Repository, question: string): string | undefined {
  const link = /<([^>]{1,4000})>\s*;\s*rel="?next"?/.exec(response.header('link') ?? '')?.[1];
  const home = new URL(`${name}/`, base);
  if (link === undefined || !URL.canParse(link, home.href)) return undefined;
  const next = new URL(link, home).href;
  return next.startsWith(`${home.href}${question}`) ? next.slice(home.href.length) : undefined;
}
